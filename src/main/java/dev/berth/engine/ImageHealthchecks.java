package dev.berth.engine;

import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.Healthcheck;
import dev.berth.model.ImageHealthcheck;
import dev.berth.model.Key;
import dev.berth.model.ObservedImage;
import dev.berth.model.Problems;
import dev.berth.model.VisibleText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an image declares as its {@code HEALTHCHECK}, as far as the configuration leaves it in
 * force. Its author may write any number there: a check each nanosecond, one that never ends, one
 * that Docker's daemon dies of.
 */
public final class ImageHealthchecks {
  /** Docker's own least ({@code minimumDuration} of its daemon); Podman has none. */
  private static final long LEAST = Duration.ofMillis(1).toNanos();

  private static final long LONGEST = Duration.ofHours(24).toNanos();
  private static final long MOST_RETRIES = 1000;

  private final ContainerSpec spec;
  private final Problems problems;
  private final Optional<Healthcheck> own;
  private final boolean isDocker;

  private ImageHealthchecks(ContainerSpec spec, EngineInfo engine, Problems problems) {
    this.spec = spec;
    this.problems = problems;
    this.own = spec.healthcheck();
    this.isDocker = engine.name().equals(EngineName.DOCKER.label());
  }

  /**
   * Reports what is in force of the check of a container's image and cannot be.
   *
   * @param image empty where it is not on the host yet
   */
  public static void check(
      ContainerSpec spec, Optional<ObservedImage> image, EngineInfo engine, Problems problems) {
    if (!HealthOptions.isDisabled(spec)) {
      ImageHealthchecks checks = new ImageHealthchecks(spec, engine, problems);
      image.flatMap(ObservedImage::healthcheck).ifPresent(checks::check);
    }
  }

  /**
   * Podman takes nothing of the image's beside a test of the configuration's own (specgen);
   * Docker's daemon takes from it each field that was not given ({@code merge} in its commit.go).
   */
  private void check(ImageHealthcheck declared) {
    boolean hasTest = own.filter(check -> !check.test().isEmpty()).isPresent();
    if (!hasTest) {
      checkTest(declared.test());
    } else if (!isDocker) {
      return;
    }
    if (!(isDocker && (hasTest || isGiven("interval") || has(Key.CHECK_INTERVAL)))) {
      checkTime("interval", declared.interval());
    }
    if (!(isDocker && isGiven("timeout"))) {
      checkTime("timeout", declared.timeout());
    }
    if (!(isDocker
        && own.flatMap(Healthcheck::startPeriod).filter(it -> !it.isZero()).isPresent())) {
      checkTime("start_period", declared.startPeriod());
    }
    if (!(isDocker && isGiven("start_interval"))) {
      checkTime("start_interval", declared.startInterval());
    }
    if (!(isDocker && isGiven("retries"))) {
      checkRetries(declared.retries());
    }
  }

  private boolean isGiven(String field) {
    return HealthOptions.field(spec, field).isPresent();
  }

  private boolean has(Key key) {
    return spec.values().containsKey(key);
  }

  private void checkTest(List<String> test) {
    boolean isKnown = List.of("CMD", "CMD-SHELL").contains(test.getFirst());
    if (isKnown && test.stream().skip(1).allMatch(String::isBlank)) {
      refuse("without a command", "test");
    } else if (!isKnown && isDocker) {
      // Podman runs it; Docker's daemon only logs that it does not know the type.
      refuse("that begins with neither CMD nor CMD-SHELL", "test");
    }
  }

  private void checkTime(String field, long nanoseconds) {
    if (nanoseconds != 0 && (nanoseconds < LEAST || nanoseconds > LONGEST)) {
      String seconds = BigDecimal.valueOf(nanoseconds, 9).stripTrailingZeros().toPlainString();
      refuse("with the " + field + " " + seconds + "s; it has to be 1 ms to 24 h", field);
    }
  }

  private void checkRetries(long retries) {
    if (retries < 0 || retries > MOST_RETRIES) {
      refuse("with " + retries + " retries; at most " + MOST_RETRIES + " are taken", "retries");
    }
  }

  private void refuse(String flaw, String field) {
    problems.error(
        spec.position(Key.IMAGE),
        "the image " + VisibleText.of(spec.image()) + " declares a health check " + flaw,
        (isDocker
                ? "give `healthcheck." + field + "` a value of your own"
                : "write a `healthcheck` with a `test` of your own")
            + ", or switch the image's off with `healthcheck: {disable: true}`");
  }
}
