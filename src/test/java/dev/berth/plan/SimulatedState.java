package dev.berth.plan;

import dev.berth.Configurations;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Findings;
import dev.berth.model.Labels;
import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyUnit;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedUnit;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Ownership;
import dev.berth.model.PublishedPort;
import dev.berth.model.UnitName;
import dev.berth.model.VolumeUser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What is on a host in memory, and how it changes behind Berth's back. */
abstract class SimulatedState {
  final Map<ContainerName, ObservedContainer> containers = new TreeMap<>();
  final Map<String, ObservedImage> images = new TreeMap<>();
  final Map<String, String> registry = new HashMap<>();
  final Map<String, ObservedVolume> volumes = new TreeMap<>();
  final Map<String, ObservedNetwork> networks = new TreeMap<>();
  final Map<UnitName, ObservedUnit> units = new TreeMap<>();
  final Map<String, String> secretFiles = new TreeMap<>();
  Findings findings = Findings.NONE;
  final Set<String> missingSources = new TreeSet<>();
  final Map<String, Applied> records = new TreeMap<>();
  private final Map<ContainerName, ContainerSpec> formerSpecs = new HashMap<>();
  private final List<LegacyUnit> formerUnits = new ArrayList<>();

  static ObservedUnit unit(UnitName name, String text, String active, boolean enabled) {
    return new ObservedUnit(
        name,
        Optional.of(text),
        Rendering.owner(text),
        "loaded",
        active,
        active.equals("active") ? "running" : "dead",
        enabled ? "enabled" : "disabled",
        "success",
        false,
        0);
  }

  final void put(ObservedContainer container) {
    containers.put(container.name(), container);
  }

  final void forget(String former) {
    if (formers().containsKey(new ContainerName(former))) {
      containers
          .values()
          .removeIf(
              one ->
                  LegacyContainer.made(one)
                      && LegacyContainer.nameOf(one).equals(new ContainerName(former)));
      formerUnits.removeIf(unit -> unit.container().equals(new ContainerName(former)));
    }
  }

  final Map<ContainerName, LegacyContainer> formers() {
    Map<ContainerName, LegacyContainer> formers = new TreeMap<>();
    for (ObservedContainer container : containers.values()) {
      if (LegacyContainer.made(container)) {
        String name = LegacyContainer.nameOf(container).text();
        formers.put(new ContainerName(name), former(name, Optional.of(container)));
      }
    }
    formerUnits.forEach(
        unit ->
            formers.computeIfAbsent(
                unit.container(), name -> former(name.text(), Optional.empty())));
    return formers;
  }

  private LegacyContainer former(String name, Optional<ObservedContainer> container) {
    return new LegacyContainer(
        new ContainerName(name),
        container,
        formerUnits.stream()
            .filter(unit -> unit.container().equals(new ContainerName(name)))
            .toList(),
        Optional.ofNullable(formerSpecs.get(new ContainerName(name))));
  }

  final void forgetUnits(String former) {
    formerUnits.removeIf(unit -> unit.container().equals(new ContainerName(former)));
  }

  /** A container as Paunch left it, made from one configuration. */
  void left(String managedBy, String yaml, String state, int exitCode) {
    String name = Configurations.read("set", yaml).containers().getFirst().name().text();
    left(managedBy, yaml, state, exitCode, name);
  }

  /** The same under a name of its own. */
  void left(String managedBy, String yaml, String state, int exitCode, String own) {
    ContainerSpec spec = Configurations.read("set", yaml).containers().getFirst();
    formerSpecs.put(spec.name(), spec);
    Map<String, String> labels =
        Map.of(
            Labels.MANAGED_BY,
            managedBy,
            Labels.CONFIG_ID,
            "set",
            Labels.CONTAINER_NAME,
            spec.name().text(),
            Labels.CONFIG_DATA,
            "{…}");
    put(
        new ObservedContainer(
            "id-of-" + own,
            new ContainerName(own),
            new Made(spec.image(), "id-of-" + spec.image(), labels, List.of()),
            new Life(state, exitCode, 1, "")));
    images.putIfAbsent(spec.image(), new ObservedImage("id-of-" + spec.image(), List.of(), false));
  }

  /** What was left of a configuration cannot be understood. */
  void notUnderstood(String name) {
    formerSpecs.remove(new ContainerName(name));
  }

  /** A unit that Paunch left. */
  void leftUnit(String name, LegacyUnit.Kind kind, String container, String fileState) {
    formerUnits.add(
        new LegacyUnit(
            kind,
            new ContainerName(container),
            new ObservedUnit(
                new UnitName(name),
                Optional.empty(),
                Optional.empty(),
                fileState.equals("masked") ? "masked" : "loaded",
                "active",
                "running",
                fileState,
                "success",
                false,
                0)));
  }

  /** Somebody else's container, or one that differs from ours in its labels. */
  void foreignContainer(String name, Map<String, String> labels) {
    put(
        new ObservedContainer(
            "id",
            new ContainerName(name),
            new Made("i", "id-of-i", labels, List.of()),
            new Life("running", 0, 1, "")));
  }

  /** A container of nobody that has ports of the host. */
  void publishing(String name, List<PublishedPort> ports) {
    foreignContainer(name, Map.of());
    put(containers.get(new ContainerName(name)).publishing(ports));
  }

  /** A unit file that lies there with this text. */
  void foreignUnit(String name, String text) {
    UnitName unit = new UnitName(name);
    units.put(unit, unit(unit, text, "inactive", false));
  }

  /** A container's state changes. */
  void state(String name, String state, int exitCode) {
    ObservedContainer was = containers.get(new ContainerName(name));
    put(
        new ObservedContainer(
                was.id(),
                new ContainerName(name),
                new Made(was.made().image(), was.imageId(), was.labels(), List.of()),
                new Life(state, exitCode, 0, ""))
            .with(was.ownership()));
  }

  /** A container that is proven to be of a configuration. */
  void ownContainer(String name, String configId) {
    foreignContainer(name, Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, configId));
    put(containers.get(new ContainerName(name)).with(Ownership.proven("berth", configId)));
  }

  /** The verdict on a container becomes another one. */
  void judged(String name, Ownership verdict) {
    put(containers.get(new ContainerName(name)).with(verdict));
  }

  /** A volume that is proven to be of a configuration. */
  void ownVolume(String name, String configId, VolumeUser... users) {
    volumes.put(
        name,
        volume(name, Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, configId))
            .with(Ownership.proven("berth", configId), List.of(users)));
  }

  /** A volume with these labels, proven where they name an owner. */
  static ObservedVolume volume(String name, Map<String, String> labels) {
    ObservedVolume made = new ObservedVolume(name, labels, "/volumes/" + name + "/_data", Map.of());
    return labels.containsKey(Labels.MANAGED_BY)
        ? made.with(
            Ownership.proven(labels.get(Labels.MANAGED_BY), labels.get(Labels.CONFIG_ID)),
            List.of())
        : made;
  }

  /** Another image stands behind a reference. */
  void retag(String reference, String id) {
    images.put(reference, new ObservedImage(id, List.of(), false));
  }

  /** A service whose container runs and whose unit is not up yet. */
  void onItsWay(String name) {
    unit(
        name,
        unit ->
            new ObservedUnit(
                unit.name(),
                unit.text(),
                unit.owner(),
                unit.loadState(),
                "activating",
                "start",
                unit.fileState(),
                "success",
                false,
                0));
  }

  /** A service ends, and its container with it. */
  void ended(String name, String activeState, String subState, String result) {
    containers.remove(new ContainerName(name));
    unit(
        name,
        unit ->
            new ObservedUnit(
                unit.name(),
                unit.text(),
                unit.owner(),
                unit.loadState(),
                activeState,
                subState,
                unit.fileState(),
                result,
                false,
                0));
  }

  /** What systemd says of a unit's files changes: load state, file state, whether to reload. */
  void loaded(String name, String loadState, String fileState, boolean needsReload) {
    unit(
        name,
        unit ->
            new ObservedUnit(
                unit.name(),
                unit.text(),
                unit.owner(),
                loadState,
                unit.activeState(),
                unit.subState(),
                fileState,
                unit.result(),
                needsReload,
                0));
  }

  /** A unit file gets another text, or goes. */
  void unitText(String name, Optional<String> text) {
    unit(
        name,
        unit ->
            new ObservedUnit(
                unit.name(),
                text,
                text.flatMap(Rendering::owner),
                unit.loadState(),
                unit.activeState(),
                unit.subState(),
                unit.fileState(),
                unit.result(),
                false,
                0));
  }

  private void unit(String name, UnaryOperator<ObservedUnit> change) {
    units.computeIfPresent(
        UnitName.of("berth-", new ContainerName(name)), (key, unit) -> change.apply(unit));
  }

  /** The containers that run, with what tells whether they are still the same. */
  Map<ContainerName, String> identities() {
    Map<ContainerName, String> identities = new TreeMap<>();
    new ArrayList<>(containers.values())
        .forEach(container -> identities.put(container.name(), container.id()));
    return identities;
  }
}
