package dev.berth.supervisor;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Healthcheck;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Services of a configuration that count as started only when they are healthy, since others of it
 * wait for their health ({@code condition: service_healthy}). Those of other configurations, which
 * may be applied without this one, are waited for by who needs them.
 */
final class HealthGates {
  private final Set<ContainerName> gates;

  /**
   * Those of a configuration.
   *
   * @param healthchecks whether health checks are wanted at all
   */
  HealthGates(ContainerSet set, boolean healthchecks) {
    this.gates =
        healthchecks
            ? set.containers().stream()
                .flatMap(spec -> spec.dependencies().stream())
                .filter(dependency -> dependency.condition() == Condition.SERVICE_HEALTHY)
                .flatMap(dependency -> dependency.container().stream())
                .collect(Collectors.toSet())
            : Set.of();
  }

  /** Whether somebody waits for its health. */
  boolean isGate(ContainerSpec spec) {
    return gates.contains(spec.name())
        && spec.healthcheck().filter(Healthcheck::isDisabled).isEmpty();
  }
}
