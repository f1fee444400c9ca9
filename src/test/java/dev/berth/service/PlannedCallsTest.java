package dev.berth.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.MemoryOperation.ForgetRecord;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlannedCallsTest {
  private static final Plan PLAN =
      new Plan(
          List.of(
              new Step(
                  1,
                  Stage.of(Phase.REMOVE),
                  new Change.RemoveTarget(new UnitName("a.target")),
                  List.of("no group needs it", "nor anybody else"),
                  Set.of())),
          List.of(),
          new TreeMap<>(),
          List.of());

  private static final Node A =
      node("a", new StopUnit(new UnitName("a.service")), Set.of(), Set.of(), 1);
  private static final Node B =
      node("b", new StopUnit(new UnitName("b.service")), Set.of(), Set.of(), 0);
  private static final Node C =
      node("c", new StopUnit(new UnitName("c.service")), Set.of(), Set.of(), 0);
  private static final Node GONE =
      node("", new Barrier("all are gone"), Set.of(A.id()), Set.of(B.id(), C.id()), 0);
  private static final Node RELOAD = node("", new ReloadManager(), Set.of(GONE.id()), Set.of(), 0);
  private static final Node RESET =
      node("a", new ResetFailed(new UnitName("a.service")), Set.of(RELOAD.id()), Set.of(C.id()), 1);
  private static final Node FORGET =
      new Node(
          new NodeId(new Behalf.Own(new ContainerName("a")), "forget record of", "a"),
          new ForgetRecord(new ContainerName("a")),
          Set.of(),
          Set.of(GONE.id()),
          1,
          false);
  private static final List<Node> NODES = List.of(A, B, C, GONE, RELOAD, RESET, FORGET);

  private static Node node(
      String workload, Operation operation, Set<NodeId> after, Set<NodeId> afterEnd, int step) {
    Behalf behalf =
        workload.isEmpty() ? new Behalf.Shared() : new Behalf.Own(new ContainerName(workload));
    NodeId id = NodeId.of(behalf, operation);
    return new Node(id, operation, after, afterEnd, step, true);
  }

  @Test
  void eachTellsWhoMustHaveSucceededAndWhoMustOnlyBeOver() {
    List<Map<String, Object>> documents =
        PlannedCalls.of(PLAN, NODES).stream().map(PlannedCalls.Call::document).toList();

    assertThat(documents.get(3))
        .containsEntry("number", 4)
        .containsEntry("operation", "reload")
        .containsEntry("subject", "systemd")
        .containsEntry("after", List.of(1))
        .containsEntry("after_end", List.of(2, 3))
        .containsEntry("essential", true)
        .doesNotContainKeys("step", "cause", "workload");
    assertThat(documents.get(5))
        .containsEntry("operation", "forget-record-of")
        .containsEntry("workload", "a")
        .containsEntry("step", 1)
        .containsEntry("cause", "no group needs it; nor anybody else")
        .containsEntry("after", List.of())
        .containsEntry("after_end", List.of(1, 2, 3))
        .containsEntry("essential", false);
  }
}
