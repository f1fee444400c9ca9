package dev.berth.engine.podman;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Durations;
import dev.berth.model.EngineInfo;
import dev.berth.model.Healthcheck;
import dev.berth.model.Healthcheck.OnFailure;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.RestartPolicy;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** A health check as Podman's {@code --health-…} options. */
final class PodmanHealth {
  private static final List<String> NEEDS_TEST =
      List.of("interval", "timeout", "retries", "start_period", "start_interval");

  private PodmanHealth() {}

  static List<String> arguments(ContainerSpec spec) {
    Optional<Healthcheck> found = spec.healthcheck();
    if (found.isEmpty()) {
      return List.of();
    }
    Healthcheck check = found.get();
    if (check.isDisabled() || field(spec, "disable").filter("true"::equals).isPresent()) {
      return List.of("--health-cmd=none");
    }
    List<String> arguments = new ArrayList<>();
    if (!check.test().isEmpty()) {
      arguments.add("--health-cmd=" + command(check.test()));
      arguments.add(
          "--health-interval=" + Durations.format(stretched(check.interval(), spec.name())));
      check.timeout().ifPresent(it -> arguments.add("--health-timeout=" + Durations.format(it)));
      check.retries().ifPresent(it -> arguments.add("--health-retries=" + it));
      check
          .startPeriod()
          .ifPresent(it -> arguments.add("--health-start-period=" + Durations.format(it)));
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
                  : jsonArray(List.of("CMD-SHELL", shellWord(words.getFirst())));
      default -> jsonArray(List.of("CMD-SHELL", String.join(" ", test)));
    };
  }

  private static String shellWord(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
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

  /** Longer by 0 to 10 %, the same for a name for ever, so that checks do not run in step. */
  static Duration stretched(Duration interval, String name) {
    CRC32 hash = new CRC32();
    hash.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    long permille = hash.getValue() % (10 * Healthcheck.STRETCHED_AT_MOST_PERCENT + 1);
    return Duration.ofMillis(interval.toMillis() + interval.toMillis() * permille / 1000);
  }

  /** Under systemd a restart is a kill: Podman's own restart would fight the unit's. */
  private static Optional<String> onFailure(OnFailure action) {
    return switch (action) {
      case NONE -> Optional.empty();
      case RESTART -> Optional.of("--health-on-failure=kill");
      case STOP -> Optional.of("--health-on-failure=stop");
    };
  }

  private static Optional<String> field(ContainerSpec spec, String name) {
    return spec.values().get(Key.HEALTHCHECK) instanceof Value.Mapping mapping
        ? Optional.ofNullable(mapping.entries().get(name)).map(value -> value.texts().getFirst())
        : Optional.empty();
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
          .filter(name -> field(spec, name).isPresent())
          .forEach(name -> needsTest(position(spec, name), "healthcheck." + name, problems));
    }
    checkStart(spec, check, engine, problems);
    checkOnFailure(spec, check, engine, problems);
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
    SourcePosition at = position(spec, "start_interval");
    if (!engine.isAtLeast(4, 4)) {
      problems.error(
          at,
          "podman " + engine.version() + " cannot honour healthcheck.start_interval",
          "leave it out, or use Podman 4.4 or newer");
    } else {
      problems.warning(
          at,
          "podman: with healthcheck.start_interval a container that never succeeds stays 'starting'",
          "Podman counts no failures before the first success");
    }
  }

  private static void checkOnFailure(
      ContainerSpec spec, Healthcheck check, EngineInfo engine, Problems problems) {
    if (check.onFailure() == OnFailure.NONE) {
      return;
    }
    SourcePosition at = position(spec, "on_failure");
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

  private static SourcePosition position(ContainerSpec spec, String field) {
    return spec.values().get(Key.HEALTHCHECK) instanceof Value.Mapping mapping
            && mapping.entries().containsKey(field)
        ? mapping.entries().get(field).at()
        : spec.position(Key.HEALTHCHECK);
  }
}
