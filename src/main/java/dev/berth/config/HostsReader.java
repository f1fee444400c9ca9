package dev.berth.config;

import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lines for /etc/hosts.
 *
 * <p>Canonical: {@code name:address}, by name, the addresses of one name in the order written;
 * brackets around an IPv6 address are gone.
 */
final class HostsReader {
  private static final String SHAPE = "a mapping or a list of `name:address`";

  private HostsReader() {}

  static Optional<Value> read(Setting setting) {
    List<Value.Scalar> hosts = new ArrayList<>();
    if (setting.value() instanceof Tree.Fields fields) {
      for (Tree.Field field : fields.fields()) {
        addresses(field.value()).forEach(address -> add(setting, field.name(), address, hosts));
      }
    } else {
      for (Tree item : setting.items(SHAPE)) {
        setting.text(item, SHAPE).ifPresent(text -> add(setting, text, hosts));
      }
    }
    // The sort is stable: the addresses of one name keep their order.
    hosts.sort(Comparator.comparing(host -> host.text().substring(0, host.text().indexOf(':'))));
    return setting.sequence(List.copyOf(hosts));
  }

  private static List<Tree> addresses(Tree value) {
    return value instanceof Tree.Items items ? items.items() : List.of(value);
  }

  private static void add(Setting setting, Tree.Text item, List<Value.Scalar> hosts) {
    String text = item.text();
    int colon = text.indexOf(':');
    int equals = text.indexOf('=');
    int end = equals >= 0 && (colon < 0 || equals < colon) ? equals : colon;
    if (end < 0) {
      setting.fail(item.at(), "no `name:address`", "");
      return;
    }
    Tree address = new Tree.Text(text.substring(end + 1), false, item.at());
    add(setting, text.substring(0, end), address, hosts);
  }

  private static void add(Setting setting, String name, Tree value, List<Value.Scalar> hosts) {
    String address = value instanceof Tree.Text text ? text.text() : "";
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    boolean wrong =
        name.isEmpty()
            || address.isEmpty()
            || name.indexOf(':') >= 0
            || (name + address).chars().anyMatch(Character::isWhitespace);
    if (wrong) {
      setting.fail(
          value.at(),
          "a name and " + value.shape() + " that make no `name:address`",
          "write a host name and one address");
    } else if (!Addresses.isIp(address) && !address.equals("host-gateway")) {
      setting.fail(value.at(), "no address after the name", "write an IP address, or host-gateway");
    } else {
      hosts.add(new Value.Scalar(name + ":" + address, value.at()));
    }
  }
}
