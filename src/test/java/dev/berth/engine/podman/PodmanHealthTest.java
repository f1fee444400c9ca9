package dev.berth.engine.podman;

import static dev.berth.engine.Specs.fields;
import static dev.berth.engine.Specs.list;
import static dev.berth.engine.Specs.mapping;
import static dev.berth.engine.Specs.scalar;
import static dev.berth.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodmanHealthTest {
  @Test
  void writesTheTestInTheFormThatEveryPodmanReadsAlike() {
    assertThat(PodmanHealth.command(List.of("CMD", "curl", "a b"))).isEqualTo("[\"curl\",\"a b\"]");
    assertThat(PodmanHealth.command(List.of("CMD", "/probe"))).isEqualTo("CMD /probe");
    assertThat(PodmanHealth.command(List.of("CMD", "/a b")))
        .isEqualTo("[\"CMD-SHELL\",\"'/a b'\"]");
    assertThat(PodmanHealth.command(List.of("CMD-SHELL", "none \"x\"\n|| exit 1")))
        .isEqualTo("[\"CMD-SHELL\",\"none \\\"x\\\"\\n|| exit 1\"]");
  }

  @Test
  void writesAllOfIt() {
    Value check =
        mapping(
            Map.of(
                "test", list("CMD-SHELL", "true"),
                "interval", scalar("10s"),
                "timeout", scalar("1.5s"),
                "retries", scalar("4"),
                "start_period", scalar("90s"),
                "start_interval", scalar("1s"),
                "on_failure", scalar("restart")));
    List<String> arguments = PodmanHealth.arguments(spec(Map.of(Key.HEALTHCHECK, check)));
    assertThat(arguments)
        .contains(
            "--health-cmd=[\"CMD-SHELL\",\"true\"]",
            "--health-timeout=1.5s",
            "--health-retries=4",
            "--health-start-period=90s",
            "--health-startup-interval=1s",
            "--health-on-failure=kill");
  }

  @Test
  void switchesOff() {
    assertThat(
            PodmanHealth.arguments(
                spec(Map.of(Key.HEALTHCHECK, fields(Map.of("disable", "true"))))))
        .containsExactly("--health-cmd=none");
    assertThat(
            PodmanHealth.arguments(
                spec(Map.of(Key.HEALTHCHECK, mapping(Map.of("test", list("NONE")))))))
        .containsExactly("--health-cmd=none");
    assertThat(PodmanHealth.arguments(spec(Map.of()))).isEmpty();
  }

  @Test
  void leavesTheImagesOwnTestAndAddsWhatFollowsFromIt() {
    assertThat(
            PodmanHealth.arguments(
                spec(Map.of(Key.HEALTHCHECK, fields(Map.of("on_failure", "stop"))))))
        .containsExactly("--health-on-failure=stop");
  }
}
