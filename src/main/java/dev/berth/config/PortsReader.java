package dev.berth.config;

import dev.berth.model.PortMapping;
import dev.berth.model.ShownValue;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Published ports.
 *
 * <p>Canonical: {@code [[ip:][host]:]container/protocol} in the order written, the protocol always
 * there, IPv6 addresses in brackets; Compose's long form as its short one.
 */
final class PortsReader {
  private static final String SHAPE = "a list of `[[ip:]host:]container[/protocol]`";
  private static final List<String> FIELDS = List.of("target", "published", "host_ip", "protocol");

  /** A port or a range of them. */
  private record Range(long first, long last) {
    long size() {
      return last - first;
    }
  }

  private PortsReader() {}

  static Optional<Value> read(Setting setting) {
    List<Value> ports = new ArrayList<>();
    if (setting.value() instanceof Tree.Fields fields) {
      return setting.wrong(fields, SHAPE);
    }
    for (Tree item : setting.items(SHAPE)) {
      Optional<String> text =
          switch (item) {
            case Tree.Text written -> Optional.of(written.text());
            case Tree.Fields fields -> shortForm(setting, fields);
            case Tree.Items items -> setting.wrong(items, SHAPE);
          };
      text.flatMap(given -> port(setting, given, item))
          .ifPresent(port -> ports.add(Setting.scalar(port, item.at())));
    }
    return setting.sequence(ports);
  }

  private static Optional<String> shortForm(Setting setting, Tree.Fields fields) {
    setting.rejectOthers(fields, FIELDS);
    LongForm form = new LongForm(setting, fields);
    Optional<String> target = form.text("target");
    if (target.isEmpty()) {
      return setting.fail(fields.at(), "a port without `target`", "name the container's port");
    }
    String ip = form.text("host_ip").map(PortsReader::bracketed).orElse("");
    String host = form.text("published").orElse("");
    String prefix = ip.isEmpty() ? "" : ip + ":";
    String before = prefix.isEmpty() && host.isEmpty() ? "" : prefix + host + ":";
    return Optional.of(before + target.get() + "/" + form.text("protocol").orElse("tcp"));
  }

  private static String bracketed(String ip) {
    return ip.indexOf(':') >= 0 && !ip.startsWith("[") ? "[" + ip + "]" : ip;
  }

  private static Optional<String> port(Setting setting, String text, Tree at) {
    PortMapping parts = PortMapping.of(text);
    String protocol = parts.protocol();
    String container = parts.container();
    String host = parts.host();
    String ip = parts.address();
    boolean known = protocol.equals("tcp") || protocol.equals("udp") || protocol.equals("sctp");
    Optional<Range> inside = range(container);
    Optional<Range> outside = host.isEmpty() ? inside : range(host);
    boolean badAddress = ip.indexOf(':') >= 0 && !(ip.startsWith("[") && ip.endsWith("]"));
    if (!known || inside.isEmpty() || outside.isEmpty() || badAddress || text.endsWith(":")) {
      return setting.fail(
          at.at(),
          ShownValue.of(text) + " is no port",
          "write [[ip:]host:]container[/tcp|udp|sctp] with ports from 1 to 65535");
    }
    String bare = ip.startsWith("[") ? ip.substring(1, ip.length() - 1) : ip;
    if (!ip.isEmpty() && !(ip.startsWith("[") ? Addresses.isV6(bare) : Addresses.isV4(bare))) {
      return setting.fail(
          at.at(),
          ShownValue.of(bare) + " is no address",
          "write an address of this host, or none");
    }
    if (outside.get().size() != inside.get().size()) {
      return setting.fail(
          at.at(), ShownValue.of(text) + " maps two ranges of different length", "");
    }
    String prefix = ip.isEmpty() ? "" : ip + ":";
    String front = prefix.isEmpty() && host.isEmpty() ? "" : prefix + host + ":";
    return Optional.of(front + container + "/" + protocol);
  }

  private static Optional<Range> range(String text) {
    int dash = text.indexOf('-');
    OptionalLong first = Numbers.whole(dash < 0 ? text : text.substring(0, dash));
    OptionalLong last = dash < 0 ? first : Numbers.whole(text.substring(dash + 1));
    return first.isPresent()
            && last.isPresent()
            && first.getAsLong() >= 1
            && first.getAsLong() <= last.getAsLong()
            && last.getAsLong() <= 65535
        ? Optional.of(new Range(first.getAsLong(), last.getAsLong()))
        : Optional.empty();
  }
}
