package dev.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.PlayedWaits;
import dev.berth.model.ContainerName;
import dev.berth.model.operation.ContainerOperation.AwaitExit;
import dev.berth.model.operation.ContainerOperation.Exec;
import dev.berth.model.operation.ContainerOperation.ExpectedEnd;
import dev.berth.model.operation.ContainerOperation.LookForUsers;
import dev.berth.model.operation.ContainerOperation.RunContainer;
import dev.berth.model.operation.StoreOperation.PullImage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of programs, pulls and looks into an image, by what the engine answers. */
class ProgramsTest {
  private static final ExpectedEnd KEPT = new ExpectedEnd(Set.of(0, 3), true);
  private static final ExpectedEnd LOST = new ExpectedEnd(Set.of(0), false);

  private final PlayedWaits waits = new PlayedWaits();
  private final Deque<CommandResult> answers = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final RuntimeControl control =
      (RuntimeControl)
          Proxy.newProxyInstance(
              RuntimeControl.class.getClassLoader(),
              new Class<?>[] {RuntimeControl.class},
              (_, _, arguments) -> {
                CommandResult answer = answers.removeFirst();
                if (arguments[arguments.length - 1] instanceof Consumer<?> onLine) {
                  @SuppressWarnings("unchecked")
                  Consumer<String> printer = (Consumer<String>) onLine;
                  answer.stdout().lines().forEach(printer);
                }
                return answer;
              });

  private void answer(int exitCode, String stdout, String stderr) {
    answers.add(new CommandResult(List.of("engine"), exitCode, stdout, stderr, false));
  }

  private Result run(ExpectedEnd expected, boolean isAwaited) {
    return new Programs(control, waits)
        .run(
            new RunContainer(
                new ContainerName("task"), List.of("run"), Map.of(), expected, isAwaited),
            told::add);
  }

  private Result exec() {
    return new Programs(control, waits)
        .run(new Exec(new ContainerName("job"), List.of("exec"), Map.of(), LOST), told::add);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "3, true", "4, false"})
  void anAcceptedEndIsASuccess(int exitCode, boolean isDone) {
    answer(exitCode, "said\n", "");

    assertThat(run(KEPT, true).isDone()).isEqualTo(isDone);
    assertThat(told).containsExactly("said");
  }

  @Test
  void anotherEndIsToldWithWhereToReadMoreAndWhatItPrinted() {
    answer(4, "said\n", "");
    assertThat(run(KEPT, true).problem())
        .contains(
            "ended with exit code 4, accepted: 0, 3; see 'berth logs task'; it printed:\n"
                + "         | said");
    answer(4, "", "");
    assertThat(run(KEPT, true).problem())
        .contains("ended with exit code 4, accepted: 0, 3; see 'berth logs task'");
    answer(4, "", "");
    assertThat(run(LOST, true).problem())
        .contains("ended with exit code 4, accepted: 0; it printed nothing");
  }

  @Test
  void theEnginesOwnFailureIsToldInItsWords() {
    answer(125, "", "Error: no such image");
    assertThat(run(KEPT, true)).isInstanceOf(Result.Failed.class);
    answer(125, "", "Error: no such image");
    assertThat(run(KEPT, true).problem().orElseThrow())
        .contains("no such image")
        .doesNotContain("ended with");
    answer(125, "", "");
    assertThat(run(KEPT, true).problem().orElseThrow()).startsWith("ended with exit code 125");
    answer(126, "", "Error: no such image");
    assertThat(run(KEPT, true).problem().orElseThrow()).startsWith("ended with exit code 126");
  }

  @Test
  void ofOneThatNobodyWaitsForOnlyTheEnginesCommandCounts() {
    answer(3, "", "Error: refused");
    assertThat(run(KEPT, false).isDone()).isFalse();
    answer(0, "", "");
    assertThat(run(KEPT, false).isDone()).isTrue();
  }

  @Test
  void noAnswerInTimeIsAnotherFailureThanARefusal() {
    CommandResult late = new CommandResult(List.of(), 137, "", "", true);

    assertThat(Results.of(late).problem()).contains("the engine gave no answer in time");
    assertThat(Results.of(new CommandResult(List.of(), 1, "", "Error: no", false)).problem())
        .isNotEqualTo(Results.of(late).problem());
    assertThat(Results.of(new CommandResult(List.of(), 0, "", "", false)).isDone()).isTrue();
  }

  @Test
  void theEndThatIsWaitedForIsJudgedAsThatOfACommand() {
    AwaitExit await = new AwaitExit(new ContainerName("task"), KEPT);
    answer(0, "3\n", "");
    assertThat(new Programs(control, waits).await(await).isDone()).isTrue();
    answer(0, "4\n", "");
    assertThat(new Programs(control, waits).await(await).problem().orElseThrow())
        .startsWith("ended with exit code 4");
    answer(1, "", "Error: no such container");
    assertThat(new Programs(control, waits).await(await).problem().orElseThrow())
        .contains("no such container");
  }

  @ParameterizedTest
  @CsvSource({
    "125, Error: container state improper",
    "125, Error: no such container",
    "125, Error: no container with name x",
    "126, Error: container x is not running",
    "1, Error response from daemon: container x is not running"
  })
  void aCommandIsTriedAgainInWhatIsNotUpYet(int exitCode, String words) {
    answer(exitCode, "", words);
    answer(0, "", "");

    assertThat(exec().isDone()).isTrue();
    assertThat(answers).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, the server is not running",
    "125, Error: no such image",
    "124, no such container"
  })
  void noOtherFailureOfACommandIsTriedAgain(int exitCode, String words) {
    answer(exitCode, "", words);

    assertThat(exec().isDone()).isFalse();
  }

  @Test
  void aPullIsTriedAgainUntilItSucceeds() {
    answer(1, "", "Error: registry is away");
    answer(0, "", "");

    assertThat(pull(false).isDone()).isTrue();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst()).startsWith("try 1 of 4 failed: ").endsWith("registry is away");
  }

  /** Each pause is half as long as it may be, or longer. */
  @Test
  void aPullIsTriedFourTimesWithLongerAndLongerPauses() {
    for (int i = 1; i <= 4; i++) {
      answer(1, "", "Error: try " + i);
    }

    assertThat(pull(false).problem()).contains("Error: try 4");
    assertThat(told)
        .extracting(line -> line.replaceFirst(" failed: .*", ""))
        .containsExactly("try 1 of 4", "try 2 of 4", "try 3 of 4", "try 4 of 4");
    assertThat(waits.now()).isBetween(Duration.ofMillis(3500), Duration.ofMillis(7000));
  }

  @Test
  void aContainerThatIsNotUpYetIsTriedForAMinute() {
    for (int i = 0; i < 122; i++) {
      answer(125, "", "no such container");
    }

    assertThat(exec().isDone()).isFalse();
    assertThat(waits.now()).isEqualTo(Duration.ofMinutes(1));
    assertThat(answers).hasSize(1);
  }

  @Test
  void anInterruptedPullIsNotTriedAgain() {
    answer(1, "", "Error: registry is away");

    assertThat(pull(true).problem().orElseThrow()).endsWith("registry is away");
  }

  private Result pull(boolean isInterrupted) {
    return new ImageFetch(control, waits, () -> isInterrupted)
        .run(new PullImage("image"), told::add);
  }

  private Result look(List<String> users, List<String> groups) {
    return new TrialUsers(control)
        .look(
            new LookForUsers(
                new ContainerName("trial"), new ContainerName("trial"), users, groups));
  }

  private void archive(String content) {
    answer(0, "h".repeat(512) + content + "\0\0\0", "");
  }

  @Test
  void theFirstUserThatAnImageLacksIsTold() {
    archive("root:x:0:0\nweb:x:1:1\n");
    assertThat(look(List.of("web", "root"), List.of()).isDone()).isTrue();
    archive("root:x:0:0\n");
    assertThat(look(List.of("root", "web", "db"), List.of()).problem())
        .contains("the image has no user 'web'");
    archive("root:x:0\n");
    assertThat(look(List.of(), List.of("wheel")).problem())
        .contains("the image has no group 'wheel'");
    answer(0, "h".repeat(512) + "web:x:1:1", "");
    assertThat(look(List.of("web"), List.of()).isDone()).isTrue();
    answer(0, "h".repeat(512), "");
    assertThat(look(List.of("web"), List.of()).isDone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Error: could not be found", "Could not find the file /etc/passwd"})
  void anImageWithoutTheFileHasNoUsers(String words) {
    answer(1, "", words);

    assertThat(look(List.of("web"), List.of()).isDone()).isFalse();
  }

  @Test
  void aFileThatCannotBeReadSaysNothing() {
    answer(1, "", "Error: permission denied");

    assertThat(look(List.of("web"), List.of()).isDone()).isTrue();
    assertThat(look(List.of(), List.of()).isDone()).isTrue();
  }
}
