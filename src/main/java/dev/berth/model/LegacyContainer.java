package dev.berth.model;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What Paunch or tripleo-ansible left of a container, which {@code --adopt} takes over.
 *
 * @param name what the container is called in its configuration, see {@link #nameOf}; its own name
 *     where another one is called so, too
 * @param container the container; empty where only units are left
 * @param units its units
 * @param configuration what it was made from; empty where that cannot be understood
 */
public record LegacyContainer(
    ContainerName name,
    Optional<ObservedContainer> container,
    List<LegacyUnit> units,
    Optional<ContainerSpec> configuration) {

  /** What the name of a container gets that makes way, and may have to come back. */
  private static final String ASIDE = "-before-berth";

  /** Keeps its own copy. */
  public LegacyContainer {
    units = List.copyOf(units);
  }

  /**
   * Whether a container is one that they made: by the owner's label, unless its image brought that
   * along, and by the want of the digest that Berth gives to each of its own, whatever owner it was
   * told to name.
   */
  public static boolean made(ObservedContainer container) {
    return container.label(Labels.DIGEST).isEmpty()
        && container.ownership().standing() != Ownership.Standing.INHERITED
        && container.label(Labels.MANAGED_BY).filter(LegacyContainer::isManager).isPresent();
  }

  /** Whether a container only looks like theirs, as its image was made with their labels. */
  public static boolean isImpostor(ObservedContainer container) {
    return container.ownership().standing() == Ownership.Standing.INHERITED
        && isManager(container.ownership().managedBy());
  }

  /**
   * Whether this is how they call themselves: whatever has one of their names in it, in any case,
   * as TripleO's own removal of what Paunch left matches.
   */
  public static boolean isManager(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("paunch") || lower.contains("tripleo");
  }

  /**
   * What a container of theirs is called in its configuration. Paunch found its containers by this
   * label alone: where the name was taken it had made one with a random end.
   */
  public static ContainerName nameOf(ObservedContainer container) {
    return container
        .label(Labels.CONTAINER_NAME)
        .flatMap(ContainerName::find)
        .orElseGet(() -> ownNameOf(container));
  }

  /** The name of a container of theirs before it was set aside. */
  public static ContainerName ownNameOf(ObservedContainer container) {
    return container.name().without(ASIDE);
  }

  /** The name that its container has, or had before it was set aside. */
  public ContainerName ownName() {
    return container.map(LegacyContainer::ownNameOf).orElse(name);
  }

  /** The name under which its container is set aside. */
  public ContainerName asideName() {
    return ownName().with(ASIDE);
  }

  /** Whether its container was set aside by a run that did not come to its end. */
  public boolean isAside() {
    return container.filter(found -> found.name().text().endsWith(ASIDE)).isPresent();
  }

  /** Whether its container runs. */
  public boolean isRunning() {
    return container.filter(ObservedContainer::isRunning).isPresent();
  }

  /** Whether its container runs, or is about to by itself. */
  public boolean mayRun() {
    return isRunning() || container.filter(found -> found.state().equals("restarting")).isPresent();
  }

  /** Whether it has what might start the container, and not only what looks after its health. */
  public boolean isAdoptable() {
    return container.isPresent() || service().isPresent();
  }

  /** Whose it is; empty where only units are left. */
  public String managedBy() {
    return container.flatMap(found -> found.label(Labels.MANAGED_BY)).orElse("");
  }

  /** The configuration it belongs to; empty where only units are left. */
  public String configId() {
    return container.flatMap(found -> found.label(Labels.CONFIG_ID)).orElse("");
  }

  /** The unit that starts it; empty when none does. */
  public Optional<LegacyUnit> service() {
    return units.stream().filter(unit -> unit.kind() == LegacyUnit.Kind.SERVICE).findFirst();
  }

  /** Whether this unit is one of its units. */
  public boolean hasUnit(UnitName unitName) {
    return units.stream().anyMatch(unit -> unit.name().equals(unitName));
  }

  /**
   * Whether it uses namespaces or volumes of another container, which the engine keeps for as long.
   *
   * @param wanted its wanted configuration, which stands in for one that is not understood
   */
  public boolean isIn(ContainerName other, Optional<ContainerSpec> wanted) {
    return configuration.or(() -> wanted).stream()
        .flatMap(spec -> spec.dependencies().stream())
        .anyMatch(
            dependency ->
                dependency.required() && dependency.container().filter(other::equals).isPresent());
  }

  /**
   * The policy by which the engine itself starts its container again; empty where it does not. A
   * run that did not come to its end may have switched it off already.
   */
  public Optional<String> restart() {
    return container
        .map(ObservedContainer::restart)
        .filter(policy -> !policy.isEmpty())
        .map(
            policy ->
                policy.equals("no")
                    ? configuration
                        .flatMap(ContainerSpec::restart)
                        .map(RestartPolicy::toString)
                        .orElse(policy)
                    : policy)
        .filter(policy -> !policy.equals("no"));
  }

  /** How long its stop may take. */
  public Duration grace() {
    return configuration.map(ContainerSpec::stopGracePeriod).orElse(ContainerSpec.DEFAULT_GRACE);
  }
}
