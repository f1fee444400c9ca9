package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes, quick ones. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessRunnerTest {
  private final List<List<String>> traced = new ArrayList<>();
  private final ProcessRunner runner = new ProcessRunner(command -> traced.add(command.argv()));

  @Test
  void drainsBothOutputsAtOnce() {
    CommandResult result =
        runner.run(
            shell(
                "yes out | head -c 1048576 & yes err | head -c 1048576 >&2; wait",
                Duration.ofSeconds(20)));
    assertThat(result.succeeded()).isTrue();
    assertThat(result.stdout()).startsWith("out\nout\n").hasSizeGreaterThan(1_048_000);
    assertThat(result.stderr()).startsWith("err\nerr\n").hasSizeGreaterThan(1_048_000);
  }

  @Test
  void passesWordsAsTheyAre() {
    CommandResult result =
        runner.run(Command.reading(List.of("printf", "%s|", "a b", "$HOME", "", "it's", "ä")));
    assertThat(result.stdout()).isEqualTo("a b|$HOME||it's|ä|");
  }

  @Test
  void endsWhatTakesTooLong() {
    long begun = System.nanoTime();
    CommandResult result = runner.run(shell("echo before; sleep 60", Duration.ofMillis(300)));
    assertThat(result.timedOut()).isTrue();
    assertThat(result.succeeded()).isFalse();
    assertThat(result.stdout()).isEqualTo("before");
    assertThat(secondsSince(begun)).isLessThan(5);
  }

  @Test
  void endsTheChildrenOfWhatTakesTooLong() {
    CommandResult result =
        runner.run(shell("sleep 60 & echo $!; sleep 60; true", Duration.ofMillis(300)));
    assertThat(result.timedOut()).isTrue();
    assertThat(ProcessHandle.of(Long.parseLong(result.stdout())).filter(ProcessHandle::isAlive))
        .isEmpty();
  }

  @Test
  void endsChildrenThatDoNotHearATermination() {
    long begun = System.nanoTime();
    CommandResult result =
        runner.run(
            shell("(trap '' TERM; echo deaf; sleep 60; sleep 60) & wait", Duration.ofMillis(300)));
    assertThat(result.timedOut()).isTrue();
    assertThat(result.stdout()).isEqualTo("deaf");
    assertThat(secondsSince(begun)).isLessThan(15);
  }

  @Test
  void atTheEndOfARunWhatStillReadsEndsAndWhatChangesGoesOn() throws Exception {
    CompletableFuture<CommandResult> reads =
        SideBySide.begin(() -> runner.run(shell("exec sleep 60")));
    CompletableFuture<CommandResult> changes =
        SideBySide.begin(
            () ->
                runner.run(
                    Command.changing(
                        List.of("sh", "-c", "sleep 1; echo done"), Duration.ofMinutes(1))));
    while (runner.started() < 2) {
      Thread.sleep(10);
    }

    runner.endReading();

    assertThat(reads.get(20, TimeUnit.SECONDS).succeeded()).isFalse();
    assertThat(changes.get(20, TimeUnit.SECONDS).stdout()).isEqualTo("done");
    assertThat(runner.run(shell("exec sleep 60")).succeeded()).isFalse();
  }

  @Test
  void endsWhatAnswersWithoutEnd() {
    assertThatThrownBy(() -> runner.run(Command.reading(List.of("yes", "[]"))))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("yes [] answered more than 32 million characters");
    assertThatThrownBy(() -> runner.run(shell("tr '\\0' x </dev/zero")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageEndingWith("answered more than 32 million characters");
  }

  /** Many lines of next to nothing, and then more than is kept. */
  @Test
  @Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void keepsTheEndOfWhatAChangeSays() {
    String script =
        "yes | head -c 4000000; yes $(printf %01000d 0) | head -c 36000000; echo; echo the end";
    CommandResult result =
        runner.run(Command.changing(List.of("sh", "-c", script), Duration.ofSeconds(200)));
    assertThat(result.succeeded()).isTrue();
    assertThat(result.lastWords()).isEqualTo("the end");
    assertThat(result.stdout().length()).isBetween(Output.MOST / 2, Output.MOST - 1);
  }

  @Test
  void doesNotWaitForWhatAProcessLeavesBehind() {
    long begun = System.nanoTime();
    CommandResult result = runner.run(shell("setsid sleep 20 & echo $!"));
    ProcessHandle.of(Long.parseLong(result.stdout())).ifPresent(ProcessHandle::destroyForcibly);
    assertThat(result.succeeded()).isTrue();
    assertThat(secondsSince(begun)).isLessThan(15);
  }

  @Test
  void tellsHowAProcessEnded() {
    assertThat(runner.run(shell("exit 3")).exitCode()).isEqualTo(3);
    assertThat(runner.run(shell("kill -TERM $$")).exitCode()).isEqualTo(128 + 15);
    assertThat(runner.run(shell("kill -KILL $$")).exitCode()).isEqualTo(128 + 9);
    assertThat(runner.run(shell("echo one; echo 'the reason ' >&2; echo >&2; exit 1")).lastWords())
        .isEqualTo("the reason");
  }

  @Test
  void namesAProgramThatIsMissing() {
    assertThatThrownBy(() -> runner.run(Command.reading(List.of("/nonexistent/podman", "ps"))))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("cannot run /nonexistent/podman");
    assertThat(runner.started()).isZero();
  }

  @Test
  void speaksTheLanguageThatIsParsed() {
    Command command =
        shell("echo $LC_ALL-$MODE")
            .withEnvironment(Map.of("MODE", "blue", "LC_ALL", "de_DE.UTF-8"));
    assertThat(runner.run(command).stdout()).isEqualTo("C-blue");
  }

  @Test
  void givesNothingToRead() {
    assertThat(runner.run(shell("cat; echo end")).stdout()).isEqualTo("end");
  }

  @Test
  void leavesALongLineWholeAndAnEmptyOneEmpty() {
    CommandResult result =
        runner.run(shell("head -c 3000000 /dev/zero | tr '\\0' x; printf '\\r\\n\\n\\nend\\n'"));
    assertThat(result.stdout()).isEqualTo("x".repeat(3_000_000) + "\n\n\nend");
  }

  @Test
  void tellsEachLineAsItComes() {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    runner.run(shell("echo a; echo b >&2; printf c").tellingLines(lines::add));
    assertThat(lines).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void countsAndTracesWhatItStarts() {
    runner.run(Command.reading(List.of("true")).withEnvironment(Map.of("SECRET", "x")));
    runner.run(Command.changing(List.of("false"), Duration.ofSeconds(5)));
    assertThat(runner.started()).isEqualTo(2);
    assertThat(traced).containsExactly(List.of("true"), List.of("false"));
  }

  private static Command shell(String script) {
    return Command.reading(List.of("sh", "-c", script));
  }

  private static Command shell(String script, Duration timeout) {
    return new Command(
        List.of("sh", "-c", script), Map.of(), Optional.of(timeout), line -> {}, false);
  }

  private static long secondsSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toSeconds();
  }
}
