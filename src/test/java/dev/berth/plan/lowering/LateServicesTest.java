package dev.berth.plan.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Change;
import dev.berth.model.Change.AwaitTask;
import dev.berth.model.Change.RunTask;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose unit is installed only when its turn comes. */
class LateServicesTest {
  private final LoweredHost host =
      new LoweredHost(
          """
          prepare: {image: i}
          web: {image: i, restart: always, depends_on: [prepare]}
          app: {image: i, restart: always, depends_on: [web]}
          other: {image: i, restart: always}
          """);

  private List<String> late(Change... changes) {
    List<Step> steps = new ArrayList<>();
    for (Change change : changes) {
      steps.add(
          new Step(steps.size() + 1, Stage.group(0, 0), change, List.of("because"), Set.of()));
    }
    LateServices late =
        LateServices.of(host.plan(steps.toArray(Step[]::new)), host.wanted(), host.observed());
    return List.of("web", "app", "other").stream()
        .filter(name -> late.contains(host.service(name, Kind.CREATE, true, true)))
        .toList();
  }

  @Test
  void whoDependsOnATaskThatHasYetToEnd() {
    var task = host.service("prepare", Kind.WATCH, false, false).rendered();

    assertThat(late(new RunTask(task))).containsExactly("web", "app");
    assertThat(late(new AwaitTask(task))).containsExactly("web", "app");
    assertThat(late(new Change.AdoptTask(task))).isEmpty();
  }

  @Test
  void whoComesOverFromTheOtherEngine() {
    assertThat(
            late(
                host.service("web", Kind.MIGRATE, true, true),
                host.service("app", Kind.MIGRATE_STOPPED, true, true),
                host.service("other", Kind.REPLACE, true, true)))
        .containsExactly("web", "app");
  }

  /** By another name both can be on the disk. */
  @Test
  void whoseUnitHasTheNameOfOneThatIsThere() {
    LegacyContainer theirs = host.theirs("web", true, "web");
    assertThat(late()).isEmpty();

    host.left(
        new LegacyContainer(
            new ContainerName("other"),
            Optional.empty(),
            List.of(
                LoweredHost.theirs(
                    theirs.units().getFirst().kind(), "other", LoweredHost.unit("other"))),
            Optional.empty()));
    assertThat(late()).containsExactly("other");
  }
}
