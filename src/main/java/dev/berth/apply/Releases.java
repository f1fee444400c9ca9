package dev.berth.apply;

import dev.berth.model.Change;
import dev.berth.model.Change.Release;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.operation.Node;
import dev.berth.plan.lowering.Teardown;
import dev.berth.run.Result;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services that were ended early, as they give up what another one takes. Those whose turn
 * never comes are started again as they were.
 */
record Releases(StepOperations operations, Progress progress) {

  /**
   * Starts those again that were ended and whose own step was not begun; their files are the former
   * ones by now.
   *
   * @param results of the whole run
   */
  void restore(List<StepResult> results) {
    List<Change> done =
        results.stream()
            .filter(result -> result.outcome() != StepResult.Outcome.SKIPPED)
            .map(result -> result.step().change())
            .toList();
    Set<ContainerName> begun =
        done.stream()
            .filter(Service.class::isInstance)
            .flatMap(change -> change.about().stream())
            .collect(Collectors.toSet());
    // An interruption is the very reason why some are left.
    operations.follow(
        Teardown.takenBack(
            done.stream()
                .filter(Release.class::isInstance)
                .map(Release.class::cast)
                .filter(release -> !begun.contains(release.container()))
                .toList()),
        this::tell);
  }

  private void tell(Node node, Result result) {
    progress.note(
        "'"
            + node.id().behalf().text()
            + "' was stopped for another one, and "
            + (result instanceof Result.Failed failed
                ? "does not start again: " + failed.failure().words()
                : "runs again"));
  }
}
