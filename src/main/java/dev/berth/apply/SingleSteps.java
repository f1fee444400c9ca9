package dev.berth.apply;

import dev.berth.engine.CommandLine;
import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.WholeFile;
import dev.berth.model.Applied;
import dev.berth.model.Change;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import dev.berth.model.Step;
import dev.berth.model.Wanted;
import dev.berth.plan.ExecTargets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Carries out the steps that are one call of the engine each: tasks and execs. */
final class SingleSteps {
  private static final Duration EXEC_TARGET_PATIENCE = Duration.ofSeconds(60);
  private static final Duration EXEC_TARGET_POLL = Duration.ofMillis(500);
  private static final int ENGINE_FAILURE = 125;

  private final CommandLine commandLine;
  private final RuntimeControl control;
  private final Installation installation;
  private final AppliedRecords records;
  private final Progress progress;
  private final Wanted wanted;
  private final Observed observed;

  SingleSteps(
      CommandLine commandLine,
      RuntimeControl control,
      Installation installation,
      AppliedRecords records,
      Progress progress,
      Wanted wanted,
      Observed observed) {
    this.commandLine = commandLine;
    this.control = control;
    this.installation = installation;
    this.records = records;
    this.progress = progress;
    this.wanted = wanted;
    this.observed = observed;
  }

  /** Does it; what went wrong, or empty. */
  Optional<String> run(Step step) {
    return switch (step.change()) {
      case Change.RunTask task -> runTask(step, task.rendered());
      case Change.AwaitTask task -> awaitTask(task.rendered());
      case Change.RunExec exec -> runExec(step, exec.rendered());
      case Change.AdoptTask task -> {
        // Of what was left here all is the end and the record, and Adoption has seen to both.
        boolean isOurs =
            observed
                .container(task.subject())
                .filter(container -> container.ownership().isProven())
                .isPresent();
        if (isOurs || observed.elsewhere().containsKey(task.subject())) {
          recordAdopted(task.rendered());
        }
        // One of another configuration has its labels, which cannot change.
        yield isOurs ? failure(control.remove(task.subject(), Duration.ZERO)) : Optional.empty();
      }
      case Change.PullImage _,
          Change.CarryImage _,
          Change.Remove _,
          Change.RemoveFormer _,
          Change.Forget _,
          Change.Release _,
          Change.RemoveTarget _,
          Change.RemoveVolume _,
          Change.CreateVolume _,
          Change.CreateDirectory _,
          Change.Restrict _,
          Change.OrderBoot _,
          Change.Service _ ->
          throw new IllegalStateException("not a single step: " + step.change().verb());
    };
  }

  private Optional<String> runTask(Step step, Rendered task) {
    Optional<String> missing = MissingSources.problem(task.spec());
    if (missing.isPresent()) {
      return missing;
    }
    installation.writeFilesOfContainer(task);
    for (List<String> command : commandLine.beforeRun(task.name())) {
      Optional<String> failure = failure(control.execute(command, Map.of(), line -> {}));
      if (failure.isPresent()) {
        return failure;
      }
    }
    LastLines printed = new LastLines();
    CommandResult result =
        control.execute(
            task.argv(), task.environment(), printed.and(line -> progress.output(step, line)));
    if (!task.spec().isAwaited()) {
      Optional<String> failure = failure(result);
      if (failure.isEmpty()) {
        record(task);
      }
      return failure;
    }
    return judge(task, result, printed);
  }

  private Optional<String> awaitTask(Rendered task) {
    CommandResult waited = control.await(task.name());
    if (!waited.succeeded()) {
      return failure(waited);
    }
    int exitCode = Integer.parseInt(waited.stdout().strip());
    return judge(task, new CommandResult(waited.argv(), exitCode, "", "", false), new LastLines());
  }

  private Optional<String> runExec(Step step, Rendered exec) {
    installation.writeSecretFiles(exec);
    long begun = System.nanoTime();
    CommandResult result;
    LastLines printed;
    do {
      printed = new LastLines();
      result =
          control.execute(
              exec.argv(), exec.environment(), printed.and(line -> progress.output(step, line)));
    } while (targetIsNotUpYet(result)
        && Stopwatch.since(begun).compareTo(EXEC_TARGET_PATIENCE) < 0
        && Pause.of(EXEC_TARGET_POLL));
    exec.secretFiles().forEach(file -> WholeFile.remove(Path.of(file.path())));
    return judge(exec, result, printed);
  }

  /** Success and record, or what the exit code means. */
  private Optional<String> judge(Rendered rendered, CommandResult result, LastLines printed) {
    ContainerSpec spec = rendered.spec();
    if (spec.exitCodes().contains(result.exitCode())) {
      record(rendered);
      return Optional.empty();
    }
    if (result.exitCode() == ENGINE_FAILURE && !result.lastWords().isEmpty()) {
      return Optional.of(result.lastWords());
    }
    String message =
        "ended with exit code "
            + result.exitCode()
            + ", accepted: "
            + spec.exitCodes().stream()
                .sorted()
                .map(String::valueOf)
                .collect(java.util.stream.Collectors.joining(", "));
    // What an exec prints goes to nobody else, and what a removed task printed may be gone with it.
    boolean isKept = spec.role() != ContainerSpec.Role.EXEC && !spec.flag(Key.REMOVE);
    return Optional.of(
        message
            + (isKept ? "; see 'berth logs " + rendered.name() + "'" : "")
            + (isKept && printed.isEmpty() ? "" : "; " + printed.text()));
  }

  /** With what it ran in: the state of an exec's container, the image of a task. */
  private void record(Rendered rendered) {
    String target =
        rendered
            .spec()
            .execTarget()
            .map(container -> ExecTargets.state(container, wanted, observed))
            .orElseGet(() -> observed.imageId(rendered.spec().image()))
            .orElse("");
    records.write(rendered, new Applied(rendered.digest(), target, rendered.configuration()));
  }

  private void recordAdopted(Rendered task) {
    String image = observed.imageId(task.spec().image()).orElse("");
    records.write(task, new Applied(task.digest(), image, task.configuration(), true));
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

  private static Optional<String> failure(CommandResult result) {
    if (result.succeeded()) {
      return Optional.empty();
    }
    return Optional.of(
        result.timedOut() ? "the engine gave no answer in time" : result.lastWords());
  }
}
