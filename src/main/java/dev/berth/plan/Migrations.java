package dev.berth.plan;

import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Elsewhere;
import dev.berth.model.Former;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wanted here and is on the host's other engine comes over: one container never runs on
 * both, and its data is never left behind.
 */
final class Migrations {
  private final Observed observed;
  private final PlanOptions options;
  private final Problems problems;

  Migrations(Observed observed, PlanOptions options, Problems problems) {
    this.observed = observed;
    this.options = options;
    this.problems = problems;
  }

  /** Turns what would start here into what comes over. */
  void decide(Wanted wanted, Map<String, Decision> decisions) {
    wanted
        .containers()
        .filter(rendered -> rendered.spec().role() != Role.EXEC)
        .forEach(
            rendered ->
                Optional.ofNullable(observed.elsewhere().get(rendered.name()))
                    .filter(this::isOurs)
                    .ifPresent(elsewhere -> decide(rendered, elsewhere, decisions)));
  }

  private boolean isOurs(Elsewhere elsewhere) {
    ObservedContainer container = elsewhere.container();
    return container.label(Labels.MANAGED_BY).equals(Optional.of(options.managedBy()))
        || (options.adopt() && Former.made(container))
        || options.migration().foreign().contains(container.name());
  }

  private void decide(Rendered wanted, Elsewhere elsewhere, Map<String, Decision> decisions) {
    if (isOfAnother(wanted, elsewhere)) {
      problems.error(
          wanted.spec().at(),
          "the name '"
              + wanted.name()
              + "' is taken on "
              + elsewhere.engine()
              + " by the configuration '"
              + elsewhere.container().label(Labels.CONFIG_ID).orElse("")
              + "'",
          "rename one of them, or delete that configuration first");
      return;
    }
    Optional<Decision> decision =
        wanted.spec().role() == Role.SERVICE
            ? service(wanted, elsewhere)
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

  private boolean isOfAnother(Rendered wanted, Elsewhere elsewhere) {
    return elsewhere
            .container()
            .label(Labels.MANAGED_BY)
            .filter(options.managedBy()::equals)
            .isPresent()
        && elsewhere
            .container()
            .label(Labels.CONFIG_ID)
            .filter(id -> !id.equals(wanted.configId()))
            .isPresent();
  }

  /** One that is here already has come over; what is left of it there waits for the commit. */
  private Optional<Decision> service(Rendered wanted, Elsewhere elsewhere) {
    boolean isHere = observed.container(wanted.name()).isPresent();
    if (isHere && !elsewhere.isAlive()) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    reasons.add(
        (elsewhere.container().isRunning() ? "runs on " : "is stopped on ")
            + elsewhere.engine()
            + (isHere ? ", too" : ""));
    difference(wanted, elsewhere).ifPresent(reasons::add);
    return Optional.of(new Decision(new Service(wanted, Kind.MIGRATE, true, true), reasons));
  }

  /** A task that has run there as it is wanted does not run again here. */
  private Optional<Decision> task(
      Rendered wanted, Elsewhere elsewhere, Map<String, Decision> decisions) {
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

  private Optional<String> difference(Rendered wanted, Elsewhere elsewhere) {
    if (elsewhere.configuration().isPresent()) {
      return Adoptions.difference(elsewhere.configuration(), wanted);
    }
    String digest = elsewhere.container().label(Labels.DIGEST).orElse("");
    if (digest.isEmpty() || Sameness.isSame(wanted, digest, observed)) {
      return Optional.empty();
    }
    return Optional.of(ConfigurationDifference.describe(wanted, digest, observed));
  }
}
