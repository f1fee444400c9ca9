package dev.berth.cli;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.Report;
import dev.berth.apply.StepResult;
import dev.berth.apply.StepResult.Outcome;
import dev.berth.engine.podman.Podman;
import dev.berth.host.RecordedRunner;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.SourcePosition;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import dev.berth.model.Value;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is told that Docker's firewall drops what Podman forwards. */
class ForwardedTrafficTest {
  private static final SourcePosition AT = SourcePosition.of("k.yaml");

  private final Desired desired =
      new Desired(
          List.of(new ContainerSet("k", List.of(spec("k1", "host"), spec("k2", "bridge")))));
  private String onPodman = "";

  private final RecordedRunner runner =
      new RecordedRunner(
          line -> {
            if (line.startsWith("iptables -w -S FORWARD")) {
              return answer("-P FORWARD DROP\n");
            }
            if (line.startsWith("iptables") || line.startsWith("nft")) {
              return answer("");
            }
            return onPodman.isEmpty()
                ? failure(125, "[]", "Error: no such container k2")
                : answer(
                    "[{\"Id\":\"1\",\"Name\":\"%s\",\"State\":{\"Status\":\"running\"}}]"
                        .formatted(onPodman));
          });

  @Test
  void whoNeverLeftDockerIsNotNamed() {
    Report report =
        report(
            result("k1", Kind.MIGRATE, Outcome.FAILED),
            result("k2", Kind.MIGRATE, Outcome.SKIPPED));
    assertThat(advice(report)).isEmpty();
    assertThat(advice(report(result("k2", Kind.MIGRATE, Outcome.RESTORED)))).isEmpty();
    assertThat(advice(report(result("k2", Kind.MIGRATE, Outcome.FAILED)))).isEmpty();
  }

  @Test
  void whoIsOnPodmanIs() {
    onPodman = "k2";
    assertThat(advice(report(result("k2", Kind.MIGRATE, Outcome.DONE)))).contains(": k2. Until");
    assertThat(advice(report(result("k1", Kind.REPLACE, Outcome.FAILED)))).contains(": k2. Until");
  }

  @Test
  void soIsOneThatFailsThereAgainAndAgain() {
    assertThat(advice(report(result("k2", Kind.CREATE, Outcome.FAILED)))).contains(": k2. Until");
  }

  @Test
  void anUnchangedRunAsksPodmanNothing() {
    assertThat(
            advice(
                new Report(
                    List.of(),
                    List.of(new ContainerName("k1"), new ContainerName("k2")),
                    new TreeMap<>(),
                    Map.of(),
                    Map.of(),
                    false)))
        .contains(": k2. Until");
    assertThat(runner.lines()).noneMatch(line -> line.startsWith("podman"));
  }

  private String advice(Report report) {
    return String.join(
        "\n",
        new ForwardedTraffic(runner, Podman.of(runner, "podman", "/usr/bin/podman").runtime())
            .advice(desired, report));
  }

  private static Report report(StepResult... results) {
    return new Report(
        Stream.of(results).toList(), List.of(), new TreeMap<>(), Map.of(), Map.of(), false);
  }

  private static StepResult result(String name, Kind kind, Outcome outcome) {
    Rendered rendered =
        new Rendered(
            spec(name, "bridge"),
            "k",
            "d",
            new TreeMap<>(),
            List.of(),
            Map.of(),
            Upkeep.NONE,
            List.of(),
            List.of());
    Step step =
        new Step(
            1,
            Stage.of(Stage.Phase.PREPARE),
            new Service(rendered, kind, true, true),
            List.of("why"),
            Set.of());
    return new StepResult(step, outcome, "", Duration.ZERO);
  }

  private static ContainerSpec spec(String name, String net) {
    EnumMap<Key, Value> values = new EnumMap<>(Key.class);
    values.put(Key.IMAGE, new Value.Scalar("busybox", AT));
    values.put(Key.RESTART, new Value.Scalar("always", AT));
    values.put(Key.NET, new Value.Scalar(net, AT));
    return new ContainerSpec(new ContainerName(name), AT, values, new TreeMap<>());
  }
}
