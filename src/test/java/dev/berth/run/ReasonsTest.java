package dev.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  private static Behalf behalf(String workload) {
    return workload.isEmpty() ? new Behalf.Shared() : new Behalf.Own(new ContainerName(workload));
  }

  private static Node node(String workload, String subject, boolean essential, NodeId... after) {
    return new Node(
        new NodeId(behalf(workload), "start container", subject),
        new StartContainer(new ContainerName(subject)),
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
            Reasons.byBehalf(
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
        .containsOnly(Map.entry(behalf(""), "no space"), Map.entry(behalf("web"), "no space"));
    assertThat(
            Reasons.byBehalf(List.of(well), Map.of(well.id(), new Result.Skipped("interrupted"))))
        .containsOnly(Map.entry(behalf("well"), "interrupted"));
  }
}
