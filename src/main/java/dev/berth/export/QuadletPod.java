package dev.berth.export;

import dev.berth.export.QuadletContainer.UnitKey;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A pod as a unit of Quadlet's: what its own container holds for all its members. */
final class QuadletPod {
  /** The first Podman whose Quadlet has pods. */
  static final String SINCE = "5.0";

  private static final String POD = "Pod";
  private static final String REST = "PodmanArgs";

  /**
   * What of the container of a pod is said of the pod: its key, or an option of podman pod create.
   */
  private static final Map<Key, UnitKey> KEYS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(Key.PORTS, UnitKey.each("PublishPort", SINCE, "--publish")),
              Map.entry(Key.DNS, UnitKey.each("DNS", "5.3", "--dns")),
              Map.entry(Key.DNS_SEARCH, UnitKey.each("DNSSearch", "5.3", "--dns-search")),
              Map.entry(Key.DNS_OPT, UnitKey.each("DNSOption", "5.3", "--dns-option")),
              Map.entry(Key.EXTRA_HOSTS, UnitKey.each("AddHost", "5.3", "--add-host")),
              Map.entry(Key.NETWORK_ALIAS, UnitKey.each("NetworkAlias", "5.2", "--network-alias")),
              Map.entry(Key.IP, UnitKey.last("IP", "5.3", "--ip")),
              Map.entry(Key.IP6, UnitKey.last("IP6", "5.3", "--ip6")),
              Map.entry(Key.USERNS, UnitKey.last("UserNS", "5.3", "--userns")),
              Map.entry(Key.SHM_SIZE, UnitKey.last("ShmSize", "5.4", "--shm-size")),
              Map.entry(Key.HOSTNAME, UnitKey.last("HostName", "5.5", "--hostname")),
              Map.entry(Key.MAC_ADDRESS, UnitKey.last("", "", "--mac-address")),
              Map.entry(Key.UTS, UnitKey.last("", "", "--uts"))));

  private final ContainerSpec spec;
  private final QuadletSet set;
  private final List<Loss> losses;
  private final UnitSections unit = new UnitSections("Unit", POD, "Install");

  QuadletPod(ContainerSpec spec, QuadletSet set, List<Loss> losses) {
    this.spec = spec;
    this.set = set;
    this.losses = losses;
  }

  Document document() {
    String name = spec.pod().orElseThrow();
    unit.add(POD, "PodName", name);
    for (Key key : List.of(Key.NET, Key.NETWORKS)) {
      spec.value(key).ifPresent(this::networks);
    }
    KEYS.forEach((key, unitKey) -> spec.value(key).ifPresent(value -> put(key, unitKey, value)));
    spec.fields(Key.SYSCTLS)
        .forEach(
            (sysctl, text) ->
                option(Key.SYSCTLS, "--sysctl", sysctl + "=" + text, spec.position(Key.SYSCTLS)));
    spec.value(Key.EXPOSE)
        .ifPresent(value -> lost(Key.EXPOSE, value, "a pod exposes no ports by themselves"));
    spec.value(Key.DOMAINNAME)
        .ifPresent(value -> lost(Key.DOMAINNAME, value, "Podman has no option for it"));
    unit.add("Install", "WantedBy", "default.target");
    return Document.of(name + ".pod", unit.text(), false);
  }

  private void networks(Value value) {
    for (Value item : ContainerPart.items(value)) {
      unit.add(POD, "Network", set.network(ContainerPart.text(item)));
    }
  }

  private void put(Key key, UnitKey unitKey, Value value) {
    for (Value item : ContainerPart.items(value)) {
      String text = ContainerPart.text(item);
      Optional<String> line =
          set.podman().has(unitKey.since()) ? unitKey.manner().apply(text) : Optional.empty();
      line.ifPresentOrElse(
          written -> unit.add(POD, unitKey.label(), written),
          () -> option(key, unitKey.option(), text, item.at()));
    }
  }

  private void option(Key key, String option, String text, SourcePosition at) {
    UnitText.argument(option + "=" + text)
        .ifPresentOrElse(
            argument -> unit.add(POD, REST, argument),
            () ->
                losses.add(
                    new Loss(
                        at,
                        spec.name().text(),
                        key.label(),
                        "systemd takes its value for no text",
                        "")));
  }

  private void lost(Key key, Value value, String what) {
    losses.add(new Loss(value.at(), spec.name().text(), key.label(), what, ""));
  }
}
