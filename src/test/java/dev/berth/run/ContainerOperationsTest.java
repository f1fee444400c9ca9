package dev.berth.run;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.host.PlayedWaits;
import dev.berth.model.ContainerName;
import dev.berth.model.Volume;
import dev.berth.model.operation.ContainerOperation;
import dev.berth.model.operation.ContainerOperation.AwaitExit;
import dev.berth.model.operation.ContainerOperation.CreateTrial;
import dev.berth.model.operation.ContainerOperation.Exec;
import dev.berth.model.operation.ContainerOperation.ExpectedEnd;
import dev.berth.model.operation.ContainerOperation.ForgetHealth;
import dev.berth.model.operation.ContainerOperation.FreeName;
import dev.berth.model.operation.ContainerOperation.LookForUsers;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.RemoveTrial;
import dev.berth.model.operation.ContainerOperation.RenameContainer;
import dev.berth.model.operation.ContainerOperation.ResumeCheck;
import dev.berth.model.operation.ContainerOperation.RunContainer;
import dev.berth.model.operation.ContainerOperation.RunService;
import dev.berth.model.operation.ContainerOperation.SetRestartPolicy;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.StoreOperation;
import dev.berth.model.operation.StoreOperation.CarryImage;
import dev.berth.model.operation.StoreOperation.CreateVolume;
import dev.berth.model.operation.StoreOperation.HoldImage;
import dev.berth.model.operation.StoreOperation.PullImage;
import dev.berth.model.operation.StoreOperation.RemoveVolume;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engine is asked for. */
class ContainerOperationsTest {
  private static final Duration GRACE = Duration.ofSeconds(9);
  private static final ExpectedEnd WELL = new ExpectedEnd(Set.of(0), false);
  private static final List<String> ARGV = List.of("engine", "it");

  private final PlayedRuntime engine = new PlayedRuntime();
  private final ContainerOperations operations =
      new ContainerOperations(engine.control, new PlayedWaits(), () -> true);

  static Stream<Arguments> ofContainers() {
    return Stream.of(
        Arguments.of(new StopContainer(new ContainerName("web"), GRACE), "stop web PT9S"),
        Arguments.of(new StartContainer(new ContainerName("web")), "start web"),
        Arguments.of(new RemoveContainer(new ContainerName("web"), GRACE), "remove web PT9S"),
        Arguments.of(new FreeName(new ContainerName("web"), ARGV), "execute [engine, it] {}"),
        Arguments.of(new ResumeCheck(new ContainerName("web"), ARGV, 1), "execute [engine, it] {}"),
        Arguments.of(
            new RunContainer(new ContainerName("web"), ARGV, Map.of("A", "b"), WELL, true),
            "execute [engine, it] {A=b}"),
        Arguments.of(new AwaitExit(new ContainerName("web"), WELL), "await web"),
        Arguments.of(
            new Exec(new ContainerName("web"), ARGV, Map.of("A", "b"), WELL),
            "execute [engine, it] {A=b}"),
        Arguments.of(
            new RunService(new ContainerName("web"), ARGV, Map.of("A", "b")),
            "execute [engine, it] {A=b}"),
        Arguments.of(new SetRestartPolicy(new ContainerName("web"), "no"), "setRestart web no"),
        Arguments.of(
            new RenameContainer(new ContainerName("web"), new ContainerName("was-web")),
            "rename web was-web"),
        Arguments.of(
            new CreateTrial(new ContainerName("web"), new ContainerName("trial"), ARGV),
            "execute [engine, it] {}"),
        Arguments.of(
            new RemoveTrial(new ContainerName("web"), new ContainerName("trial")),
            "removeTrials [trial]"));
  }

  @ParameterizedTest
  @MethodSource("ofContainers")
  void whatIsAskedForAContainerIsCalled(ContainerOperation operation, String call) {
    engine.answers.put("await", answer("0\n"));

    assertThat(operations.run(List.of(operation), line -> {})).containsExactly(Result.done());
    assertThat(engine.calls).containsExactly(call);

    engine.answers.put(call, failure(1, "", "Error: no\n"));
    engine.answers.put("await", failure(1, "", "Error: no\n"));
    assertThat(operations.run(List.of(operation), line -> {}).getFirst())
        .isInstanceOf(Result.Failed.class);
  }

  static Stream<Arguments> ofTheStore() {
    return Stream.of(
        Arguments.of(
            new CreateVolume(Volume.local("data", Map.of("a", "b"), Map.of())),
            "createVolume data"),
        Arguments.of(new RemoveVolume("data"), "removeVolumes [data]"),
        Arguments.of(new HoldImage("id", Set.of("held")), "tag id [held]"),
        Arguments.of(new PullImage("image"), "pull image"));
  }

  @ParameterizedTest
  @MethodSource("ofTheStore")
  void whatIsAskedForTheStoreIsCalled(StoreOperation operation, String call) {
    assertThat(operations.run(operation, line -> {})).isEqualTo(Result.done());
    engine.answers.put(call, failure(1, "", "Error: no\n"));
    assertThat(operations.run(operation, line -> {}).problem()).isPresent();
    assertThat(engine.calls).containsExactly(call, call);
  }

  @Test
  void whatTheEngineAnswersTooLateIsNotRefused() {
    engine.answers.put("start", new dev.berth.host.CommandResult(ARGV, 143, "", "", true));

    assertThat(operations.run(List.of(new StartContainer(new ContainerName("web"))), line -> {}))
        .containsExactly(
            new Result.Failed(new Failure.TimedOut("the engine gave no answer in time")));
  }

  /** Nobody tells how that went. */
  @Test
  void aHealthIsForgotten() {
    assertThat(operations.run(List.of(new ForgetHealth(new ContainerName("web"))), line -> {}))
        .containsExactly(Result.done());
    assertThat(engine.calls).containsExactly("forgetHealth web");
  }

  @Test
  void usersAreLookedForInTheTrial() {
    LookForUsers look =
        new LookForUsers(
            new ContainerName("web"), new ContainerName("trial"), List.of("web"), List.of());

    assertThat(operations.run(List.of(look), line -> {}).getFirst().problem())
        .contains("the image has no user 'web'");
    assertThat(engine.calls).containsExactly("copyOut trial /etc/passwd");
  }

  @Test
  void trialsAreRemovedInOneCall() {
    List<ContainerOperation> trials =
        List.of(
            new RemoveTrial(new ContainerName("a"), new ContainerName("trial-a")),
            new RemoveTrial(new ContainerName("b"), new ContainerName("trial-b")));
    engine.answers.put("removeTrials", failure(1, "", "no\n"));

    assertThat(operations.run(trials, line -> {}))
        .containsExactly(Result.refused("no"), Result.refused("no"));
    assertThat(engine.calls).containsExactly("removeTrials [trial-a, trial-b]");
  }

  @Test
  void nothingIsCarriedByOneEngineAlone() {
    assertThatThrownBy(() -> operations.run(new CarryImage("image"), line -> {}))
        .hasMessageContaining("one engine alone");
  }
}
