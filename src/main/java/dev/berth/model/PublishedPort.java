package dev.berth.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports of the host that a container publishes.
 *
 * @param address the address of the host, without brackets; empty for all
 * @param first the first port
 * @param last the last one, the same where it is one
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record PublishedPort(String address, int first, int last, String protocol) {
  private static final String ALL_V4 = "0.0.0.0";
  private static final String ALL_V6 = "::";

  /** Canonical, see Key.PORTS: [ip:]host:container/protocol, the host's a port or a range. */
  private static final Pattern CANONICAL =
      Pattern.compile("(?:(.*):)?(\\d{1,5})(?:-(\\d{1,5}))?:[^:]*/(\\w+)");

  /** The ports of a canonical item of {@code ports}; empty where the engine chooses them. */
  public static Optional<PublishedPort> parse(String canonical) {
    Matcher port = CANONICAL.matcher(canonical);
    if (!port.matches()) {
      return Optional.empty();
    }
    String address = port.group(1) == null ? "" : port.group(1);
    boolean isBracketed = address.startsWith("[") && address.endsWith("]");
    int first = Integer.parseInt(port.group(2));
    return Optional.of(
        new PublishedPort(
            isBracketed ? address.substring(1, address.length() - 1) : address,
            first,
            port.group(3) == null ? first : Integer.parseInt(port.group(3)),
            port.group(4)));
  }

  /** Whether no two containers can have both at once. */
  public boolean overlaps(PublishedPort other) {
    return protocol.equals(other.protocol)
        && first <= other.last
        && other.first <= last
        && (covers(other) || other.covers(this) || address.equals(other.address));
  }

  private boolean covers(PublishedPort other) {
    boolean isV6 = other.address.indexOf(':') >= 0;
    return address.isEmpty()
        || (address.equals(ALL_V4) && !isV6)
        || (address.equals(ALL_V6) && isV6);
  }

  /** {@code 8080/tcp}, or with its address {@code 127.0.0.1:8080/tcp}. */
  @Override
  public String toString() {
    String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    return (host.isEmpty() ? "" : host + ":")
        + first
        + (last == first ? "" : "-" + last)
        + "/"
        + protocol;
  }
}
