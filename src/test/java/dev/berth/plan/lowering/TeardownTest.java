package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Change;
import dev.berth.model.Change.Forget;
import dev.berth.model.Change.Release;
import dev.berth.model.Change.Remove;
import dev.berth.model.Change.RemoveTarget;
import dev.berth.model.Change.RemoveVolume;
import dev.berth.model.ContainerName;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TeardownTest {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static List<Step> steps(Change... changes) {
    List<Step> steps = new ArrayList<>();
    for (Change change : changes) {
      steps.add(
          new Step(steps.size() + 1, Stage.of(Phase.REMOVE), change, List.of("because"), Set.of()));
    }
    return steps;
  }

  private static Remove service(String name, boolean present) {
    return new Remove(
        new ContainerName(name),
        Optional.of(UnitName.of("berth-", new ContainerName(name))),
        present,
        GRACE);
  }

  @Test
  void aUnitEndsBeforeItsContainerAndItsFileGoesLast() {
    assertThat(table(Teardown.of(steps(service("web", true)), unit -> true)))
        .isEqualTo(
            """
            web: stop unit berth-web.service
            web: disable unit berth-web.service? ; web: stop unit berth-web.service
            web: remove environment of web < web: stop unit berth-web.service ; web: disable unit berth-web.service
            web: remove container web < web: remove environment of web
            web: forget id of web < web: remove container web
            web: forget health of web < web: forget id of web
            web: remove unit file berth-web.service < web: forget health of web
            web: forget record of web < web: remove unit file berth-web.service
            web: forget former state of web < web: forget record of web
            : reach what goes is gone ; web: forget former state of web
            web: reset failures of unit berth-web.service? ; : reach what goes is gone\
            """);
  }

  @Test
  void aStrangerThatHasTheNameIsNotTouched() {
    assertThat(table(Teardown.of(steps(service("web", false)), unit -> true)))
        .doesNotContain("remove container");
  }

  @Test
  void whatSystemdHasForgottenIsStoppedByItsEngineFirst() {
    assertThat(table(Teardown.of(steps(service("web", true)), unit -> false)))
        .startsWith(
            """
            web: stop what is left of unit berth-web.service?
            : reach what systemd has forgotten is stopped ; web: stop what is left of unit berth-web.service
            web: stop unit berth-web.service ; : reach what systemd has forgotten is stopped
            """)
        .doesNotContain("remove unit file");
  }

  @Test
  void aContainerWithoutAUnitIsStoppedByItsEngine() {
    assertThat(
            table(
                Teardown.of(
                    steps(new Remove(new ContainerName("task"), Optional.empty(), true, GRACE)),
                    unit -> true)))
        .isEqualTo(
            """
            task: remove environment of task
            task: remove container task < task: remove environment of task
            task: forget id of task < task: remove container task
            task: forget health of task < task: forget id of task
            task: forget record of task < task: forget health of task
            task: forget former state of task < task: forget record of task\
            """);
  }

  @Test
  void volumesGoWhenAllContainersAreGone() {
    String table =
        table(
            Teardown.of(
                steps(service("web", true), new RemoveVolume("data"), service("db", true)),
                unit -> true));

    assertThat(table)
        .contains(
            ": reach what goes is gone ; db: forget former state of db, web: forget former state of"
                + " web",
            ": remove volume data ; : reach what goes is gone");
  }

  @Test
  void aTargetGoesHoweverItsStopEnds() {
    assertThat(
            table(
                Teardown.of(steps(new RemoveTarget(new UnitName("berth-x.target"))), unit -> true)))
        .isEqualTo(
            """
            berth-x.target: stop unit berth-x.target?
            berth-x.target: disable unit berth-x.target? ; berth-x.target: stop unit berth-x.target
            : reach what goes is gone ; berth-x.target: disable unit berth-x.target
            berth-x.target: reset failures of unit berth-x.target? ; : reach what goes is gone
            berth-x.target: remove unit file berth-x.target ; berth-x.target: reset failures of unit berth-x.target\
            """);
  }

  @Test
  void aContainerMayHaveTwoUnitsThatGo() {
    List<Node> nodes =
        Teardown.of(
            steps(
                service("web", true),
                new Remove(
                    new ContainerName("web"),
                    Optional.of(new UnitName("old-web.service")),
                    true,
                    GRACE)),
            unit -> true);

    assertThat(table(nodes))
        .contains("web: stop unit berth-web.service", "old-web.service: stop unit old-web.service");
  }

  @Test
  void whatIsOnRecordAloneIsForgotten() {
    assertThat(table(Teardown.of(steps(new Forget(new ContainerName("task"))), unit -> true)))
        .isEqualTo(
            """
            task: remove environment of task
            task: forget id of task < task: remove environment of task
            task: forget record of task < task: forget id of task
            task: forget former state of task < task: forget record of task\
            """);
  }

  @Test
  void whoGivesSomethingUpIsStopped() {
    assertThat(
            table(
                Teardown.ofReleases(
                    steps(
                        new Release(
                            new ContainerName("web"),
                            Optional.of(new UnitName("berth-web.service")),
                            GRACE,
                            false),
                        new Release(new ContainerName("old"), Optional.empty(), GRACE, false)))))
        .isEqualTo(
            """
            web: stop unit berth-web.service
            old: stop container old\
            """);
  }
}
