package dev.berth.plan;

import dev.berth.model.Change.Remove;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Dependency;
import dev.berth.model.Observed;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.SourcePosition;
import dev.berth.model.UnitName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has those services start anew that systemd stops with what is removed: their units, as they are
 * still installed, require it, though they are not to any more. Where they are still to, it may not
 * go; what is of another configuration is told.
 */
record StoppedAlong(RenderedState wanted, Observed observed, String managedBy, Problems problems) {
  /** What systemd.unit(5) says is stopped with the unit that is named. */
  private static final Set<String> TIES = Set.of("Requires", "BindsTo", "PartOf", "Requisite");

  /** Changes the decisions on them. */
  void follow(List<Decision> removals, Map<ContainerName, Decision> decisions) {
    Map<String, ContainerName> going =
        removals.stream()
            .map(Decision::change)
            .filter(Remove.class::isInstance)
            .map(Remove.class::cast)
            .filter(remove -> remove.unit().isPresent())
            .collect(
                Collectors.toMap(
                    remove -> remove.unit().map(UnitName::text).orElseThrow(),
                    Remove::container,
                    (first, _) -> first));
    if (!going.isEmpty()) {
      wanted.containers().forEach(rendered -> follow(rendered, going, decisions));
      wanted.containers().forEach(rendered -> refuse(rendered, going.values()));
      tellOthers(going);
    }
  }

  private void refuse(Rendered rendered, Collection<ContainerName> going) {
    rendered.spec().dependencies().stream()
        .filter(Dependency::required)
        .filter(dependency -> dependency.container().filter(going::contains).isPresent())
        .filter(dependency -> dependency.container().flatMap(wanted::container).isEmpty())
        .forEach(
            dependency ->
                problems.error(
                    dependency.at(),
                    "'" + rendered.name() + "' needs '" + dependency.target() + "', which goes",
                    "take the dependency out, or keep the other one"));
  }

  private void tellOthers(Map<String, ContainerName> going) {
    observed
        .units()
        .forEach(
            (name, unit) ->
                unit.owner()
                    .filter(owner -> owner.runsContainerOf(managedBy))
                    .filter(_ -> unit.isActive())
                    .filter(owner -> owner.container().filter(going::containsValue).isEmpty())
                    .filter(owner -> owner.container().flatMap(wanted::container).isEmpty())
                    .flatMap(_ -> unit.text().flatMap(text -> tied(text, going.keySet())))
                    .ifPresent(
                        leader ->
                            problems.warning(
                                SourcePosition.of(name.text()),
                                "it requires '" + going.get(leader) + "' and stops with it",
                                "apply its own configuration when that is back")));
  }

  private void follow(
      Rendered rendered, Map<String, ContainerName> going, Map<ContainerName, Decision> decisions) {
    Optional<Decision> former = Optional.ofNullable(decisions.get(rendered.name()));
    boolean isLeft =
        former
            .map(Decision::change)
            .map(change -> change instanceof Service it && it.kind() == Kind.UPDATE)
            .orElse(true);
    if (!isLeft) {
      return;
    }
    rendered
        .unit()
        .flatMap(unit -> Optional.ofNullable(observed.units().get(unit.name())))
        .filter(ObservedUnit::isActive)
        .flatMap(ObservedUnit::text)
        .flatMap(text -> tied(text, going.keySet()))
        .ifPresent(
            leader -> {
              Optional<Service> update =
                  former
                      .map(Decision::change)
                      .filter(Service.class::isInstance)
                      .map(Service.class::cast);
              decisions.put(
                  rendered.name(),
                  new Decision(
                      new Service(
                          rendered,
                          Kind.RESTART,
                          update.map(Service::install).orElse(false),
                          update.map(Service::enable).orElse(false)),
                      "is stopped with '" + going.get(leader) + "', which goes"));
            });
  }

  private static Optional<String> tied(String text, Set<String> units) {
    return text.lines()
        .filter(line -> TIES.contains(line.split("=", 2)[0]))
        .flatMap(line -> List.of(line.substring(line.indexOf('=') + 1).split("\\s+")).stream())
        .filter(units::contains)
        .findFirst();
  }
}
