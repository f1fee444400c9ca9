package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Desired;
import dev.berth.model.Healthcheck;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.systemd.ServiceUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Services that count as started only when they are healthy, since others wait for their health
 * ({@code condition: service_healthy}).
 */
final class HealthGates {
  private static final Duration ELSEWHERE = Duration.ofMinutes(5);

  private final Engine engine;
  private final Path script;
  private final HostFacts facts;
  private final Desired desired;
  private final boolean healthchecks;
  private final Set<String> gates;

  HealthGates(Engine engine, Path script, HostFacts facts, Desired desired, boolean healthchecks) {
    this.engine = engine;
    this.script = script;
    this.facts = facts;
    this.desired = desired;
    this.healthchecks = healthchecks;
    this.gates =
        desired
            .containers()
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
    return isGate(spec) && engine.gatesByItself(facts.engine());
  }

  /** How long its start may take; of an image's own check nothing is known. */
  Duration startTimeout(ContainerSpec spec) {
    return isGate(spec)
        ? spec.healthcheck()
            .filter(check -> !check.test().isEmpty())
            .map(Healthcheck::longestStart)
            .orElse(ServiceUnit.DEFAULT_START_TIMEOUT)
        : ServiceUnit.DEFAULT_START_TIMEOUT;
  }

  /** What a unit does after its start, where the engine cannot wait. */
  List<List<String>> afterStart(ContainerSpec spec) {
    return isGate(spec) && !isGatedByEngine(spec)
        ? List.of(wait(spec.name(), startTimeout(spec), true))
        : List.of();
  }

  /**
   * What a unit does before its start: it waits for the health of other configurations' services.
   */
  List<List<String>> beforeStart(ContainerSpec spec) {
    return healthchecks
        ? spec.dependencies().stream()
            .filter(dependency -> dependency.condition() == Condition.SERVICE_HEALTHY)
            .filter(dependency -> desired.container(dependency.target()).isEmpty())
            .map(dependency -> wait(dependency.target(), ELSEWHERE, dependency.required()))
            .toList()
        : List.of();
  }

  /** The script, for a unit that runs it. */
  Optional<SecretFile> scriptFor(ContainerSpec spec) {
    return afterStart(spec).isEmpty() && beforeStart(spec).isEmpty()
        ? Optional.empty()
        : Optional.of(new SecretFile(script.toString(), engine.healthWaitScript()));
  }

  private List<String> wait(String container, Duration longest, boolean required) {
    List<String> argv =
        new ArrayList<>(
            List.of("/bin/sh", script.toString(), container, Long.toString(longest.toSeconds())));
    if (!required) {
      argv.add("anyway");
    }
    return List.copyOf(argv);
  }
}
