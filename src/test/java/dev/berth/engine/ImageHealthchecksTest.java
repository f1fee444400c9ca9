package dev.berth.engine;

import static dev.berth.engine.Specs.fields;
import static dev.berth.engine.Specs.list;
import static dev.berth.engine.Specs.mapping;
import static dev.berth.engine.Specs.scalar;
import static dev.berth.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.EngineInfo;
import dev.berth.model.ImageHealthcheck;
import dev.berth.model.Key;
import dev.berth.model.ObservedImage;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the author of an image declares as its health check decides nothing about the host. */
class ImageHealthchecksTest {
  private static final EngineInfo PODMAN = new EngineInfo("podman", "5.4.2");
  private static final EngineInfo DOCKER = new EngineInfo("docker", "26.1.5");
  private static final List<String> TEST = List.of("CMD", "a");
  private static final long SECOND = 1_000_000_000L;

  /** Its every number is one that no engine should see. */
  private static final ImageHealthcheck WRONG =
      new ImageHealthcheck(TEST, -5, Long.MAX_VALUE, Long.MIN_VALUE, 1, -3);

  private static final String WITH = "the image i declares a health check with ";
  private static final String RANGE = "; it has to be 1 ms to 24 h";

  @Test
  void isRefusedAtItsImageWithWhatToDo() {
    List<Problem> problems = check(PODMAN, WRONG, Map.of());

    assertThat(problems)
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            WITH + "the interval -0.000000005s" + RANGE,
            WITH + "the timeout 9223372036.854775807s" + RANGE,
            WITH + "the start_period -9223372036.854775808s" + RANGE,
            WITH + "the start_interval 0.000000001s" + RANGE,
            WITH + "-3 retries; at most 1000 are taken");
    assertThat(problems).extracting(Problem::at).containsOnly(Specs.AT);
    assertThat(problems)
        .extracting(Problem::advice)
        .containsOnly(
            "write a `healthcheck` with a `test` of your own, or switch the image's off with"
                + " `healthcheck: {disable: true}`");
    assertThat(check(DOCKER, WRONG, Map.of()))
        .hasSize(5)
        .extracting(Problem::advice)
        .contains(
            "give `healthcheck.timeout` a value of your own, or switch the image's off with"
                + " `healthcheck: {disable: true}`");
  }

  @ParameterizedTest
  @CsvSource({"1000000, true", "999999, false", "86400000000000, true", "86400000000001, false"})
  void takesFromAMillisecondToADay(long nanoseconds, boolean isTaken) {
    ImageHealthcheck declared =
        new ImageHealthcheck(TEST, nanoseconds, nanoseconds, nanoseconds, nanoseconds, 1000);

    assertThat(check(PODMAN, declared, Map.of())).hasSize(isTaken ? 0 : 4);
    assertThat(check(DOCKER, declared, Map.of())).hasSize(isTaken ? 0 : 4);
  }

  @Test
  void theEnginesDefaultsAndADayWithManyRetriesAreTaken() {
    assertThat(check(PODMAN, new ImageHealthcheck(TEST), Map.of())).isEmpty();
    assertThat(check(DOCKER, new ImageHealthcheck(TEST, SECOND, 0, 0, 0, 1001), Map.of()))
        .extracting(Problem::message)
        .containsExactly(WITH + "1001 retries; at most 1000 are taken");
  }

  @Test
  void isOfNoConcernWhereItIsSwitchedOff() {
    Value off = mapping(Map.of("test", list("NONE")));

    assertThat(check(PODMAN, WRONG, Map.of(Key.HEALTHCHECK, off))).isEmpty();
    assertThat(check(DOCKER, WRONG, Map.of(Key.HEALTHCHECK, off))).isEmpty();
  }

  @Test
  void besideAnOwnTestPodmanTakesNothingOfIt() {
    Value own = mapping(Map.of("test", list("CMD-SHELL", "true")));

    assertThat(check(PODMAN, WRONG, Map.of(Key.HEALTHCHECK, own))).isEmpty();
  }

  @Test
  void dockerTakesWhatIsNotGiven() {
    Value own = mapping(Map.of("test", list("CMD-SHELL", "true"), "timeout", scalar("5s")));
    assertThat(check(DOCKER, WRONG, Map.of(Key.HEALTHCHECK, own)))
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            WITH + "the start_period -9223372036.854775808s" + RANGE,
            WITH + "the start_interval 0.000000001s" + RANGE,
            WITH + "-3 retries; at most 1000 are taken");

    Map<String, String> all =
        Map.of(
            "interval",
            "5s",
            "timeout",
            "5s",
            "start_period",
            "1s",
            "start_interval",
            "1s",
            "retries",
            "3");
    assertThat(check(DOCKER, WRONG, Map.of(Key.HEALTHCHECK, fields(all)))).isEmpty();
    assertThat(check(PODMAN, WRONG, Map.of(Key.HEALTHCHECK, fields(all)))).hasSize(5);
    assertThat(check(DOCKER, WRONG, Map.of(Key.CHECK_INTERVAL, scalar("5s")))).hasSize(4);
  }

  @Test
  void itsTestHasToBeOne() {
    assertThat(check(PODMAN, new ImageHealthcheck(List.of("CMD")), Map.of()))
        .extracting(Problem::message)
        .containsExactly("the image i declares a health check without a command");
    assertThat(check(DOCKER, new ImageHealthcheck(List.of("CMD-SHELL", " ")), Map.of())).hasSize(1);
    ImageHealthcheck untyped = new ImageHealthcheck(List.of("curl", "-f"));
    assertThat(check(PODMAN, untyped, Map.of())).isEmpty();
    assertThat(check(DOCKER, untyped, Map.of()))
        .extracting(Problem::message)
        .containsExactly(
            "the image i declares a health check that begins with neither CMD nor CMD-SHELL");
  }

  private static List<Problem> check(
      EngineInfo engine, ImageHealthcheck declared, Map<Key, Value> values) {
    Map<Key, Value> all = new java.util.EnumMap<>(Key.class);
    all.putAll(values);
    all.put(Key.IMAGE, scalar("i"));
    ObservedImage image =
        new ObservedImage(
            "id",
            List.of(),
            Map.of(),
            Optional.of(declared),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Problems problems = new Problems();
    ImageHealthchecks.check(spec(all), Optional.of(image), engine, problems);
    return problems.sorted();
  }
}
