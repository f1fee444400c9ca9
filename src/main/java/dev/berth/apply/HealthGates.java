package dev.berth.apply;

import dev.berth.engine.CommandLine;
import dev.berth.engine.HostChecks;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Healthcheck;
import dev.berth.model.Rendered.Checks;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Supervisor;
import dev.berth.systemd.Scope;
import dev.berth.systemd.ServiceUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Services of a configuration that count as started only when they are healthy, since others of it
 * wait for their health ({@code condition: service_healthy}). Those of other configurations, which
 * may be applied without this one, are waited for by who needs them.
 */
final class HealthGates {
  /** How long the health of what another configuration runs is waited for. */
  static final Duration ELSEWHERE = Duration.ofMinutes(5);

  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final CommandLine commandLine;
  private final HostPaths paths;
  private final HostFacts facts;
  private final ContainerSet set;
  private final boolean healthchecks;
  private final boolean hasUnits;
  private final Scope scope;
  private final Set<String> gates;

  HealthGates(
      CommandLine commandLine,
      HostPaths paths,
      HostFacts facts,
      ContainerSet set,
      RenderOptions options) {
    this.commandLine = commandLine;
    this.scope = options.scope();
    this.paths = paths;
    this.facts = facts;
    this.set = set;
    this.healthchecks = options.healthchecks();
    this.hasUnits = options.supervisor() == Supervisor.SYSTEMD;
    this.gates =
        set.containers().stream()
            .flatMap(spec -> spec.dependencies().stream())
            .filter(dependency -> dependency.condition() == Condition.SERVICE_HEALTHY)
            .map(Dependency::target)
            .collect(Collectors.toSet());
  }

  /** Whether somebody waits for its health. */
  boolean isGate(ContainerSpec spec) {
    return healthchecks
        && gates.contains(spec.name())
        && spec.healthcheck().filter(Healthcheck::isDisabled).isEmpty();
  }

  /** Whether the engine's own command waits. */
  boolean isGatedByEngine(ContainerSpec spec) {
    return isGate(spec) && !isCheckedByHost(spec) && commandLine.gatesByItself(facts.engine());
  }

  /** Whether a loop beside its unit checks it, since another user than its own is to. */
  boolean isCheckedByHost(ContainerSpec spec) {
    return healthchecks
        && hasUnits
        && spec.role() == ContainerSpec.Role.SERVICE
        && HostChecks.areNeeded(spec, Optional.ofNullable(facts.images().get(spec.image())));
  }

  /** How long its start may take, with all that it waits for. */
  Duration startTimeout(ContainerSpec spec) {
    Duration own = isGate(spec) ? longestStart(spec) : ServiceUnit.DEFAULT_START_TIMEOUT;
    return own.plus(ELSEWHERE.plus(MARGIN).multipliedBy(beforeStart(spec).size()));
  }

  /**
   * How long it may take to get healthy. The check of an image asks for no more than a unit's start
   * has, whatever its author wrote; only the configuration may.
   */
  static Duration longestStart(ContainerSpec spec) {
    Duration limit = ServiceUnit.DEFAULT_START_TIMEOUT;
    return spec.healthcheck()
        .filter(check -> !check.test().isEmpty() || check.longestStart().compareTo(limit) > 0)
        .map(Healthcheck::longestStart)
        .orElse(limit);
  }

  /**
   * What a unit does after its start, where the engine cannot wait, or does not check.
   *
   * @param unit the unit's name
   */
  List<List<String>> afterStart(ContainerSpec spec, String unit) {
    if (!isCheckedByHost(spec)) {
      return isGate(spec) && !isGatedByEngine(spec)
          ? List.of(wait(spec.name(), longestStart(spec), true))
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
  private List<String> watch(ContainerSpec spec, String unit) {
    return scope.transientUnit(
        watcher(unit),
        unit,
        "health check of " + spec.name(),
        check("watch", HostChecks.arguments(spec)));
  }

  /** The unit that checks the health of what another unit runs, where Berth does it itself. */
  static String watcher(String unit) {
    return unit.replaceFirst("\\.service$", ":health.service");
  }

  /**
   * Who runs its health check.
   *
   * @param unit the unit's name
   */
  Checks checks(ContainerSpec spec, String unit) {
    return isCheckedByHost(spec)
        ? new Checks(Optional.of(watcher(unit)), List.of(watch(spec, unit)))
        : new Checks(
            Optional.empty(),
            healthchecks ? commandLine.resumeChecks(spec, facts.engine()) : List.of());
  }

  private List<String> check(String mode, List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", paths.healthCheck().toString(), mode));
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
            .filter(dependency -> !isOfThisSet(dependency.target()))
            .map(dependency -> wait(dependency.target(), ELSEWHERE, dependency.required()))
            .toList()
        : List.of();
  }

  private boolean isOfThisSet(String container) {
    return set.containers().stream().anyMatch(spec -> spec.name().equals(container));
  }

  /** The scripts that its unit runs. */
  List<SecretFile> scriptsFor(ContainerSpec spec) {
    List<SecretFile> scripts = new ArrayList<>();
    boolean isCheckedByHost = isCheckedByHost(spec);
    boolean waits = isGate(spec) && !isCheckedByHost && !isGatedByEngine(spec);
    if (waits || !beforeStart(spec).isEmpty()) {
      scripts.add(new SecretFile(paths.healthWait().toString(), commandLine.healthWaitScript()));
    }
    if (isCheckedByHost) {
      scripts.add(new SecretFile(paths.healthCheck().toString(), commandLine.healthCheckScript()));
    }
    return List.copyOf(scripts);
  }

  private List<String> wait(String container, Duration longest, boolean required) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                paths.healthWait().toString(),
                container,
                Long.toString(longest.toSeconds())));
    if (!required) {
      argv.add("anyway");
    }
    return List.copyOf(argv);
  }
}
