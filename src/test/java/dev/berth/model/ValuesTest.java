package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.Samples;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values that are valid once they exist. */
class ValuesTest {
  private static final SourcePosition AT = new SourcePosition("web.yaml", 3, 5);

  @ParameterizedTest
  @CsvSource({
    "10, PT10S",
    "0, PT0S",
    "1.5, PT1.5S",
    "1h2m3s4ms5us, PT1H2M3.004005S",
    "90s, PT1M30S",
    "1.5m, PT1M30S",
    "2H, PT2H",
    "' 30s ', PT30S",
    "10ns, PT0.00000001S",
    "315360000, PT87600H"
  })
  void readsADuration(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1x", "s", "1 s", "1s2", "1..5s", "315360001", "1e3", "٣"})
  void readsNoDurationFromWhatIsNone(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @Test
  void readsBackEveryDurationThatItWrites() {
    Samples.forAll(
        500,
        samples -> {
          Duration duration = Duration.ofNanos(samples.number(315_360_000L * 1_000_000_000L));
          assertThat(Durations.parse(Durations.format(duration))).contains(duration);
        });
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0", "PT0.001S, 1", "PT1S, 1", "PT1.000000001S, 2"})
  void roundsSecondsUp(Duration duration, long seconds) {
    assertThat(Durations.wholeSeconds(duration)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({
    "/a:/b, BIND, /a, /b, '', true",
    "/a:/b:ro, BIND, /a, /b, 'ro', false",
    "/a:/b:readonly, BIND, /a, /b, 'readonly', false",
    "./a:/b:z, BIND, ./a, /b, 'z', true",
    "'data:/b:Z,ro', NAMED, data, /b, 'Z,ro', false",
    "data:/b:, NAMED, data, /b, '', true",
    "/only, ANONYMOUS, '', /only, '', true"
  })
  void readsAMount(
      String text,
      Mount.Kind kind,
      String source,
      String target,
      String options,
      boolean writable) {
    Mount mount = Mount.parse(text, AT).orElseThrow();
    assertThat(mount.kind()).isEqualTo(kind);
    assertThat(mount.source()).isEqualTo(source);
    assertThat(mount.destination()).isEqualTo(target);
    assertThat(String.join(",", mount.options())).isEqualTo(options);
    assertThat(mount.isWritable()).isEqualTo(writable);
    assertThat(Mount.parse(mount.argument(), AT)).contains(mount);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a:b", "/a:b", ":/b", "/a:/b:ro:z", "a::/b"})
  void readsNoMountFromWhatIsNone(String text) {
    assertThat(Mount.parse(text, AT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "no, NO, -1",
    "always, ALWAYS, -1",
    "unless-stopped, UNLESS_STOPPED, -1",
    "on-failure, ON_FAILURE, -1",
    "on-failure:3, ON_FAILURE, 3",
    "on-failure:0, ON_FAILURE, -1"
  })
  void readsARestartPolicy(String text, RestartPolicy.Kind kind, int retries) {
    RestartPolicy policy = RestartPolicy.parse(text).orElseThrow();
    assertThat(policy.kind()).isEqualTo(kind);
    assertThat(policy.retries().orElse(-1)).isEqualTo(retries);
    assertThat(RestartPolicy.parse(policy.toString())).contains(policy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "none", "Always", "always:3", "on-failure:", "on-failure:-1", "on-failure:x"})
  void readsNoRestartPolicyFromWhatIsNone(String text) {
    assertThat(RestartPolicy.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "5.4.2, 5, 4, true",
    "5.4.2, 5, 5, false",
    "5.10.0, 5, 9, true",
    "4.9.4-rhel, 4, 9, true",
    "4.9.4-rhel, 5, 0, false",
    "6, 5, 9, true",
    "5.0-dev, 5, 0, true",
    "unknown, 1, 0, false",
    "'', 0, 0, false"
  })
  void comparesEngineVersions(String version, int major, int minor, boolean expected) {
    assertThat(new EngineInfo("podman", version).isAtLeast(major, minor)).isEqualTo(expected);
  }

  @Test
  void flattensAConfigurationToPathsByScope() {
    ContainerSpec spec =
        Configurations.read(
                "set",
                """
                web:
                  image: i
                  restart: always
                  start_order: 2
                  command: [a, b c]
                  environment: {A: 1, b.c: 2}
                  sysctls: {net.core.somaxconn: 5}
                  kill_mode: process
                """)
            .containers()
            .getFirst();
    assertThat(spec.flattened(Set.of(Key.Scope.CONTAINER)))
        .isEqualTo(
            Map.of(
                "image", "i",
                "command[0]", "a",
                "command[1]", "b c",
                "environment.A", "1",
                "environment.b.c", "2",
                "sysctls.net.core.somaxconn", "5"));
    assertThat(spec.flattened(Set.of(Key.Scope.UNIT)))
        .isEqualTo(Map.of("restart", "always", "kill_mode", "process", "start_order", "2"));
    SortedMap<String, String> all = spec.flattened(EnumSet.allOf(Key.Scope.class));
    assertThat(all).containsEntry("start_order", "2").hasSize(9);
  }

  @Test
  void sortsProblemsByPlaceAndCountsEachOnce() {
    Problems problems = new Problems();
    problems.error(new SourcePosition("b", 1, 1), "third");
    problems.error(new SourcePosition("a", 10, 1), "second");
    problems.warning(new SourcePosition("a", 9, 2), "first", "advice");
    problems.error(new SourcePosition("b", 1, 1), "third");
    assertThat(problems.sorted().stream().map(Problem::toString))
        .containsExactly(
            "a:9:2: warning: first (advice)", "a:10:1: error: second", "b:1:1: error: third");
    assertThat(problems.hasErrors()).isTrue();
  }
}
