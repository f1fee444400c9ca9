package dev.berth.engine;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Durations;
import dev.berth.model.Healthcheck;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** The part of a health check that both engines write alike, and where its fields stand. */
public final class HealthOptions {
  private HealthOptions() {}

  /** Whether the check is switched off, the image's included. */
  public static boolean isDisabled(ContainerSpec spec) {
    return spec.healthcheck().filter(Healthcheck::isDisabled).isPresent()
        || field(spec, "disable").filter("true"::equals).isPresent();
  }

  /** {@code --health-interval}. */
  public static String interval(Duration interval, ContainerName container) {
    return "--health-interval=" + Durations.format(stretched(interval, container));
  }

  /** How long a check may take, how many may fail, and how long that does not count. */
  public static List<String> limits(Healthcheck check) {
    List<String> arguments = new ArrayList<>();
    check.timeout().ifPresent(it -> arguments.add("--health-timeout=" + Durations.format(it)));
    check.retries().ifPresent(it -> arguments.add("--health-retries=" + it));
    check
        .startPeriod()
        .ifPresent(it -> arguments.add("--health-start-period=" + Durations.format(it)));
    return List.copyOf(arguments);
  }

  /** Longer by 0 to 10 %, the same for a name for ever, so that checks do not run in step. */
  static Duration stretched(Duration interval, ContainerName name) {
    CRC32 hash = new CRC32();
    hash.update(name.text().getBytes(StandardCharsets.UTF_8));
    long permille = hash.getValue() % (10 * Healthcheck.STRETCHED_AT_MOST_PERCENT + 1);
    return Duration.ofMillis(interval.toMillis() + interval.toMillis() * permille / 1000);
  }

  /** A word as a POSIX shell takes it for one, whatever is in it. */
  public static String shellWord(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Reports a user of the check's own where no unit stands by to run it. Paunch's custom is none of
   * the author's words: there the container's own user does, as with Paunch's containers on Docker.
   *
   * @param hasUnits whether services run under units
   */
  public static void checkUser(ContainerSpec spec, boolean hasUnits, Problems problems) {
    Optional<String> user = field(spec, "user");
    boolean hasUnit = hasUnits && spec.role() == ContainerSpec.Role.SERVICE;
    if (user.isEmpty()
        || hasUnit
        || HostChecks.isImplied(spec)
        || HostChecks.isContainersOwn(user.get(), spec, Optional.empty())) {
      return;
    }
    problems.error(
        position(spec, "user"),
        "healthcheck.user cannot be honoured: "
            + (hasUnits ? spec.name() + " is no service" : "the engine")
            + (hasUnits
                ? ", and only a service's unit"
                : " itself checks as the container's user," + " and no unit")
            + " runs a check as another user",
        hasUnits
            ? "give it a restart policy, or leave it out"
            : "use --supervisor systemd, or leave it out");
  }

  /** A field of {@code healthcheck} as it is given; empty when it is not. */
  public static Optional<String> field(ContainerSpec spec, String name) {
    return spec.values().get(Key.HEALTHCHECK) instanceof Value.Mapping mapping
        ? Optional.ofNullable(mapping.entries().get(name)).map(value -> value.texts().getFirst())
        : Optional.empty();
  }

  /** Where a field of {@code healthcheck} stands, or the check where it was not given. */
  public static SourcePosition position(ContainerSpec spec, String field) {
    return spec.values().get(Key.HEALTHCHECK) instanceof Value.Mapping mapping
            && mapping.entries().containsKey(field)
        ? mapping.entries().get(field).at()
        : spec.position(Key.HEALTHCHECK);
  }
}
