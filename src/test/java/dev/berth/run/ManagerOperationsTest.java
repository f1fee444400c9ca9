package dev.berth.run;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.host.PlayedWaits;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.model.operation.ManagerOperation.BeginStart;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.ManagerOperation.EnableUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.RestartUnit;
import dev.berth.model.operation.ManagerOperation.StartHealthy;
import dev.berth.model.operation.ManagerOperation.StartTogether;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.ManagerOperation.StopForgotten;
import dev.berth.model.operation.ManagerOperation.StopTogether;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.ManagerOperation.ThawUnit;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What systemd is asked for, several units in one call, and what is said where it would not. */
class ManagerOperationsTest {
  private static final String JOB_FAILED = "Job for b.service failed.\n";

  /** What is answered to a command that has these words. */
  private final Map<String, CommandResult> answers = new TreeMap<>();

  private final RecordedRunner runner = new RecordedRunner(this::play);
  private final PlayedRuntime engine = new PlayedRuntime();
  private final ManagerOperations operations =
      new ManagerOperations(
          new Systemctl(runner, Scope.SYSTEM),
          new Journal(runner, Scope.SYSTEM),
          engine.engine(),
          new PlayedWaits(),
          () -> false);

  private CommandResult play(String line) {
    return answers.entrySet().stream()
        .filter(one -> line.contains(one.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElseGet(() -> answer(""));
  }

  private List<Optional<String>> problems(ManagerOperation... asked) {
    return operations.run(List.of(asked)).stream().map(Result::problem).toList();
  }

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of(
            new EnableUnit(new UnitName("a.service")),
            new EnableUnit(new UnitName("b.service")),
            "enable --no-reload"),
        Arguments.of(
            new DisableUnit(new UnitName("a.service")),
            new DisableUnit(new UnitName("b.service")),
            "disable --no-reload"),
        Arguments.of(
            new ResetFailed(new UnitName("a.service")),
            new ResetFailed(new UnitName("b.service")),
            "reset-failed"),
        Arguments.of(
            new BeginStart(new UnitName("a.service")),
            new BeginStart(new UnitName("b.service")),
            "start --no-block"),
        Arguments.of(
            new StartUnit(new UnitName("a.service")),
            new StartUnit(new UnitName("b.service")),
            "start"),
        Arguments.of(
            new RestartUnit(new UnitName("a.service")),
            new RestartUnit(new UnitName("b.service")),
            "restart"),
        Arguments.of(
            new StopUnit(new UnitName("a.service")),
            new StopUnit(new UnitName("b.service")),
            "stop"),
        Arguments.of(
            new StopTogether(
                new ContainerName("a"),
                List.of(new UnitName("a.service")),
                List.of(new UnitName("a.service"))),
            new StopTogether(
                new ContainerName("b"),
                List.of(new UnitName("b.service")),
                List.of(new UnitName("b.service"))),
            "stop"),
        Arguments.of(
            new StartTogether(new ContainerName("a"), List.of(new UnitName("a.service"))),
            new StartTogether(new ContainerName("b"), List.of(new UnitName("b.service"))),
            "start"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void severalOfAKindAreOneCall(ManagerOperation one, ManagerOperation other, String verb) {
    assertThat(problems(one, other)).containsExactly(Optional.empty(), Optional.empty());
    assertThat(runner.lines()).hasSize(1);
    assertThat(runner.lines().getFirst())
        .startsWith("systemctl " + verb)
        .endsWith("a.service b.service");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void ofACallThatFailsEachIsTold(ManagerOperation one, ManagerOperation other, String verb) {
    boolean isByJob = !verb.contains("-");
    answers.put("systemctl " + verb, failure(1, "", isByJob ? JOB_FAILED : "Access denied\n"));

    List<Optional<String>> problems = problems(one, other);

    if (isByJob) {
      assertThat(problems).containsExactly(Optional.empty(), Optional.of(JOB_FAILED.strip()));
    } else {
      assertThat(problems)
          .containsExactly(Optional.of("Access denied"), Optional.of("Access denied"));
    }
  }

  @Test
  void systemdReadsItsUnitsOnceForAllThatAskForIt() {
    assertThat(problems(new ReloadManager(), new ReloadManager()))
        .containsExactly(Optional.empty(), Optional.empty());
    assertThat(runner.lines()).singleElement().asString().endsWith("daemon-reload");

    answers.put("daemon-reload", failure(1, "", "Access denied\n"));
    assertThat(problems(new ReloadManager(), new ReloadManager()))
        .containsExactly(Optional.of("Access denied"), Optional.of("Access denied"));
  }

  /** Nothing is frozen here. */
  @Test
  void nothingIsThawedThatIsNotFrozen() {
    assertThat(
            problems(
                new ThawUnit(new UnitName("no-such-a.service")),
                new ThawUnit(new UnitName("no-such-b.service"))))
        .containsExactly(Optional.empty(), Optional.empty());
    assertThat(runner.lines()).isEmpty();
  }

  /** A timer that does not stop keeps nobody from what is done next. */
  @Test
  void ofUnitsThatStopTogetherOnlyThoseCountThatAreNeeded() {
    answers.put("systemctl stop", failure(1, "", JOB_FAILED));
    List<UnitName> units = List.of(new UnitName("a.service"), new UnitName("b.service"));

    assertThat(
            problems(
                new StopTogether(new ContainerName("a"), units, List.of(new UnitName("a.service"))),
                new StopTogether(new ContainerName("b"), units, units)))
        .containsExactly(Optional.empty(), Optional.of(JOB_FAILED.strip()));
  }

  @ParameterizedTest
  @CsvSource({
    "'Error: no such image', '', no such image",
    "'', 'b.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED',"
        + " 'ended before it was up, with exit code 3'",
    "'', '', Job for b.service failed.",
  })
  void whyAUnitDidNotStartIsToldInTheBestWordsThatThereAre(
      String ofEngine, String ofSystemd, String told) {
    answers.put("systemctl start", failure(1, "", JOB_FAILED));
    answers.put("systemctl restart", failure(1, "", JOB_FAILED));
    answers.put("--unit=b.service --identifier=podman", answer(ofEngine));
    answers.put("--unit=b.service --identifier=systemd --identifier=systemd", answer(ofSystemd));

    assertThat(
            problems(
                new StartUnit(new UnitName("a.service")), new StartUnit(new UnitName("b.service"))))
        .containsExactly(Optional.empty(), Optional.of(told));
    assertThat(problems(new RestartUnit(new UnitName("b.service"))))
        .containsExactly(Optional.of(told));
    assertThat(problems(new StartHealthy(new UnitName("b.service"), new ContainerName("b"), false)))
        .containsExactly(Optional.of(told));
    assertThat(problems(new StartHealthy(new UnitName("b.service"), new ContainerName("b"), true)))
        .containsExactly(Optional.of(told));
  }

  @ParameterizedTest
  @CsvSource({
    "loaded, false",
    "not-found, true",
    "'', false",
  })
  void theEngineStopsWhatSystemdHasForgotten(String loadState, boolean isStopped) {
    if (!loadState.isEmpty()) {
      answers.put("systemctl show", answer("Id=a.service\nLoadState=" + loadState + "\n"));
    }

    assertThat(
            problems(
                new StopForgotten(
                    new UnitName("a.service"), new ContainerName("a"), Duration.ofSeconds(7))))
        .containsExactly(Optional.empty());
    assertThat(engine.calls)
        .isEqualTo(isStopped ? List.of("stop a " + Duration.ofSeconds(7)) : List.of());
  }

  @Test
  void whatTheEngineCannotStopIsTold() {
    answers.put("systemctl show", answer("Id=a.service\nLoadState=not-found\n"));
    engine.answers.put("stop", failure(125, "", "Error: is paused\n"));

    assertThat(
            problems(
                new StopForgotten(
                    new UnitName("a.service"), new ContainerName("a"), Duration.ZERO)))
        .singleElement()
        .asString()
        .contains("is paused");
  }
}
