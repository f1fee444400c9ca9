package dev.berth.plan;

import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Dependency;
import dev.berth.model.Labels;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Ownership;
import dev.berth.model.PeerContainer;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.SourcePosition;
import dev.berth.plan.PlanOptions.MigrateOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted here and is on the host's other engine comes over: one container never runs on
 * both, and its data is never left behind.
 */
final class Migrations {
  private final Observed observed;
  private final PlanOptions options;
  private final HandOvers handOvers;
  private final Problems problems;

  Migrations(Observed observed, PlanOptions options, HandOvers handOvers, Problems problems) {
    this.handOvers = handOvers;
    this.observed = observed;
    this.options = options;
    this.problems = problems;
  }

  /** Turns what would start here into what comes over. */
  void decide(RenderedState wanted, Map<ContainerName, Decision> decisions) {
    wanted
        .containers()
        .filter(rendered -> rendered.spec().role() != Role.EXEC)
        .forEach(
            rendered ->
                Optional.ofNullable(observed.peers().get(rendered.name()))
                    .filter(elsewhere -> !elsewhere.isOfBundle())
                    .ifPresent(
                        elsewhere -> {
                          if (isOurs(elsewhere)) {
                            decide(rendered, elsewhere, decisions);
                          } else {
                            strange(rendered, elsewhere, decisions);
                          }
                        }));
    wanted
        .containers()
        .filter(rendered -> rendered.spec().role() != Role.EXEC)
        .forEach(rendered -> reportOtherwiseNamed(rendered, decisions));
    new ComposedStrangers(observed, options, problems).report(wanted, decisions);
    if (options.migration().alone().isEmpty()) {
      wanted.sets().forEach(this::reportUnwanted);
    }
  }

  /** Paunch knew its containers by a label: one under another name there is what is wanted here. */
  private void reportOtherwiseNamed(Rendered wanted, Map<ContainerName, Decision> decisions) {
    if (!decisions.containsKey(wanted.name())) {
      return;
    }
    for (PeerContainer elsewhere : observed.peers().values()) {
      if (!isOtherwiseNamed(elsewhere, wanted.name())) {
        continue;
      }
      ContainerName own = elsewhere.container().name();
      String what =
          "there is a '"
              + wanted.name()
              + "' on "
              + elsewhere.engine()
              + ", which '"
              + elsewhere.container().ownership().managedBy()
              + "' manages under the name '"
              + own
              + "'";
      String rename = elsewhere.engine() + " rename " + own + " " + wanted.name();
      String advice = "'" + rename + "' gives it its name, then --adopt brings it over";
      if (elsewhere.isAlive()) {
        problems.error(wanted.spec().at(), what, advice);
      } else {
        problems.warning(wanted.spec().at(), what + ": its volumes do not come over", advice);
      }
    }
  }

  private static boolean isOtherwiseNamed(PeerContainer elsewhere, ContainerName name) {
    ObservedContainer container = elsewhere.container();
    return LegacyContainer.made(container)
        && !elsewhere.isOfBundle()
        && !container.name().equals(name)
        && LegacyContainer.nameOf(container).equals(name);
  }

  /** What is not wanted any more does not come over, and nothing here would ever remove it. */
  private void reportUnwanted(WantedSet set) {
    Set<ContainerName> names =
        set.containers().stream().map(Rendered::name).collect(Collectors.toSet());
    observed.peers().values().stream()
        .filter(elsewhere -> !names.contains(elsewhere.container().name()))
        .filter(elsewhere -> names.stream().noneMatch(name -> isOtherwiseNamed(elsewhere, name)))
        .filter(elsewhere -> isOurs(elsewhere) && elsewhere.isAlive())
        .filter(elsewhere -> elsewhere.container().ownership().configId().equals(set.configId()))
        .forEach(
            elsewhere ->
                problems.warning(
                    set.containers().stream()
                        .findFirst()
                        .map(first -> SourcePosition.startOf(first.spec().at().file()))
                        .orElseGet(() -> SourcePosition.of(set.configId())),
                    "'"
                        + elsewhere.container().name()
                        + "' runs on "
                        + elsewhere.engine()
                        + " and is not wanted any more",
                    "'"
                        + elsewhere.engine()
                        + " rm --force "
                        + elsewhere.container().name()
                        + "' ends it"));
  }

  private boolean isOurs(PeerContainer elsewhere) {
    ObservedContainer container = elsewhere.container();
    if (elsewhere.isOfBundle()) {
      return false;
    }
    return container.ownership().isOf(options.managedBy())
        || (options.adopt() && LegacyContainer.made(container))
        || (options.migration().foreign().contains(container.name())
            && !LegacyContainer.made(container)
            && !container.ownership().isProven())
        || (options.migration().withComposed() && elsewhere.replica().isPresent());
  }

  /** What is not ours is not moved unasked, and no second one is started beside it. */
  private void strange(
      Rendered wanted, PeerContainer elsewhere, Map<ContainerName, Decision> decisions) {
    ObservedContainer container = elsewhere.container();
    boolean isAside = observed.container(wanted.name()).isPresent() && !elsewhere.isAlive();
    boolean isChosen =
        options.migration().alone().filter(alone -> !alone.includes(wanted.name())).isEmpty();
    if (isAside || !isChosen) {
      return;
    }
    if (elsewhere.replica().isPresent()) {
      composed(wanted, elsewhere, decisions);
      return;
    }
    String owner = container.ownership().managedBy();
    String whose =
        " on "
            + elsewhere.engine()
            + (owner.isEmpty() || owner.equals(options.managedBy())
                ? ", which Berth did not make"
                : ", which '" + owner + "' manages");
    String advice =
        LegacyContainer.made(container)
            ? "--adopt brings it over"
            : container.ownership().isProven()
                ? "--managed-by " + owner + " says that it is yours"
                : "'berth migrate -f FILE " + wanted.name() + "' brings it over";
    if (options.migration().alone().isPresent()) {
      problems.warning(
          wanted.spec().at(), "there is a '" + wanted.name() + "'" + whose + ": it stays", advice);
    } else if (elsewhere.isAlive() && decisions.containsKey(wanted.name())) {
      problems.error(wanted.spec().at(), "there is a '" + wanted.name() + "'" + whose, advice);
    } else {
      problems.warning(
          wanted.spec().at(),
          "there is a '" + wanted.name() + "'" + whose + ": its volumes do not come over",
          advice);
    }
  }

  /** The project that is wanted here is there by the hand of Compose. */
  private void composed(
      Rendered wanted, PeerContainer elsewhere, Map<ContainerName, Decision> decisions) {
    String what =
        "Compose has '" + wanted.name() + "' on " + elsewhere.engine() + called(wanted, elsewhere);
    String advice =
        "'berth migrate --from "
            + elsewhere.engine()
            + " --to "
            + observed.engine().name()
            + " -f "
            + wanted.spec().at().file()
            + "' brings the project over";
    if (elsewhere.isAlive() && decisions.containsKey(wanted.name())) {
      problems.error(wanted.spec().at(), what + ": a second one would start here", advice);
    } else {
      problems.warning(wanted.spec().at(), what + ": its volumes do not come over", advice);
    }
  }

  private static String called(Rendered wanted, PeerContainer elsewhere) {
    return elsewhere.calledThere().equals(wanted.name())
        ? ""
        : " as '" + elsewhere.calledThere() + "'";
  }

  private void decide(
      Rendered wanted, PeerContainer elsewhere, Map<ContainerName, Decision> decisions) {
    if (isOfAnother(wanted, elsewhere)) {
      problems.error(
          wanted.spec().at(),
          "the name '"
              + wanted.name()
              + "' is taken on "
              + elsewhere.engine()
              + " by the configuration '"
              + elsewhere.container().ownership().configId()
              + "'",
          handOvers.advice(wanted, elsewhere.container().ownership().configId()));
      return;
    }
    Optional<Decision> decision =
        wanted.spec().role() == Role.SERVICE
            ? service(wanted, elsewhere, decisions)
            : task(wanted, elsewhere, decisions);
    if (decision.isEmpty()) {
      return;
    }
    if (!options.migration().isAllowed()) {
      problems.error(
          wanted.spec().at(),
          "'" + wanted.name() + "' is on " + elsewhere.engine(),
          "--migrate auto brings it over; 'berth plan --migrate auto' shows how");
      return;
    }
    decisions.put(wanted.name(), decision.get());
  }

  private boolean isOfAnother(Rendered wanted, PeerContainer elsewhere) {
    Ownership there = elsewhere.container().ownership();
    return there.isOf(options.managedBy())
        && !there.configId().equals(wanted.configId())
        && !handOvers.isAllowed(wanted.name(), there.configId());
  }

  /** One that is here already has come over; what is left of it there waits for the commit. */
  private Optional<Decision> service(
      Rendered wanted, PeerContainer elsewhere, Map<ContainerName, Decision> decisions) {
    boolean isHere = observed.container(wanted.name()).isPresent();
    if (isHere && !elsewhere.isAlive()) {
      return Optional.empty();
    }
    if (isStopped(wanted, elsewhere)) {
      if (isHere || hasUnit(wanted, elsewhere)) {
        // It is not started for having been brought.
        decisions.remove(wanted.name());
        return Optional.empty();
      }
      return Optional.of(
          new Decision(
              new Service(wanted, Kind.MIGRATE_STOPPED, true, false),
              "is stopped on "
                  + elsewhere.engine()
                  + called(wanted, elsewhere)
                  + ", and stays so"));
    }
    List<String> reasons = new ArrayList<>();
    reasons.add(
        (elsewhere.container().isRunning() ? "runs on " : "is stopped on ")
            + elsewhere.engine()
            + called(wanted, elsewhere)
            + (isHere ? ", too" : ""));
    difference(wanted, elsewhere).ifPresent(reasons::add);
    return Optional.of(new Decision(new Service(wanted, Kind.MIGRATE, true, true), reasons));
  }

  /** An apply starts what is wanted; one that only moves what is there starts what ran. */
  private boolean isStopped(Rendered wanted, PeerContainer elsewhere) {
    ObservedContainer container = elsewhere.container();
    boolean isDown = container.hasExited() || container.state().equals("created");
    return isDown
        && options
            .migration()
            .alone()
            .filter(alone -> !alone.ran().contains(wanted.name()))
            .isPresent();
  }

  private boolean hasUnit(Rendered wanted, PeerContainer elsewhere) {
    return wanted
        .unit()
        .map(unit -> observed.units().get(unit.name()))
        .filter(unit -> unit.owner().isPresent())
        .filter(unit -> !unit.runsOn(elsewhere.engine()))
        .isPresent();
  }

  /** Leaves nothing but what is to come over, where that is all that is to be done. */
  void restrict(RenderedState wanted, Map<ContainerName, Decision> decisions) {
    options
        .migration()
        .alone()
        .ifPresent(
            alone -> {
              decisions.entrySet().removeIf(entry -> !isPartOf(alone, entry));
              wanted
                  .containers()
                  .filter(rendered -> isComingOver(decisions.get(rendered.name())))
                  .forEach(rendered -> checkNeeds(rendered, decisions));
            });
  }

  private boolean isPartOf(MigrateOnly alone, Map.Entry<ContainerName, Decision> entry) {
    if (!alone.includes(entry.getKey())) {
      return false;
    }
    return switch (entry.getValue().change()) {
      case Service service ->
          alone.finishing() || service.isComingOver() || service.kind() == Kind.AWAIT_START;
      case Change.AdoptTask _ -> observed.peers().containsKey(entry.getKey());
      default -> false;
    };
  }

  private static boolean isComingOver(@Nullable Decision decision) {
    return decision != null
        && decision.change() instanceof Service service
        && service.isComingOver();
  }

  /** Its unit could not start without the one that it needs. */
  private void checkNeeds(Rendered rendered, Map<ContainerName, Decision> decisions) {
    for (Dependency dependency : rendered.spec().dependencies()) {
      Optional<ContainerName> target = dependency.container();
      PeerContainer needed = target.map(observed.peers()::get).orElse(null);
      if (dependency.required()
          && needed != null
          && isOurs(needed)
          && target.flatMap(observed::container).isEmpty()
          && target.filter(decisions::containsKey).isEmpty()) {
        problems.error(
            rendered.spec().at(),
            "'"
                + rendered.name()
                + "' needs '"
                + dependency.target()
                + "', which stays on "
                + needed.engine(),
            "bring both over at once: name '" + dependency.target() + "', too");
      }
    }
  }

  /** A task that has run there as it is wanted does not run again here. */
  private Optional<Decision> task(
      Rendered wanted, PeerContainer elsewhere, Map<ContainerName, Decision> decisions) {
    ObservedContainer container = elsewhere.container();
    boolean isDue =
        Optional.ofNullable(decisions.get(wanted.name()))
                .filter(decision -> decision.change() instanceof Change.RunTask)
                .isPresent()
            && observed.container(wanted.name()).isEmpty();
    if (!isDue || difference(wanted, elsewhere).isPresent()) {
      return Optional.empty();
    }
    if (container.isRunning()) {
      problems.error(
          wanted.spec().at(),
          "the task '" + wanted.name() + "' still runs on " + elsewhere.engine(),
          "wait for its end: " + elsewhere.engine() + " wait " + wanted.name());
      return Optional.empty();
    }
    return container.hasExited() && Tasks.hasEndedWell(container, wanted)
        ? Optional.of(
            new Decision(
                new Change.AdoptTask(wanted),
                "has run on " + elsewhere.engine() + " and does not run again"))
        : Optional.empty();
  }

  private Optional<String> difference(Rendered wanted, PeerContainer elsewhere) {
    if (elsewhere.configuration().isPresent()) {
      return Adoptions.difference(elsewhere.configuration(), wanted);
    }
    String digest = elsewhere.container().label(Labels.DIGEST).orElse("");
    if (digest.isEmpty() || ChangeDetector.isSame(wanted, digest, observed)) {
      return Optional.empty();
    }
    return Optional.of(ConfigurationDifference.describe(wanted, digest, observed));
  }
}
