package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.service.PlannedCalls;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OperationsViewTest {
  private static final Node A = node("a", new StopUnit(new UnitName("a.service")), Set.of(), 1);
  private static final Node B = node("b", new StopUnit(new UnitName("b.service")), Set.of(), 0);
  private static final Node C = node("c", new StopUnit(new UnitName("long.service")), Set.of(), 1);
  private static final Node RELOAD =
      node("", new ReloadManager(), Set.of(A.id(), B.id(), C.id()), 0);
  private static final Node LAST =
      node("", new StopUnit(new UnitName("d.service")), Set.of(A.id(), C.id(), RELOAD.id()), 0);

  private static Node node(String workload, Operation operation, Set<NodeId> after, int step) {
    Behalf behalf =
        workload.isEmpty() ? new Behalf.Shared() : new Behalf.Own(new ContainerName(workload));
    NodeId id = NodeId.of(behalf, operation);
    return new Node(id, operation, after, Set.of(), step, true);
  }

  @Test
  void aLineForEachNamesItsStepAndWhatItWaitsFor() {
    Plan plan =
        new Plan(
            List.of(
                new Step(
                    1,
                    Stage.of(Phase.REMOVE),
                    new Change.RemoveTarget(new UnitName("a.target")),
                    List.of("no group needs it"),
                    Set.of())),
            List.of(),
            new TreeMap<>(),
            List.of());

    assertThat(
            PlanView.operations(
                    PlannedCalls.of(plan, List.of(A, B, C, RELOAD, LAST)), new Style(false))
                .lines())
        .containsExactly(
            "",
            "  1  stop unit a.service     step 1",
            "  2  stop unit b.service",
            "  3  stop unit long.service  step 1",
            "  4  reload systemd          after 1-3",
            "  5  stop unit d.service     after 1, 3-4",
            "5 operations.");
  }
}
