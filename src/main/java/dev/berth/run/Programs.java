package dev.berth.run;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.Waits;
import dev.berth.model.ContainerName;
import dev.berth.model.operation.ContainerOperation.AwaitExit;
import dev.berth.model.operation.ContainerOperation.Exec;
import dev.berth.model.operation.ContainerOperation.ExpectedEnd;
import dev.berth.model.operation.ContainerOperation.RunContainer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs what ends by itself, and judges how it has ended. */
final class Programs {
  private static final Duration EXEC_TARGET_PATIENCE = Duration.ofSeconds(60);
  private static final Duration EXEC_TARGET_POLL = Duration.ofMillis(500);

  /** What podman-run(1) and docker run end with when the failure is their own. */
  private static final int ENGINE_FAILURE = 125;

  private final RuntimeControl control;
  private final Waits waits;

  Programs(RuntimeControl control, Waits waits) {
    this.control = control;
    this.waits = waits;
  }

  Result run(RunContainer run, Consumer<String> output) {
    LastLines printed = new LastLines();
    CommandResult result = control.execute(run.argv(), run.environment(), printed.and(output));
    return run.awaited()
        ? judge(run.container(), run.expected(), result, printed)
        : Results.of(result);
  }

  Result await(AwaitExit await) {
    CommandResult waited = control.await(await.container());
    if (!waited.succeeded()) {
      return Results.of(waited);
    }
    int exitCode = Integer.parseInt(waited.stdout().strip());
    CommandResult ended = new CommandResult(waited.argv(), exitCode, "", "", false);
    return judge(await.container(), await.expected(), ended, new LastLines());
  }

  /** A container that has only just been started may not be ready for it. */
  Result run(Exec exec, Consumer<String> output) {
    Duration begun = waits.now();
    CommandResult result;
    LastLines printed;
    do {
      printed = new LastLines();
      result = control.execute(exec.argv(), exec.environment(), printed.and(output));
    } while (targetIsNotUpYet(result)
        && waits.now().minus(begun).compareTo(EXEC_TARGET_PATIENCE) < 0
        && waits.pause(EXEC_TARGET_POLL));
    return judge(exec.container(), exec.expected(), result, printed);
  }

  private static Result judge(
      ContainerName name, ExpectedEnd expected, CommandResult result, LastLines printed) {
    if (expected.accepted().contains(result.exitCode())) {
      return Result.done();
    }
    if (result.exitCode() == ENGINE_FAILURE && !result.lastWords().isEmpty()) {
      return Result.refused(result.lastWords());
    }
    String message =
        "ended with exit code "
            + result.exitCode()
            + ", accepted: "
            + expected.accepted().stream()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    return new Result.Failed(
        new Failure.Ended(
            result.exitCode(),
            message
                + (expected.kept() ? "; see 'berth logs " + name + "'" : "")
                + (expected.kept() && printed.isEmpty() ? "" : "; " + printed.text())));
  }

  private static boolean targetIsNotUpYet(CommandResult result) {
    String words = result.stderr().toLowerCase(Locale.ROOT);
    // Docker ends with 1 then, as many a command does, but says that it was the daemon's word.
    boolean isEnginesWord =
        result.exitCode() >= ENGINE_FAILURE
            || words.lines().anyMatch(line -> line.startsWith("error response from daemon: "));
    return isEnginesWord
        && (words.contains("container state improper")
            || words.contains("no such container")
            || words.contains("no container with name")
            || words.contains("is not running"));
  }
}
