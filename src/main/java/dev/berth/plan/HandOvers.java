package dev.berth.plan;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.UnitOwner;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Containers of one configuration that another one wants, of the same owner. They change hands
 * where both are applied together, or where that is asked for by name: else a name that two files
 * happen to share would take a container from the other's.
 */
public final class HandOvers {
  private final RenderedState wanted;
  private final Observed observed;
  private final PlanOptions options;

  HandOvers(RenderedState wanted, Observed observed, PlanOptions options) {
    this.wanted = wanted;
    this.observed = observed;
    this.options = options;
  }

  /** The configuration that has a wanted container now; empty where it is its own, or nobody's. */
  public Optional<String> from(Rendered rendered) {
    Optional<String> ofUnit =
        rendered
            .unit()
            .flatMap(unit -> Optional.ofNullable(observed.units().get(unit.name())))
            .flatMap(ObservedUnit::owner)
            .filter(owner -> owner.runsContainerOf(options.managedBy()))
            .map(UnitOwner::configId);
    return ofUnit
        .or(
            () ->
                observed
                    .container(rendered.name())
                    .map(ObservedContainer::ownership)
                    .filter(ownership -> ownership.isOf(options.managedBy()))
                    .map(Ownership::configId))
        .filter(configId -> !configId.equals(rendered.configId()));
  }

  /** Whether a container may be taken from this configuration. */
  boolean isAllowed(ContainerName container, String from) {
    return options.takeOver().contains(container)
        || wanted.sets().stream().map(WantedSet::configId).anyMatch(from::equals);
  }

  /** Why a container changes hands, in words. */
  static String reason(String from) {
    return "moves here from the configuration '" + from + "'";
  }

  /** What to do about a container that may not be taken. */
  String advice(Rendered rendered, String from) {
    String handOver = "--take-over " + rendered.name() + " moves it here";
    return isSameUnderAnotherId(rendered.configId(), from)
        ? "if this is the configuration '"
            + from
            + "' in another file, --config-id "
            + from
            + "; else "
            + handOver
        : handOver + ", once it is out of the files of '" + from + "'; or rename one of them";
  }

  /** Whether all that the other configuration has here is wanted by this one. */
  private boolean isSameUnderAnotherId(String configId, String from) {
    Set<ContainerName> here =
        wanted.sets().stream()
            .filter(set -> set.configId().equals(configId))
            .flatMap(set -> set.containers().stream())
            .filter(other -> other.spec().role() != Role.EXEC)
            .map(Rendered::name)
            .collect(Collectors.toSet());
    Set<ContainerName> there =
        Stream.concat(
                observed.containers().stream()
                    .filter(container -> container.ownership().isOf(options.managedBy(), from))
                    .map(ObservedContainer::name),
                observed.units().values().stream()
                    .flatMap(unit -> unit.owner().stream())
                    .filter(owner -> owner.runsContainerOf(options.managedBy()))
                    .filter(owner -> owner.configId().equals(from))
                    .flatMap(owner -> owner.container().stream()))
            .collect(Collectors.toCollection(HashSet::new));
    return here.containsAll(there);
  }
}
