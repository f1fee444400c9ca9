package dev.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  private static Node node(String workload, String subject, boolean essential, NodeId... after) {
    return new Node(
        new NodeId(workload, "start container", subject),
        new StartContainer(subject),
        Set.of(after),
        Set.of(),
        0,
        essential);
  }

  @Test
  void whatWasSkippedFailedForWhatItCameAfterAlsoWhereThatIsNobodys() {
    Node shared = node("", "shared", true);
    Node lost = node("lost", "lost", false);
    Node web = node("web", "web", true, shared.id());
    Node after = node("web", "after", true, web.id());
    Node well = node("well", "well", true);

    assertThat(
            Reasons.byWorkload(
                List.of(shared, lost, web, after, well),
                Map.of(
                    shared.id(),
                    Result.refused("no space"),
                    lost.id(),
                    Result.refused("it matters not"),
                    web.id(),
                    new Result.Skipped("the one before"),
                    after.id(),
                    new Result.Skipped("the one before"),
                    well.id(),
                    Result.done())))
        .containsOnly(Map.entry("", "no space"), Map.entry("web", "no space"));
    assertThat(
            Reasons.byWorkload(List.of(well), Map.of(well.id(), new Result.Skipped("interrupted"))))
        .containsOnly(Map.entry("well", "interrupted"));
  }
}
