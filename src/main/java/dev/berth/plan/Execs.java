package dev.berth.plan;

import dev.berth.model.Applied;
import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.ExecTargets;
import dev.berth.model.Key;
import dev.berth.model.Observed;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import java.util.Optional;

/** Decides whether a command has to run in its container. */
final class Execs {
  private final RenderedState wanted;
  private final Observed observed;
  private final Problems problems;

  Execs(RenderedState wanted, Observed observed, Problems problems) {
    this.wanted = wanted;
    this.observed = observed;
    this.problems = problems;
  }

  Optional<Decision> decide(Rendered exec) {
    ContainerName target = exec.spec().execTarget().orElseThrow();
    Optional<String> targetState = ExecTargets.state(target, wanted, observed);
    if (targetState.isEmpty()) {
      problems.error(
          exec.spec().position(Key.COMMAND),
          "'" + exec.name() + "' runs in '" + target + "', which is neither wanted nor on the host",
          Namesakes.advice(target, observed)
              .orElse("the first word of the command is the container's name"));
      return Optional.empty();
    }
    if (exec.spec().text(Key.WHEN).filter("changed"::equals).isEmpty()) {
      return run(exec, "runs at every apply");
    }
    Applied applied = observed.applied().get(exec.name());
    if (applied == null) {
      return run(exec, "has not succeeded yet");
    }
    if (!applied.configuration().equals(exec.configuration())) {
      return run(exec, ConfigurationDifference.describe(exec, applied.digest(), observed));
    }
    return applied.target().equals(targetState.get())
        ? Optional.empty()
        : run(exec, "'" + target + "' changed");
  }

  private static Optional<Decision> run(Rendered exec, String reason) {
    return Optional.of(new Decision(new Change.RunExec(exec), reason));
  }
}
