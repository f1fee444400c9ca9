package dev.berth.supervisor;

import dev.berth.engine.CommandLine;
import dev.berth.engine.HostChecks;
import dev.berth.engine.RunRequest;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Labels;
import dev.berth.model.ObservedImage;
import dev.berth.model.Rendered.Checks;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.UnitName;
import dev.berth.systemd.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What units do for the health of their containers, and for that of those which they wait for. */
public final class UnitHealth {
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final CommandLine commandLine;
  private final Places places;
  private final RenderFacts facts;
  private final ContainerSet set;
  private final boolean healthchecks;
  private final Scope scope;
  private final HealthGates gates;

  /**
   * That of the services of a configuration.
   *
   * @param scope whose systemd runs them
   */
  UnitHealth(
      CommandLine commandLine,
      Places places,
      RenderFacts facts,
      ContainerSet set,
      RenderOptions options,
      Scope scope) {
    this.commandLine = commandLine;
    this.scope = scope;
    this.places = places;
    this.facts = facts;
    this.set = set;
    this.healthchecks = options.healthchecks();
    this.gates = new HealthGates(set, healthchecks);
  }

  /** Whether somebody waits for its health. */
  boolean isGate(ContainerSpec spec) {
    return gates.isGate(spec);
  }

  /** The request, with what the engine's command has to do for its health. */
  RunRequest of(RunRequest request) {
    ContainerSpec spec = request.spec();
    RunRequest gated = isGatedByEngine(spec) ? request.untilHealthy() : request;
    return isCheckedByHost(spec) ? gated.with(Labels.HOST_CHECKED, spec.name().text()) : gated;
  }

  private boolean isGatedByEngine(ContainerSpec spec) {
    return isGate(spec) && !isCheckedByHost(spec) && commandLine.gatesByItself(facts.engine());
  }

  /** Whether a loop beside its unit checks it, since another user than its own is to. */
  private boolean isCheckedByHost(ContainerSpec spec) {
    return healthchecks
        && areNeededFor(spec, Optional.ofNullable(facts.images().get(spec.image())));
  }

  /** Whether an engine cannot check the health of a service as it is wanted. */
  static boolean areNeededFor(ContainerSpec spec, Optional<ObservedImage> image) {
    return spec.role() == ContainerSpec.Role.SERVICE && HostChecks.areNeeded(spec, image);
  }

  /** How long its start may take, with all that it waits for. */
  Duration startTimeout(ContainerSpec spec) {
    Duration own = isGate(spec) ? spec.longestStart() : ContainerSpec.DEFAULT_START_TIMEOUT;
    return own.plus(
        Dependency.LONGEST_ELSEWHERE.plus(MARGIN).multipliedBy(beforeStart(spec).size()));
  }

  /**
   * What a unit does after its start, where the engine cannot wait, or does not check.
   *
   * @param unit the unit's name
   */
  List<List<String>> afterStart(ContainerSpec spec, UnitName unit) {
    if (!isCheckedByHost(spec)) {
      return isGate(spec) && !isGatedByEngine(spec)
          ? List.of(wait(spec.name(), spec.longestStart(), true))
          : List.of();
    }
    List<List<String>> commands = new ArrayList<>();
    List<String> arguments = HostChecks.arguments(spec);
    if (isGate(spec)) {
      commands.add(check("gate", arguments));
    }
    commands.add(scope.endTransientUnit(watcher(unit)));
    commands.add(watch(spec, unit));
    return List.copyOf(commands);
  }

  /** What runs the loop that checks it, beside its unit. */
  private List<String> watch(ContainerSpec spec, UnitName unit) {
    return scope.transientUnit(
        watcher(unit),
        unit,
        "health check of " + spec.name(),
        check("watch", HostChecks.arguments(spec)));
  }

  /** The unit that checks the health of what another unit runs, where Berth does it itself. */
  public static UnitName watcher(UnitName unit) {
    return new UnitName(unit.text().replaceFirst("\\.service$", ":health.service"));
  }

  /**
   * Who runs its health check.
   *
   * @param unit the unit's name
   */
  Checks checks(ContainerSpec spec, UnitName unit) {
    return isCheckedByHost(spec)
        ? new Checks(Optional.of(watcher(unit)), List.of(watch(spec, unit)))
        : new Checks(
            Optional.empty(),
            healthchecks ? commandLine.resumeChecks(spec, facts.engine()) : List.of());
  }

  private List<String> check(String mode, List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", places.healthCheck().toString(), mode));
    argv.addAll(arguments);
    return List.copyOf(argv);
  }

  /**
   * What a unit does before its start: it waits for the health of other configurations' services.
   */
  List<List<String>> beforeStart(ContainerSpec spec) {
    return healthchecks
        ? spec.dependencies().stream()
            .filter(dependency -> dependency.condition() == Condition.SERVICE_HEALTHY)
            .flatMap(
                dependency ->
                    dependency
                        .container()
                        .filter(target -> !isOfThisSet(target))
                        .map(
                            target ->
                                wait(target, Dependency.LONGEST_ELSEWHERE, dependency.required()))
                        .stream())
            .toList()
        : List.of();
  }

  private boolean isOfThisSet(ContainerName container) {
    return set.containers().stream().anyMatch(spec -> spec.name().equals(container));
  }

  /** The scripts that its unit runs. */
  List<SecretFile> scriptsFor(ContainerSpec spec) {
    List<SecretFile> scripts = new ArrayList<>();
    boolean isCheckedByHost = isCheckedByHost(spec);
    boolean waits = isGate(spec) && !isCheckedByHost && !isGatedByEngine(spec);
    if (waits || !beforeStart(spec).isEmpty()) {
      scripts.add(new SecretFile(places.healthWait().toString(), commandLine.healthWaitScript()));
    }
    if (isCheckedByHost) {
      scripts.add(new SecretFile(places.healthCheck().toString(), commandLine.healthCheckScript()));
    }
    return List.copyOf(scripts);
  }

  private List<String> wait(ContainerName container, Duration longest, boolean required) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                places.healthWait().toString(),
                container.text(),
                Long.toString(longest.toSeconds())));
    if (!required) {
      argv.add("anyway");
    }
    return List.copyOf(argv);
  }
}
