package dev.berth.service;

import dev.berth.apply.LegacyDetector;
import dev.berth.apply.Observer.Snapshot;
import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyUnit;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.systemd.UnitText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A container of ours as {@code list} shows it: the engine's side and the unit's side.
 *
 * @param configId the configuration that it belongs to
 * @param name its name
 * @param managedBy whose it is
 * @param container what the engine has of it
 * @param unit the unit that runs it
 * @param isHere whether it is the engine's that was looked at; else the unit runs it on the other
 * @param isTaken whether its name has a container that is not this one
 * @param unchecked why nobody checks its health any more, which is what it was; empty where
 *     somebody does, it has no check, or nobody has looked
 */
public record ManagedContainer(
    String configId,
    ContainerName name,
    String managedBy,
    Optional<ObservedContainer> container,
    Optional<ObservedUnit> unit,
    boolean isHere,
    boolean isTaken,
    Optional<String> unchecked) {

  /** Added to a health that nobody checks any more. */
  static final String STALE = " (stale)";

  /** No container's name holds a colon. */
  private static final String LEFT = ":left";

  /** One of the engine that was looked at. */
  public ManagedContainer(
      String configId,
      ContainerName name,
      String managedBy,
      Optional<ObservedContainer> container,
      Optional<ObservedUnit> unit) {
    this(configId, name, managedBy, container, unit, true, false, Optional.empty());
  }

  /** Those that Paunch had. */
  public static final List<String> PAUNCH_COLUMNS =
      List.of("config", "container", "image", "command", "status");

  /** The first five as Paunch had them. */
  public static final List<String> COLUMNS =
      List.of("config", "container", "image", "command", "status", "unit");

  /** How it fares; people see of these what there is to be seen. */
  public static final List<String> FARES = List.of("health", "restarts", "last_end");

  /** Whose it is; worth a column where there are several. */
  public static final String MANAGED_BY = "managed_by";

  /** Everything that is proven to be this owner's, by configuration and name. */
  public static List<ManagedContainer> find(Snapshot snapshot, String managedBy) {
    Map<String, ManagedContainer> found = new HashMap<>();
    for (ObservedContainer container : snapshot.engine().containers()) {
      if (container.ownership().isOf(managedBy)) {
        found.put(
            container.name().text(),
            new ManagedContainer(
                container.ownership().configId(),
                container.name(),
                managedBy,
                Optional.of(container),
                Optional.empty()));
      }
    }
    String engine = snapshot.engine().engine().name();
    Set<ContainerName> names =
        snapshot.engine().containers().stream()
            .map(ObservedContainer::name)
            .collect(Collectors.toSet());
    for (ObservedUnit unit : snapshot.systemd().units().values()) {
      unit.owner()
          .filter(owner -> owner.runsContainerOf(managedBy))
          .ifPresent(
              owner -> {
                ContainerName name = owner.container().orElseThrow();
                Optional<ManagedContainer> there = Optional.ofNullable(found.remove(name.text()));
                boolean isOfUnit = unit.text().isEmpty() || unit.runsOn(engine);
                // Of two engines' containers of one name, only one is what the unit runs.
                there.filter(_ -> !isOfUnit).ifPresent(left -> found.put(name + LEFT, left));
                found.put(
                    name.text(),
                    new ManagedContainer(
                        owner.configId(),
                        name,
                        managedBy,
                        there.filter(_ -> isOfUnit).flatMap(ManagedContainer::container),
                        Optional.of(unit),
                        isOfUnit,
                        there.isEmpty() && isOfUnit && names.contains(name),
                        Optional.empty()));
              });
    }
    return sorted(found.values());
  }

  /** What Paunch or tripleo-ansible left, whoever it says it belongs to. */
  public static List<ManagedContainer> left(Snapshot snapshot) {
    return LegacyDetector.byName().find(snapshot, false).values().stream()
        .map(
            former ->
                new ManagedContainer(
                    former.configId(),
                    former.ownName(),
                    former.managedBy(),
                    former.container(),
                    former.service().map(LegacyUnit::unit)))
        .toList();
  }

  /** Whether it is meant by a name: its own, or what Paunch or tripleo-ansible called it. */
  public boolean isCalled(String word) {
    return name.text().equals(word)
        || container
            .filter(LegacyContainer::made)
            .map(LegacyContainer::nameOf)
            .filter(called -> called.text().equals(word))
            .isPresent();
  }

  /**
   * What carries this owner's labels, or those of Paunch or tripleo-ansible, and is not what they
   * say.
   */
  public static List<ManagedContainer> impostors(Snapshot snapshot, String managedBy) {
    return snapshot.engine().containers().stream()
        .filter(
            container ->
                container.ownership().isImpostorOf(managedBy)
                    || LegacyContainer.isImpostor(container))
        .filter(container -> !LegacyContainer.made(container))
        .map(
            container ->
                new ManagedContainer(
                    container.ownership().configId(),
                    container.name(),
                    "nobody (labels say " + container.ownership().managedBy() + ")",
                    Optional.of(container),
                    Optional.empty()))
        .toList();
  }

  /**
   * The same, each with why nobody checks its health any more.
   *
   * @param unchecked by name of a container that a unit runs
   */
  public static List<ManagedContainer> checked(
      Collection<ManagedContainer> containers, Map<ContainerName, String> unchecked) {
    return containers.stream()
        .map(
            it ->
                it.unit().isEmpty()
                    ? it
                    : new ManagedContainer(
                        it.configId(),
                        it.name(),
                        it.managedBy(),
                        it.container(),
                        it.unit(),
                        it.isHere(),
                        it.isTaken(),
                        Optional.ofNullable(unchecked.get(it.name()))))
        .toList();
  }

  /** By configuration and name. */
  public static List<ManagedContainer> sorted(Collection<ManagedContainer> found) {
    List<ManagedContainer> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing(ManagedContainer::configId)
            .thenComparing(ManagedContainer::name)
            // Of two of one name the one that a unit runs counts.
            .thenComparing(container -> container.unit().isEmpty()));
    return sorted;
  }

  /**
   * The same with Paunch's words for the status, which were the engine's own: {@code running},
   * {@code exited}. A container that a unit removed at its end has exited.
   */
  public Map<String, String> paunchColumns() {
    Map<String, String> columns = columns();
    columns.put(
        "status", container.map(ObservedContainer::state).orElse(isHere ? "exited" : "elsewhere"));
    return columns;
  }

  /** As it was configured: of several names of one image the engine shows any. */
  private String image() {
    return unit.flatMap(ObservedUnit::text)
        .flatMap(UnitText::image)
        .or(() -> container.map(found -> found.made().image()))
        .orElse("");
  }

  /** What {@code list} shows of it, by column. */
  public Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("config", configId);
    columns.put("container", name.text());
    columns.put("image", image());
    columns.put(
        "command", container.map(found -> String.join(" ", found.made().command())).orElse(""));
    columns.put(
        "status", container.map(this::status).orElse(isHere ? absence() : "on the other engine"));
    columns.put(
        "unit",
        unit.map(found -> found.activeState() + " (" + found.subState() + "), " + found.fileState())
            .orElse(""));
    columns.put("health", health());
    columns.put("restarts", restarts() == 0 ? "" : Integer.toString(restarts()));
    columns.put("last_end", lastEnd().orElse(""));
    columns.put(MANAGED_BY, managedBy);
    return columns;
  }

  private String absence() {
    return isTaken ? "not there, another container has its name" : "not there";
  }

  /** As the engine tells it, who does not say that the health is old. */
  private String status(ObservedContainer found) {
    return unchecked.isPresent()
        ? found.life().status().replaceFirst("\\)$", ", stale)")
        : found.life().status();
  }

  private String health() {
    String health = healthOfEngine();
    return health.isEmpty() || unchecked.isEmpty() ? health : health + STALE;
  }

  private String healthOfEngine() {
    return switch (container
        .filter(ObservedContainer::isRunning)
        .map(ObservedContainer::health)
        .orElse(ObservedHealth.Status.NONE)) {
      case NONE -> "";
      case STARTING -> "starting";
      case HEALTHY -> "healthy";
      case UNHEALTHY -> "unhealthy";
    };
  }

  /** How often systemd, or else the engine itself, has restarted it. */
  int restarts() {
    return unit.map(ObservedUnit::restarts)
        .orElseGet(() -> container.map(found -> found.life().restarts()).orElse(0));
  }

  /**
   * With how often systemd has restarted what is up, too: the list of units, which is all that a
   * plan asks for, does not tell.
   *
   * @param asked asks for units by their names, and is asked once at most
   */
  public static List<ManagedContainer> counted(
      List<ManagedContainer> containers,
      Function<Collection<UnitName>, Map<UnitName, ObservedUnit>> asked) {
    List<UnitName> up =
        containers.stream()
            .flatMap(container -> container.unit().stream())
            .filter(ObservedUnit::isActive)
            .map(ObservedUnit::name)
            .distinct()
            .toList();
    Map<UnitName, ObservedUnit> now = up.isEmpty() ? Map.of() : asked.apply(up);
    return containers.stream().map(container -> container.counted(now)).toList();
  }

  private ManagedContainer counted(Map<UnitName, ObservedUnit> now) {
    Optional<ObservedUnit> told =
        unit.flatMap(
            found -> Optional.ofNullable(now.get(found.name())).map(it -> found.counted(it)));
    return new ManagedContainer(
        configId, name, managedBy, container, told.or(() -> unit), isHere, isTaken, unchecked);
  }

  /** How its last run went wrong, in words; empty where it did not, or nothing is left of it. */
  Optional<String> lastEnd() {
    return unit.isPresent()
        ? unit.flatMap(found -> lastEnd(found.result()))
        : container
            .filter(found -> !found.isRunning() && found.exitCode() != 0)
            .map(
                found ->
                    found.life().outOfMemory()
                        ? "out of memory"
                        : "ended with exit code " + found.exitCode());
  }

  /** The results of systemd.exec(5), "$SERVICE_RESULT". */
  private static Optional<String> lastEnd(String result) {
    return switch (result) {
      case "", "success" -> Optional.empty();
      case "oom-kill" -> Optional.of("out of memory");
      case "timeout" -> Optional.of("timed out");
      case "exit-code" -> Optional.of("ended with an exit code for failure");
      case "signal", "core-dump" -> Optional.of("ended by a signal");
      case "start-limit-hit" -> Optional.of("failed too often to be started again");
      default -> Optional.of(result);
    };
  }
}
