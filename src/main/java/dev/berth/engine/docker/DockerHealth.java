package dev.berth.engine.docker;

import dev.berth.engine.HealthOptions;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Durations;
import dev.berth.model.EngineInfo;
import dev.berth.model.Healthcheck;
import dev.berth.model.Healthcheck.OnFailure;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A health check as Docker's {@code --health-…} options; without a test they tune the image's. */
final class DockerHealth {
  /** No check of the engine's own, the image's included. */
  static final List<String> NONE = List.of("--no-healthcheck");

  private DockerHealth() {}

  static List<String> arguments(ContainerSpec spec) {
    if (HealthOptions.isDisabled(spec)) {
      return NONE;
    }
    List<String> arguments = new ArrayList<>();
    Optional<Healthcheck> found = spec.healthcheck();
    found
        .map(Healthcheck::test)
        .filter(test -> !test.isEmpty())
        .ifPresent(test -> arguments.add("--health-cmd=" + command(test)));
    boolean isTimed =
        !arguments.isEmpty()
            || HealthOptions.field(spec, "interval").isPresent()
            || spec.values().containsKey(Key.CHECK_INTERVAL);
    if (isTimed) {
      arguments.add(
          HealthOptions.interval(
              found
                  .map(Healthcheck::interval)
                  .or(() -> spec.text(Key.CHECK_INTERVAL).flatMap(Durations::parse))
                  .orElse(Healthcheck.DEFAULT_INTERVAL),
              spec.name()));
    }
    found.map(HealthOptions::limits).ifPresent(arguments::addAll);
    found
        .flatMap(Healthcheck::startInterval)
        .ifPresent(it -> arguments.add("--health-start-interval=" + Durations.format(it)));
    return List.copyOf(arguments);
  }

  /** Docker's option is a shell's text only, so an argument list becomes quoted words. */
  static String command(List<String> test) {
    List<String> words = test.subList(1, test.size());
    return test.getFirst().equals("CMD")
        ? words.stream().map(HealthOptions::shellWord).collect(Collectors.joining(" "))
        : String.join(" ", words);
  }

  static void check(
      ContainerSpec spec, EngineInfo engine, boolean supervisedBySystemd, Problems problems) {
    Optional<Healthcheck> found = spec.healthcheck();
    if (found.isEmpty()) {
      return;
    }
    if (found.get().startInterval().isPresent() && !engine.isAtLeast(25, 0)) {
      problems.error(
          HealthOptions.position(spec, "start_interval"),
          "docker " + engine.version() + " cannot honour healthcheck.start_interval",
          "leave it out, or use Docker 25.0 or newer");
    }
    HealthOptions.checkUser(spec, supervisedBySystemd, problems);
    OnFailure action = found.get().onFailure();
    if (action != OnFailure.NONE) {
      problems.error(
          HealthOptions.position(spec, "on_failure"),
          "docker cannot honour healthcheck.on_failure: "
              + action.name().toLowerCase(Locale.ROOT)
              + ": it does nothing to an unhealthy container",
          "leave it out, or let the check end the program itself");
    }
  }
}
