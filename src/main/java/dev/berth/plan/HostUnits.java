package dev.berth.plan;

import dev.berth.model.Care;
import dev.berth.model.ContainerName;
import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Kind;
import dev.berth.model.Key;
import dev.berth.model.Observed;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.RenderedState;
import dev.berth.model.UnitFacts.UnitDependency;
import dev.berth.model.UnitName;
import dev.berth.model.Value;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks the units that services refer to: one that cannot be started lets nothing start that
 * requires it (Requires= in systemd.unit(5)), and is passed over in silence where it is wanted
 * only.
 */
final class HostUnits {
  private final RenderedState wanted;
  private final Observed observed;
  private final Problems problems;
  private final Set<UnitName> written;

  HostUnits(RenderedState wanted, Observed observed, Problems problems) {
    this.wanted = wanted;
    this.observed = observed;
    this.problems = problems;
    this.written =
        wanted.sets().stream()
            .flatMap(
                set ->
                    Stream.concat(
                        set.containers().stream().flatMap(it -> it.unit().stream()),
                        set.targets().stream()))
            .map(UnitFile::name)
            .collect(Collectors.toSet());
  }

  /**
   * Checks them.
   *
   * @param starting the services that the plan starts, which what Berth keeps itself may hinder
   */
  void check(Set<ContainerName> starting) {
    wanted
        .containers()
        .filter(rendered -> rendered.care() == Care.UNIT)
        .forEach(
            rendered -> {
              rendered.spec().dependencies().forEach(it -> check(rendered.name(), it, starting));
              checkPartOf(rendered);
            });
  }

  private void check(ContainerName service, Dependency dependency, Set<ContainerName> starting) {
    Optional<UnitName> unit = unit(dependency);
    Optional<String> why = unit.flatMap(this::whyUnusable);
    if (why.isEmpty()) {
      return;
    }
    String named = unit.orElseThrow() + ", " + why.get();
    boolean isHostUnit = dependency.kind() == Kind.HOST_UNIT;
    if (!dependency.required()) {
      if (isHostUnit) {
        problems.warning(
            dependency.at(),
            "'" + service + "' depends on " + named + ": nothing is waited for",
            "correct the name, or leave it out");
      }
    } else if (isHostUnit) {
      problems.error(
          dependency.at(),
          "'" + service + "' requires " + named + ": it would not start",
          "correct the name, see to it that the unit can start, or write `required: false`");
    } else if (starting.contains(service)) {
      problems.error(
          dependency.at(),
          "'" + service + "' requires " + named + ": it would not start",
          "'systemctl unmask " + unit.get() + "' gives it back");
    } else {
      problems.warning(
          dependency.at(),
          "'" + service + "' requires " + named + ": it runs on, and would not start again",
          "'systemctl unmask " + unit.get() + "' gives it back");
    }
  }

  private void checkPartOf(Rendered rendered) {
    if (!(rendered.spec().values().get(Key.PART_OF) instanceof Value.Sequence sequence)) {
      return;
    }
    for (Value item : sequence.items()) {
      UnitName unit = new UnitName(item.texts().getFirst());
      whyUnusable(unit)
          .ifPresent(
              why ->
                  problems.warning(
                      item.at(),
                      "'"
                          + rendered.name()
                          + "' is part of "
                          + unit
                          + ", "
                          + why
                          + ": it is stopped and restarted with nothing",
                      "correct the name, or leave it out"));
    }
  }

  /** The unit behind a dependency, as far as it is known. */
  private Optional<UnitName> unit(Dependency dependency) {
    if (dependency.kind() == Kind.HOST_UNIT) {
      return Optional.of(new UnitName(dependency.target()));
    }
    return dependency
        .container()
        .flatMap(
            name ->
                wanted
                    .container(name)
                    .map(rendered -> rendered.unit().map(UnitFile::name))
                    .orElseGet(() -> unitOf(name, observed)));
  }

  private static Optional<UnitName> unitOf(ContainerName container, Observed observed) {
    return observed.units().values().stream()
        .filter(unit -> unit.owner().filter(it -> it.runs(container)).isPresent())
        .map(ObservedUnit::name)
        .findFirst();
  }

  private Optional<String> whyUnusable(UnitName unit) {
    return whyUnusable(unit, observed)
        .filter(_ -> observed.isMasked(unit) || !written.contains(unit));
  }

  private static Optional<String> whyUnusable(UnitName unit, Observed observed) {
    return observed.isMasked(unit)
        ? Optional.of("which is masked")
        : Optional.ofNullable(observed.findings().unusable().get(unit.text()));
  }

  /** What a unit as it is on the host requires and cannot have, in words; empty for nothing. */
  static Optional<String> lacking(ObservedUnit unit, Observed observed) {
    return unit.owner().stream()
        .flatMap(owner -> owner.facts().waits().stream())
        .filter(UnitDependency::required)
        .flatMap(
            waits ->
                ContainerName.find(waits.target())
                    .flatMap(container -> unitOf(container, observed))
                    .or(() -> UnitName.find(waits.target()))
                    .stream())
        .flatMap(
            name ->
                whyUnusable(name, observed).map(why -> "requires " + name + ", " + why).stream())
        .findFirst();
  }
}
