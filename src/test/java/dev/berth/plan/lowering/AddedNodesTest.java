package dev.berth.plan.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.AddedNodes.Added;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is added to a plan while it is carried out. */
class AddedNodesTest {
  private static Node node(String container, String... after) {
    return new Node(
        id(container),
        new StartContainer(new ContainerName(container)),
        ids(after),
        Set.of(),
        0,
        true);
  }

  private static NodeId id(String container) {
    Operation start = new StartContainer(new ContainerName(container));
    return NodeId.of(new Behalf.Own(new ContainerName("w")), start);
  }

  private static Set<NodeId> ids(String... containers) {
    return Set.copyOf(java.util.Arrays.stream(containers).map(AddedNodesTest::id).toList());
  }

  @Test
  void whatIsThereAlreadyGetsAnotherNameAndIsFoundUnderItsOwn() {
    AddedNodes nodes = new AddedNodes(List.of(node("a")));

    Added added = nodes.add(List.of(node("a"), node("b", "a")), Added.NONE, false, _ -> 7);

    assertThat(added.nodes())
        .extracting(node -> node.id().behalf().text())
        .containsExactly("w again", "w");
    assertThat(added.nodes()).extracting(Node::step).containsOnly(7);
    assertThat(added.nodes().getLast().after()).containsExactly(added.nodes().getFirst().id());
    assertThat(added.of(Map.of(added.nodes().getFirst().id(), "done")))
        .isEqualTo(Map.of(id("a"), "done"));
  }

  @Test
  void whatComesAfterOthersWaitsForTheirSuccessOrOnlyForTheirEnd() {
    AddedNodes nodes = new AddedNodes(List.of());
    Added first = nodes.add(List.of(node("a")), Added.NONE, false, _ -> 1);

    assertThat(nodes.add(List.of(node("b")), first, true, _ -> 1).nodes().getFirst().after())
        .isEqualTo(ids("a"));
    assertThat(nodes.add(List.of(node("c")), first, false, _ -> 1).nodes().getFirst().afterEnd())
        .isEqualTo(ids("a"));
  }
}
