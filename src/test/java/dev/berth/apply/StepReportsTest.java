package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.PlayedHost.Silence;
import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.run.Result;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of steps, from what becomes of their operations. */
class StepReportsTest {
  private static final Step STEP =
      new Step(
          1,
          Stage.of(Stage.Phase.PREPARE),
          new Change.CreateDirectory("/data"),
          List.of("why"),
          Set.of());

  private static Node node(String container) {
    Operation start = new StartContainer(new ContainerName(container));
    return new Node(
        NodeId.of(new Behalf.Own(new ContainerName(container)), start),
        start,
        Set.of(),
        Set.of(),
        1,
        true);
  }

  private static String told(StepReports.Telling telling, List<Node> nodes, Result... results) {
    StepReports reports = new StepReports(new Silence(), List.of(STEP), nodes, telling);
    for (int i = 0; i < nodes.size(); i++) {
      if (!(results[i] instanceof Result.Skipped)) {
        reports.begun(nodes.get(i));
      }
      reports.ended(nodes.get(i), results[i]);
    }
    StepResult result = reports.results().getFirst();
    return result.outcome() + ": " + result.message();
  }

  @Test
  void whatIsSkippedAfterSomethingWasDoneIsNoSuccess() {
    assertThat(
            told(
                StepReports.Telling.PLAIN,
                List.of(node("a"), node("b")),
                Result.done(),
                new Result.Skipped("it was not begun")))
        .isEqualTo("SKIPPED: it was not begun");
  }

  @Test
  void aFailureIsToldOnceWhatWasAddedForItIsOver() {
    StepReports reports =
        new StepReports(
            new Silence(),
            List.of(STEP),
            List.of(node("a")),
            new StepReports.Telling() {
              @Override
              public StepFailure failure(Step step, String why) {
                return new StepFailure(why + "; it is back", true);
              }
            });
    Node back = node("back");
    reports.begun(node("a"));
    reports.added(List.of(back));
    reports.ended(node("a"), Result.refused("no"));
    assertThat(reports.results()).isEmpty();

    reports.begun(back);
    reports.ended(back, Result.done());

    assertThat(reports.results())
        .extracting(result -> result.outcome() + ": " + result.message())
        .containsExactly("RESTORED: no; it is back");
  }
}
