package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The networks to join.
 *
 * <p>Canonical: {@code name[:option=value,…]} as Podman writes them; a list in its order, Compose's
 * mapping by name, since its order means nothing.
 */
final class NetworksReader {
  private static final String SHAPE = "a list of networks or a mapping by name";
  private static final List<String> FIELDS =
      List.of("aliases", "ipv4_address", "ipv6_address", "mac_address", "interface_name");

  /** The keys whose grammar is that of an option (podman-run(1), {@code --network}). */
  private static final Map<String, Key> KINDS =
      Map.of("ip", Key.IP, "ip6", Key.IP6, "mac", Key.MAC_ADDRESS, "alias", Key.NETWORK_ALIAS);

  private NetworksReader() {}

  static Optional<Value> read(Setting setting) {
    List<Value> networks = new ArrayList<>();
    if (setting.value() instanceof Tree.Fields fields) {
      TreeMap<String, Tree.Field> byName = new TreeMap<>();
      fields.fields().forEach(field -> byName.put(field.name(), field));
      byName.values().forEach(field -> named(setting, field).ifPresent(networks::add));
    } else {
      for (Tree item : setting.items(SHAPE)) {
        setting
            .text(item, SHAPE)
            .flatMap(text -> network(setting, text.text(), item))
            .ifPresent(networks::add);
      }
    }
    return setting.sequence(networks);
  }

  private static Optional<Value> network(Setting setting, String text, Tree at) {
    int colon = text.indexOf(':');
    if (!Names.isValid(colon < 0 ? text : text.substring(0, colon))) {
      return setting.fail(at.at(), Quote.name(text) + " is no network's name", "");
    }
    List<String> options =
        colon < 0 || colon == text.length() - 1
            ? List.of()
            : List.of(text.substring(colon + 1).split(",", -1));
    for (String option : options) {
      int equals = option.indexOf('=');
      Key kind = equals < 0 ? null : KINDS.get(option.substring(0, equals));
      String given = option.substring(equals + 1);
      if (kind != null && setting.judged(given, at.at(), Grammar.fault(kind, given)).isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(Setting.scalar(text, at.at()));
  }

  private static Optional<Value> named(Setting setting, Tree.Field field) {
    if (field.value().isNothing()) {
      return network(setting, field.name(), new Tree.Text("", true, field.at()));
    }
    if (!(field.value() instanceof Tree.Fields given)) {
      return setting.wrong(field.value(), "a mapping of options for " + Quote.name(field.name()));
    }
    setting.rejectOthers(given, FIELDS);
    List<String> options = new ArrayList<>();
    aliases(setting, given).forEach(alias -> options.add("alias=" + alias));
    LongForm form = new LongForm(setting, given);
    form.text("ipv4_address").ifPresent(ip -> options.add("ip=" + ip));
    form.text("ipv6_address").ifPresent(ip -> options.add("ip6=" + ip));
    form.text("mac_address").ifPresent(mac -> options.add("mac=" + mac));
    form.text("interface_name").ifPresent(device -> options.add("interface_name=" + device));
    String suffix = options.isEmpty() ? "" : ":" + String.join(",", options);
    return network(setting, field.name() + suffix, new Tree.Text("", true, field.at()));
  }

  private static List<String> aliases(Setting setting, Tree.Fields given) {
    List<String> aliases = new ArrayList<>();
    given
        .field("aliases")
        .ifPresent(
            field -> {
              List<Tree> items =
                  field.value() instanceof Tree.Items list ? list.items() : List.of(field.value());
              for (Tree item : items) {
                setting
                    .text(item, "a list of texts for `aliases`")
                    .ifPresent(text -> aliases.add(text.text()));
              }
            });
    return aliases;
  }
}
