package dev.berth.cli;

import dev.berth.apply.Formers;
import dev.berth.apply.Observer.Snapshot;
import dev.berth.model.Former;
import dev.berth.model.FormerUnit;
import dev.berth.model.HeldImage;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.systemd.UnitText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of ours as {@code list} shows it: the engine's side and the unit's side.
 *
 * @param configId the configuration that it belongs to
 * @param name its name
 * @param managedBy whose it is
 * @param container what the engine has of it
 * @param unit the unit that runs it
 * @param isHere whether it is the engine's that was looked at; else the unit runs it on the other
 */
record ManagedContainer(
    String configId,
    String name,
    String managedBy,
    Optional<ObservedContainer> container,
    Optional<ObservedUnit> unit,
    boolean isHere) {

  /** No container's name holds a colon. */
  private static final String LEFT = ":left";

  /** One of the engine that was looked at. */
  ManagedContainer(
      String configId,
      String name,
      String managedBy,
      Optional<ObservedContainer> container,
      Optional<ObservedUnit> unit) {
    this(configId, name, managedBy, container, unit, true);
  }

  /** The first five as Paunch had them. */
  static final List<String> COLUMNS =
      List.of("config", "container", "image", "command", "status", "unit");

  /** Whose it is; worth a column where there are several. */
  static final String MANAGED_BY = "managed_by";

  /** Everything that is proven to be this owner's, by configuration and name. */
  static List<ManagedContainer> find(Snapshot snapshot, String managedBy) {
    Map<String, ManagedContainer> found = new HashMap<>();
    for (ObservedContainer container : snapshot.engine().containers()) {
      if (container.ownership().isOf(managedBy)) {
        found.put(
            container.name(),
            new ManagedContainer(
                container.ownership().configId(),
                container.name(),
                managedBy,
                Optional.of(container),
                Optional.empty()));
      }
    }
    String engine = snapshot.engine().engine().name();
    for (ObservedUnit unit : snapshot.systemd().units().values()) {
      unit.owner()
          .filter(owner -> owner.runsContainerOf(managedBy))
          .ifPresent(
              owner -> {
                Optional<ManagedContainer> there =
                    Optional.ofNullable(found.remove(owner.container()));
                boolean isOfUnit = unit.text().isEmpty() || unit.runsOn(engine);
                // Of two engines' containers of one name, only one is what the unit runs.
                there
                    .filter(_ -> !isOfUnit)
                    .ifPresent(left -> found.put(owner.container() + LEFT, left));
                found.put(
                    owner.container(),
                    new ManagedContainer(
                        owner.configId(),
                        owner.container(),
                        managedBy,
                        there.filter(_ -> isOfUnit).flatMap(ManagedContainer::container),
                        Optional.of(unit),
                        isOfUnit));
              });
    }
    return sorted(found.values());
  }

  /** What Paunch or tripleo-ansible left, whoever it says it belongs to. */
  static List<ManagedContainer> left(Snapshot snapshot) {
    return Formers.byName().find(snapshot, false).values().stream()
        .map(
            former ->
                new ManagedContainer(
                    former.configId(),
                    former.name(),
                    former.managedBy(),
                    former.container(),
                    former.service().map(FormerUnit::unit)))
        .toList();
  }

  /** What carries this owner's labels, and is not proven to be its. */
  static List<ManagedContainer> impostors(Snapshot snapshot, String managedBy) {
    return snapshot.engine().containers().stream()
        .filter(container -> container.ownership().isImpostorOf(managedBy))
        .filter(container -> !Former.made(container))
        .map(
            container ->
                new ManagedContainer(
                    container.ownership().configId(),
                    container.name(),
                    "nobody (labels say " + managedBy + ")",
                    Optional.of(container),
                    Optional.empty()))
        .toList();
  }

  static List<ManagedContainer> sorted(Collection<ManagedContainer> found) {
    List<ManagedContainer> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing(ManagedContainer::configId).thenComparing(ManagedContainer::name));
    return sorted;
  }

  /** As it was configured: the engine may show the name by which Berth holds it for the unit. */
  private String image() {
    String shown = container.map(ObservedContainer::image).orElse("");
    return shown.startsWith(HeldImage.PREFIX)
        ? unit.flatMap(ObservedUnit::text).flatMap(UnitText::image).orElse(shown)
        : shown;
  }

  Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("config", configId);
    columns.put("container", name);
    columns.put("image", image());
    columns.put("command", container.map(found -> String.join(" ", found.command())).orElse(""));
    columns.put(
        "status",
        container
            .map(ObservedContainer::status)
            .orElse(isHere ? "not there" : "on the other engine"));
    columns.put(
        "unit",
        unit.map(found -> found.activeState() + " (" + found.subState() + "), " + found.fileState())
            .orElse(""));
    columns.put(MANAGED_BY, managedBy);
    return columns;
  }
}
