package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Change;
import dev.berth.model.Change.CarryImage;
import dev.berth.model.Change.CreateDirectory;
import dev.berth.model.Change.CreateVolume;
import dev.berth.model.Change.Forget;
import dev.berth.model.Change.OrderBoot;
import dev.berth.model.Change.PullImage;
import dev.berth.model.Change.Restrict;
import dev.berth.model.ContainerName;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is done before the first service and after the last, in any order. */
class PreparationTest {
  private static List<Step> steps(Change... changes) {
    return IntStream.range(0, changes.length)
        .mapToObj(
            i -> new Step(i + 1, Stage.of(Phase.PREPARE), changes[i], List.of("because"), Set.of()))
        .toList();
  }

  @Test
  void eachIsMadeForItself() {
    assertThat(
            table(
                Preparation.of(
                    steps(
                        new PullImage("i"),
                        new CarryImage("j"),
                        new CreateVolume(Volume.local("data", Map.of(), Map.of())),
                        new CreateDirectory("/srv"),
                        new Restrict("/etc/secret")))))
        .isEqualTo(
            """
            : pull image i
            : carry image j
            : create volume data
            : make directory /srv
            : restrict /etc/secret\
            """);
    assertThatThrownBy(() -> Preparation.of(steps(new Forget(new ContainerName("web")))))
        .hasMessageStartingWith("no preparation: ");
  }

  /** Its targets are written by then. */
  @Test
  void theTargetsOfABootAreReachedWhereTheyAreNot() {
    assertThat(
            table(
                BootOrderLowering.of(
                    steps(
                        new OrderBoot("a", List.of(), List.of(), List.of()),
                        new OrderBoot(
                            "b",
                            List.of(),
                            List.of(),
                            List.of(new UnitName("x.target"), new UnitName("y.target")))))))
        .isEqualTo(
            """
            a: reach boot is ordered
            b: begin start of unit x.target
            b: begin start of unit y.target\
            """);
  }
}
