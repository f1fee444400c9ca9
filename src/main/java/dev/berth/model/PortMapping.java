package dev.berth.model;

/**
 * The parts of a published port as it is written, {@code [[ip:][host]:]container[/protocol]}.
 *
 * @param address the address of the host as it stands there, one of IPv6 in brackets; empty for all
 * @param host the host's port or range of ports; empty where the engine chooses
 * @param container the container's
 * @param protocol as it stands there, {@code tcp} where none does
 */
public record PortMapping(String address, String host, String container, String protocol) {

  /** The parts of a text, whatever they hold. */
  public static PortMapping of(String text) {
    int slash = text.lastIndexOf('/');
    String rest = slash < 0 ? text : text.substring(0, slash);
    int last = rest.lastIndexOf(':');
    String before = last < 0 ? "" : rest.substring(0, last);
    int colon = before.endsWith("]") ? -1 : before.lastIndexOf(':');
    // A lone part before the container's port is the host's port, unless it is an address.
    boolean isAddress = before.startsWith("[") && colon < 0;
    return new PortMapping(
        isAddress ? before : before.substring(0, Math.max(colon, 0)),
        isAddress ? "" : before.substring(colon + 1),
        rest.substring(last + 1),
        slash < 0 ? "tcp" : text.substring(slash + 1));
  }
}
