package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Golden;
import dev.berth.model.Change;
import dev.berth.model.Change.AdoptTask;
import dev.berth.model.Change.CreateDirectory;
import dev.berth.model.Change.CreateVolume;
import dev.berth.model.Change.OrderBoot;
import dev.berth.model.Change.PullImage;
import dev.berth.model.Change.Release;
import dev.berth.model.Change.Remove;
import dev.berth.model.Change.RemoveLegacy;
import dev.berth.model.Change.RemoveVolume;
import dev.berth.model.Change.RunExec;
import dev.berth.model.Change.RunTask;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Evacuation;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.RenderedState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.Volume;
import dev.berth.model.operation.ContainerOperation.CreateTrial;
import dev.berth.plan.lowering.PlanLowering.Forward;
import dev.berth.plan.lowering.PlanLowering.Part;
import dev.berth.plan.lowering.TrialLowering.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** All that a plan comes to, in order. */
class PlanLoweringTest {
  private static final Trial TRIAL =
      new Trial(
          new CreateTrial(new ContainerName("web"), new ContainerName("trial"), List.of()),
          Optional.empty());

  private static final Golden PAGE = new Golden("plan/lowering/PlanLowering.txt");
  private static final UnitName TARGET = new UnitName("berth-set-0.target");

  private final LoweredHost host =
      new LoweredHost(
          """
          web: {image: i, restart: always, depends_on: [prepare]}
          side: {image: i, restart: always, depends_on: {web: {condition: service_started, required: true}}}
          prepare: {image: i}
          look: {action: exec, command: [web, look], environment: {KEY: secret}}
          """);
  private RenderedState wanted = host.wanted();
  private final List<Step> steps = new ArrayList<>();
  private final Map<ContainerName, Evacuation> departing = new HashMap<>();
  private final Map<ContainerName, ServiceFiles> files = new HashMap<>();

  private Step add(Stage stage, Change change, Integer... after) {
    Step step = new Step(steps.size() + 1, stage, change, List.of("because"), Set.of(after));
    steps.add(step);
    return step;
  }

  private Step service(String name, Kind kind, int group, Integer... after) {
    files.put(
        new ContainerName(name),
        new ServiceFiles(
            new UnitName(LoweredHost.unit(name)), Optional.of("[Service] image"), false, Map.of()));
    boolean isWritten = kind != Kind.WATCH && kind != Kind.START;
    return add(
        Stage.group(0, group), host.service(name, kind, isWritten, kind == Kind.CREATE), after);
  }

  private PlanLowering lowering() {
    Plan plan = host.plan(steps.toArray(Step[]::new));
    UnitPredecessors formers =
        new UnitPredecessors(
            plan,
            host.observed(),
            new UnitPredecessors.Facts(
                files,
                Map.of(),
                Set.of(new ContainerName("gone")),
                Set.of(),
                Map.of(),
                Map.of(),
                false),
            true);
    LateServices late = LateServices.of(plan, wanted, host.observed());
    return new PlanLowering(
        plan,
        new ServiceFacts(
            wanted,
            host.observed(),
            late,
            formers,
            Set.of(),
            new EngineFacts(Map.of(), Map.of(), Map.of(), false)),
        new SystemdLowering(host.observed(), late, formers, Set.of()),
        new TaskLowering(
            wanted, host.observed(), name -> List.of(List.of("engine", "rm", name.text()))),
        departing,
        service -> List.of("/denied"));
  }

  private String lowered(Trial... trials) {
    return table(lowering().of(List.of(trials), service -> true));
  }

  @Test
  void whatIsNeededIsMadeBeforeAnythingIsTouched() {
    add(Stage.of(Phase.PULL), new PullImage("i"));
    add(Stage.of(Phase.PREPARE), new CreateVolume(Volume.local("data", Map.of(), Map.of())));
    add(Stage.of(Phase.PREPARE), new CreateDirectory("/srv"));
    host.up("web");
    service("web", Kind.REPLACE, 0);

    PAGE.check("what is needed", lowered(TRIAL));
  }

  @Test
  void whatGoesGoesBeforeWhatComes() {
    host.ours("gone", "running");
    host.ours("moved", "running");
    add(
        Stage.of(Phase.REMOVE),
        new Remove(new ContainerName("gone"), Optional.empty(), true, Duration.ZERO));
    add(
        Stage.of(Phase.REMOVE),
        new Release(new ContainerName("moved"), Optional.empty(), Duration.ZERO, false));
    add(Stage.of(Phase.REMOVE), new RemoveVolume("data"));
    service("web", Kind.CREATE, 0);

    PAGE.check("what goes", lowered(TRIAL));
  }

  @Test
  void groupAfterGroupAndInAGroupWhoNeedsAnotherAfterIt() {
    int prepared = add(Stage.group(0, 0), new RunTask(rendered("prepare"))).number();
    int web = service("web", Kind.CREATE, 0, prepared).number();
    service("side", Kind.CREATE, 0);
    add(Stage.group(0, 1), new RunExec(rendered("look")), web);
    add(
        Stage.of(Phase.ORDER),
        new OrderBoot(
            "set", List.of(new UnitFile(TARGET, "[Unit]")), List.of(TARGET), List.of(TARGET)));

    PAGE.check("groups", lowered());
  }

  private Rendered rendered(String name) {
    return host.service(name, Kind.WATCH, false, false).rendered();
  }

  @Test
  void whatPaunchLeftMakesWayInItsTurn() {
    host.theirs("web", true, "web");
    host.theirs("prepare", false, "prepare");
    add(Stage.of(Phase.REMOVE), new RemoveLegacy(host.theirs("gone", true, "gone")));
    service("web", Kind.ADOPT, 0);
    add(Stage.group(0, 0), new AdoptTask(rendered("prepare")));

    PAGE.check("adoption", lowered());
  }

  @Test
  void whatComesOverLeavesFirstOneAfterTheOther() {
    for (String name : List.of("web", "side")) {
      departing.put(
          new ContainerName(name),
          new Evacuation(
              new ContainerName(name), "docker", false, List.of(), List.of(), List.of()));
      service(name, Kind.MIGRATE, 0);
    }

    PAGE.check("from the other engine", lowered());
  }

  @Test
  void whereNothingIsWantedOnlyWhatGoesIsTold() {
    wanted = new RenderedState(List.of());
    host.ours("gone", "running");
    add(
        Stage.of(Phase.REMOVE),
        new Remove(
            new ContainerName("gone"),
            Optional.of(new UnitName("berth-gone.service")),
            true,
            Duration.ZERO));

    PAGE.check("nothing wanted", lowered());
  }

  @Test
  void whatIsDoneForwardIsToldByWhatItIsFor() {
    host.up("web");
    host.theirs("side", true, "side");
    departing.put(
        new ContainerName("late"),
        new Evacuation(
            new ContainerName("late"), "docker", false, List.of(), List.of(), List.of()));
    service("web", Kind.REPLACE, 0);
    service("side", Kind.ADOPT, 0);

    Forward forward = lowering().forward(List.of(TRIAL));

    assertThat(forward.touching()).hasToString(": reach nothing is touched before");
    assertThat(words(forward, Part.CHECK)).isEqualTo("side: look for bind sources of side");
    assertThat(words(forward, Part.LEGACY))
        .contains("left of side: stop units of side", "left of side: rename container side")
        .doesNotContain("web");
    assertThat(words(forward, Part.START))
        .isEqualTo(
            "side again: look for bind sources of side, "
                + "side: record side, "
                + "side: restart unit berth-side.service, "
                + "web: look for bind sources of web, "
                + "web: record web, "
                + "web: restart unit berth-web.service");
    assertThat(words(forward, Part.LEAVE)).isEmpty();
    assertThat(new TreeSet<>(forward.required().stream().map(Object::toString).toList()))
        .containsExactly(
            "left of side: untie tripleo_side.service",
            "set: reload systemd",
            "set: sync unit files",
            "side: write environment of side",
            "side: write unit file berth-side.service",
            "web: write environment of web",
            "web: write unit file berth-web.service");
    assertThat(forward.turns()).hasSize(1);
    assertThat(forward.turns().values().iterator().next())
        .extracting(Service::subject)
        .containsExactly("web", "side");
    assertThat(table(forward.nodes())).doesNotContain("wait until ready", "forget");
  }

  private static String words(Forward forward, Part part) {
    return String.join(
        ", ",
        new TreeSet<>(
            forward.parts().entrySet().stream()
                .filter(one -> one.getValue() == part)
                .map(one -> one.getKey().toString())
                .toList()));
  }
}
