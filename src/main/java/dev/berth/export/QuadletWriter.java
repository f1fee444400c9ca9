package dev.berth.export;

import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Desired;
import dev.berth.model.Network;
import dev.berth.model.Network.Subnet;
import dev.berth.model.NetworkSpec;
import dev.berth.model.SourcePosition;
import dev.berth.model.Volume;
import dev.berth.model.VolumeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes units of Quadlet's. */
final class QuadletWriter {
  private static final String NETWORK = "Network";
  private static final String VOLUME = "Volume";
  private static final Map<String, String> VOLUME_KEYS =
      Map.of("device", "Device", "type", "Type", "o", "Options", "image", "Image");

  private final Desired desired;
  private final QuadletSet set;
  private final List<Loss> losses = new ArrayList<>();

  QuadletWriter(Desired desired, PodmanVersion podman) {
    this.desired = desired;
    this.set = QuadletSet.of(desired, podman);
  }

  Exported exported() {
    List<Document> documents = new ArrayList<>();
    set.networks().values().forEach(it -> documents.add(network(it)));
    set.volumes().values().forEach(it -> documents.add(volume(it)));
    set.containers()
        .values()
        .forEach(
            spec -> {
              if (spec.isPod() && set.isInPod(spec)) {
                documents.add(new QuadletPod(spec, set, losses).document());
              } else {
                documents.addAll(new QuadletContainer(spec, set, losses).documents());
              }
            });
    desired.containers().filter(spec -> spec.role() == Role.EXEC).forEach(this::tellCommand);
    if (!set.podman().has("4.7")) {
      desired.sets().forEach(this::tellDeclared);
    }
    Sets.tellOrder(desired, losses);
    return new Exported(documents, losses);
  }

  private void tellCommand(ContainerSpec spec) {
    losses.add(
        new Loss(
            spec.at(),
            spec.name().text(),
            "action",
            "Quadlet runs no command in another container; it is left out",
            "`ExecStartPost=podman exec NAME COMMAND` in [Service] of that one"));
  }

  private void tellDeclared(Desired.ContainerSet configuration) {
    configuration
        .declared()
        .networks()
        .forEach(
            it ->
                tell(
                    it.at(),
                    "networks." + it.name(),
                    "before Podman 4.7 no unit makes a network of this name",
                    "podman network create " + it.name()));
    configuration.declared().volumes().stream()
        .filter(it -> !it.isExternal())
        .forEach(
            it ->
                tell(
                    it.at(),
                    "volumes." + it.name(),
                    "before Podman 4.7 no unit makes a volume of this name",
                    "podman volume create " + it.name()));
  }

  private void tell(SourcePosition at, String path, String what, String instead) {
    losses.add(new Loss(at, "", path, what, instead));
  }

  private Document network(NetworkSpec spec) {
    Network network = spec.network();
    UnitSections unit = new UnitSections(NETWORK);
    unit.add(NETWORK, "NetworkName", network.name());
    if (!network.driver().equals(Network.BRIDGE)) {
      unit.add(NETWORK, "Driver", network.driver());
    }
    if (network.internal()) {
      unit.add(NETWORK, "Internal", "true");
    }
    if (network.ipv6()) {
      unit.add(NETWORK, "IPv6", "true");
    }
    subnets(spec, unit);
    if (!network.mtu().isEmpty()) {
      unit.add(NETWORK, "Options", "mtu=" + network.mtu());
    }
    if (!network.bridge().isEmpty()) {
      if (set.podman().has("5.6")) {
        unit.add(NETWORK, "InterfaceName", network.bridge());
      } else {
        unit.add(NETWORK, "PodmanArgs", "--interface-name=" + network.bridge());
      }
    }
    network
        .options()
        .forEach((name, value) -> pair(unit, NETWORK, "Options", name, value, spec.at()));
    network.labels().forEach((name, value) -> pair(unit, NETWORK, "Label", name, value, spec.at()));
    return Document.of(spec.name() + ".network", unit.text(), false);
  }

  private void subnets(NetworkSpec spec, UnitSections unit) {
    boolean allGateways = true;
    boolean allRanges = true;
    for (Subnet subnet : spec.network().subnets()) {
      unit.add(NETWORK, "Subnet", subnet.subnet());
      // The first gateway is that of the first subnet, and so on.
      allGateways = address(spec, unit, "Gateway", subnet.gateway(), allGateways);
      allRanges = address(spec, unit, "IPRange", subnet.range(), allRanges);
    }
  }

  private boolean address(
      NetworkSpec spec, UnitSections unit, String key, String address, boolean isNext) {
    if (address.isEmpty()) {
      return false;
    }
    if (isNext) {
      unit.add(NETWORK, key, address);
    } else {
      tell(
          spec.at(),
          "networks." + spec.name() + ".ipam",
          "`" + key + "=` of a subnet behind one without",
          "let the subnet stand first");
    }
    return isNext;
  }

  private Document volume(VolumeSpec spec) {
    Volume volume = spec.volume();
    UnitSections unit = new UnitSections(VOLUME);
    unit.add(VOLUME, "VolumeName", volume.name());
    if (!volume.driver().equals(Volume.LOCAL)) {
      if (set.podman().has("4.8")) {
        unit.add(VOLUME, "Driver", volume.driver());
      } else {
        tell(
            spec.at(),
            "volumes." + spec.name() + ".driver",
            "`Driver=` came with Podman 4.8",
            "--quadlet-podman 4.8");
      }
    }
    boolean isOfDevice = volume.options().containsKey("device");
    Set<String> others = Set.of("type", "o");
    volume
        .options()
        .forEach(
            (name, value) -> {
              String key = VOLUME_KEYS.get(name);
              boolean isKnown = key != null && (isOfDevice || !others.contains(name));
              Optional<String> text = isKnown ? UnitText.last(value) : Optional.empty();
              if (text.isPresent()) {
                unit.add(VOLUME, String.valueOf(key), text.get());
              } else {
                tell(
                    spec.at(),
                    "volumes." + spec.name() + ".driver_opts." + name,
                    "no key of [Volume] says it here",
                    "make the volume by hand: podman volume create --opt " + name + "=…");
              }
            });
    volume.labels().forEach((name, value) -> pair(unit, VOLUME, "Label", name, value, spec.at()));
    return Document.of(spec.name() + ".volume", unit.text(), !volume.options().isEmpty());
  }

  private void pair(
      UnitSections unit, String section, String key, String name, String value, SourcePosition at) {
    UnitText.argument(name + "=" + value)
        .ifPresentOrElse(
            text -> unit.add(section, key, text),
            () -> tell(at, key, "systemd takes its value for no text", "write another one"));
  }
}
