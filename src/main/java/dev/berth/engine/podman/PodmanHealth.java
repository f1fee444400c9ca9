package dev.berth.engine.podman;

import dev.berth.engine.HealthOptions;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Durations;
import dev.berth.model.EngineInfo;
import dev.berth.model.Healthcheck;
import dev.berth.model.Healthcheck.OnFailure;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.RestartPolicy;
import dev.berth.model.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A health check as Podman's {@code --health-…} options. */
final class PodmanHealth {
  private static final List<String> NEEDS_TEST =
      List.of("interval", "timeout", "retries", "start_period", "start_interval", "user");

  /** No check of the engine's own, the image's included. */
  static final List<String> NONE = List.of("--health-cmd=none");

  private PodmanHealth() {}

  static List<String> arguments(ContainerSpec spec) {
    Optional<Healthcheck> found = spec.healthcheck();
    if (found.isEmpty()) {
      return List.of();
    }
    Healthcheck check = found.get();
    if (HealthOptions.isDisabled(spec)) {
      return NONE;
    }
    List<String> arguments = new ArrayList<>();
    if (!check.test().isEmpty()) {
      arguments.add("--health-cmd=" + command(check.test()));
      arguments.add(HealthOptions.interval(check.interval(), spec.name()));
      arguments.addAll(HealthOptions.limits(check));
      check.startInterval().ifPresent(it -> arguments.addAll(startup(check, it)));
    }
    onFailure(check.onFailure()).ifPresent(arguments::add);
    return List.copyOf(arguments);
  }

  /**
   * Podman has no interval for the start, but a check of its own for it. It is never given a number
   * of retries: at its end Podman restarts the container itself, behind systemd's back.
   */
  private static List<String> startup(Healthcheck check, Duration interval) {
    return List.of(
        "--health-startup-cmd=" + command(check.test()),
        "--health-startup-interval=" + Durations.format(interval));
  }

  /**
   * The test in the one form that Podman 4.3 and 5.4 read alike. A JSON array that begins with CMD
   * is split at blanks by Podman (specgenutil), so an argument list goes without that word; an
   * array of one word would become a shell's command, so that one goes as {@code CMD word}.
   */
  static String command(List<String> test) {
    List<String> words = test.subList(1, test.size());
    return switch (test.getFirst()) {
      case "CMD-SHELL" -> jsonArray(List.of("CMD-SHELL", String.join(" ", words)));
      case "CMD" ->
          words.size() != 1
              ? jsonArray(words)
              : words.getFirst().matches("\\S+")
                  ? "CMD " + words.getFirst()
                  : jsonArray(List.of("CMD-SHELL", HealthOptions.shellWord(words.getFirst())));
      default -> jsonArray(List.of("CMD-SHELL", String.join(" ", test)));
    };
  }

  /** A JSON array of strings, on one line. */
  static String jsonArray(List<String> words) {
    StringBuilder text = new StringBuilder("[");
    for (String word : words) {
      text.append(text.length() == 1 ? "\"" : ",\"");
      word.chars().forEach(c -> appendEscaped(text, (char) c));
      text.append('"');
    }
    return text.append(']').toString();
  }

  private static void appendEscaped(StringBuilder text, char c) {
    switch (c) {
      case '"', '\\' -> text.append('\\').append(c);
      case '\n' -> text.append("\\n");
      case '\t' -> text.append("\\t");
      default -> {
        if (c < ' ') {
          text.append(String.format("\\u%04x", (int) c));
        } else {
          text.append(c);
        }
      }
    }
  }

  /** The action; a restart under systemd is a kill: Podman's own would fight the unit's. */
  private static Optional<String> onFailure(OnFailure action) {
    return switch (action) {
      case NONE -> Optional.empty();
      case RESTART -> Optional.of("--health-on-failure=kill");
      case STOP -> Optional.of("--health-on-failure=stop");
    };
  }

  /** Reports what Podman, or systemd with Podman, cannot do. */
  static void check(ContainerSpec spec, EngineInfo engine, Problems problems) {
    Optional<Healthcheck> found = spec.healthcheck();
    if (found.isEmpty()) {
      if (spec.values().containsKey(Key.CHECK_INTERVAL)) {
        needsTest(spec.position(Key.CHECK_INTERVAL), "check_interval", problems);
      }
      return;
    }
    Healthcheck check = found.get();
    if (check.test().isEmpty()) {
      NEEDS_TEST.stream()
          .filter(name -> HealthOptions.field(spec, name).isPresent())
          .forEach(
              name ->
                  needsTest(HealthOptions.position(spec, name), "healthcheck." + name, problems));
    }
    checkStart(spec, check, engine, problems);
    checkOnFailure(spec, check, engine, problems);
    HealthOptions.checkUser(spec, true, problems);
  }

  private static void needsTest(SourcePosition at, String key, Problems problems) {
    problems.error(
        at,
        "podman: " + key + " has no effect without a test: Podman leaves the image's own as it is",
        "repeat the image's test in healthcheck.test");
  }

  private static void checkStart(
      ContainerSpec spec, Healthcheck check, EngineInfo engine, Problems problems) {
    if (check.startInterval().isEmpty()) {
      return;
    }
    SourcePosition at = HealthOptions.position(spec, "start_interval");
    if (!engine.isAtLeast(4, 4)) {
      problems.error(
          at,
          "podman " + engine.version() + " cannot honour healthcheck.start_interval",
          "leave it out, or use Podman 4.4 or newer");
    } else {
      problems.warning(
          at,
          "podman: with healthcheck.start_interval a container that never succeeds stays"
              + " 'starting'",
          "Podman counts no failures before the first success");
    }
  }

  private static void checkOnFailure(
      ContainerSpec spec, Healthcheck check, EngineInfo engine, Problems problems) {
    if (check.onFailure() == OnFailure.NONE) {
      return;
    }
    SourcePosition at = HealthOptions.position(spec, "on_failure");
    String word = check.onFailure().name().toLowerCase(java.util.Locale.ROOT);
    if (!engine.isAtLeast(4, 2)) {
      problems.error(
          at,
          "podman " + engine.version() + " cannot honour healthcheck.on_failure: " + word,
          "use Podman 4.2 or newer");
    }
    Optional<RestartPolicy> restart = spec.restart();
    boolean comesBack =
        restart
            .map(policy -> policy.kind())
            .filter(
                kind ->
                    kind == RestartPolicy.Kind.ALWAYS || kind == RestartPolicy.Kind.UNLESS_STOPPED)
            .isPresent();
    if (check.onFailure() == OnFailure.STOP && comesBack) {
      problems.error(
          at,
          "healthcheck.on_failure: stop contradicts restart: " + restart.get(),
          "systemd would start it again; use on_failure: restart, or restart: on-failure");
    } else if (check.onFailure() == OnFailure.RESTART && restart.isEmpty()) {
      problems.warning(
          at,
          "healthcheck.on_failure: restart only ends a task, nobody starts it again",
          "give it a restart policy");
    }
  }
}
