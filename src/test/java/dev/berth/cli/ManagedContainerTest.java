package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.EngineSnapshot;
import dev.berth.model.ContainerName;
import dev.berth.model.EngineInfo;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedRun;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import dev.berth.service.ContainerHealth;
import dev.berth.service.Documents;
import dev.berth.service.ManagedContainer;
import dev.berth.systemd.SystemdSnapshot;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which container and which unit belong together. */
class ManagedContainerTest {
  private static final ObservedRun ENDED =
      new ObservedRun(
          new ContainerName("web"),
          "exited",
          0,
          3,
          "",
          new ObservedHealth(new ContainerName("web"), ObservedHealth.Status.NONE, 0, List.of()),
          Duration.ZERO,
          true);

  private static ObservedUnit unit(String program, String result, int restarts) {
    return new ObservedUnit(
        new UnitName("berth-web.service"),
        Optional.of("[Service]\nExecStart=" + program + " run web\n"),
        Optional.of(
            new UnitOwner(
                "berth",
                "shop",
                Optional.of(new ContainerName("web")),
                "d",
                new UnitFacts(OptionalInt.empty(), true, List.of()))),
        "loaded",
        result.equals("success") ? "active" : "failed",
        result.equals("success") ? "running" : "failed",
        "enabled",
        result,
        false,
        restarts);
  }

  private static List<ManagedContainer> found(String program) {
    ObservedContainer web =
        new ObservedContainer(
                "1",
                new ContainerName("web"),
                new Made(
                    "i",
                    "2",
                    Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, "shop"),
                    List.of()),
                new Life("exited", 0, 0, "Exited (0) 2 hours ago"))
            .with(Ownership.proven("berth", "shop"));
    ObservedUnit unit = unit(program, "success", 0);
    return ManagedContainer.find(
        new Snapshot(
            new EngineSnapshot(new EngineInfo("docker", "26.1"), List.of(web), Map.of(), Map.of()),
            new SystemdSnapshot(
                257,
                Map.of(new UnitName("berth-web.service"), unit),
                List.of(),
                Set.of(),
                Map.of()),
            Optional.empty(),
            Optional.empty()),
        "berth");
  }

  @Test
  void aUnitOfTheEngineHasItsContainer() {
    assertThat(found("/usr/bin/docker"))
        .singleElement()
        .satisfies(
            web ->
                assertThat(web.columns())
                    .containsEntry("status", "Exited (0) 2 hours ago")
                    .containsEntry("unit", "active (running), enabled"));
  }

  @Test
  void aUnitOfTheOtherEngineHasNotTheStatusOfWhatIsLeftOnThisOne() {
    assertThat(found("/usr/bin/podman"))
        .extracting(web -> web.columns().get("status") + "|" + web.columns().get("unit"))
        .containsExactlyInAnyOrder(
            "Exited (0) 2 hours ago|", "on the other engine|active (running), enabled");
  }

  @Test
  void ofTwoOfOneNameTheOneThatAUnitRunsComesFirstAndTheOtherIsNotAskedForIt() {
    List<ManagedContainer> both = found("/usr/bin/podman");
    assertThat(both).extracting(ManagedContainer::isHere).containsExactly(false, true);
    // The run that is found under the name is that of what is left here.
    assertThat(ContainerHealth.read(_ -> Map.of(new ContainerName("web"), ENDED), both))
        .extracting(health -> health.state() + ": " + health.said())
        .containsExactly("ELSEWHERE: ", "UNCHECKED: ended with exit code 3, out of memory");
  }

  @Test
  void howItFares() {
    ManagedContainer failed =
        new ManagedContainer(
            "shop",
            new ContainerName("web"),
            "berth",
            Optional.empty(),
            Optional.of(unit("/usr/bin/podman", "oom-kill", 4)));
    assertThat(failed.columns())
        .containsEntry("restarts", "4")
        .containsEntry("last_end", "out of memory")
        .containsEntry("health", "");
    ContainerHealth health = ContainerHealth.read(_ -> Map.of(), List.of(failed)).getFirst();
    assertThat(health.state()).isEqualTo(ContainerHealth.State.DOWN);
    assertThat(health.restarts()).isEqualTo(4);
    HealthView view = new HealthView(new Style(false), ZoneOffset.UTC, false);
    assertThat(view.text(List.of(health)))
        .isEqualTo(
            """
            CONTAINER  STATE  FAILING  RESTARTS  SINCE  LAST OUTPUT
            web        down   0        4                out of memory\
            """);
    assertThat(Documents.health(health))
        .containsEntry("restarts", 4)
        .containsEntry("last_end", "out of memory");
  }

  @Test
  void restartsOfWhatIsUpAreAskedForAtOnce() {
    ManagedContainer up =
        new ManagedContainer(
            "shop",
            new ContainerName("web"),
            "berth",
            Optional.empty(),
            Optional.of(unit("/usr/bin/podman", "success", 0)));
    List<Collection<UnitName>> asked = new ArrayList<>();
    List<ManagedContainer> counted =
        ManagedContainer.counted(
            List.of(up, up),
            names -> {
              asked.add(names);
              return Map.of(new UnitName("berth-web.service"), unit("", "success", 3));
            });
    assertThat(asked).containsExactly(List.of(new UnitName("berth-web.service")));
    assertThat(counted.getFirst().columns()).containsEntry("restarts", "3");
    assertThat(counted.getFirst().unit().orElseThrow().text()).isPresent();
    assertThat(ManagedContainer.counted(List.of(), _ -> Map.of())).isEmpty();
  }

  @Test
  void whatTheEngineItselfRestartsIsToldByTheEngine() {
    ObservedContainer ended =
        new ObservedContainer(
            "1",
            new ContainerName("web"),
            new Made("i", "2", Map.of(), List.of(), "always", 0),
            new Life("exited", 137, 0, "Exited", 2, true));
    ManagedContainer web =
        new ManagedContainer(
            "shop", new ContainerName("web"), "berth", Optional.of(ended), Optional.empty());
    assertThat(web.columns())
        .containsEntry("restarts", "2")
        .containsEntry("last_end", "out of memory");
  }

  @Test
  void aListForPeopleTellsWhatWentWrongAndLinesOfValuesKeepTheirPlaces() {
    List<String> usual = ManagedContainer.COLUMNS;
    List<Map<String, String>> well = List.of(Map.of("container", "web", "restarts", ""));
    List<Map<String, String>> ill = List.of(Map.of("restarts", "4", "last_end", "out of memory"));
    assertThat(ListCommand.withFares(usual, well, ListFormat.table)).isEqualTo(usual);
    assertThat(ListCommand.withFares(usual, ill, ListFormat.table))
        .endsWith("unit", "restarts", "last_end");
    assertThat(ListCommand.withFares(usual, well, ListFormat.json))
        .endsWith("unit", "health", "restarts", "last_end", "source");
    for (ListFormat lines : List.of(ListFormat.csv, ListFormat.value)) {
      assertThat(ListCommand.withFares(usual, ill, lines)).isEqualTo(usual);
    }
  }

  @Test
  void whatPaunchLeftIsCalledByItsOwnNameAndByItsLabel() {
    ObservedContainer left =
        new ObservedContainer(
            "1",
            new ContainerName("web-0a1b2c3d"),
            new Made(
                "i",
                "2",
                Map.of(Labels.MANAGED_BY, "paunch", Labels.CONTAINER_NAME, "web"),
                List.of()),
            new Life("running", 0, 1, "Up"));
    ObservedContainer inherited =
        new ObservedContainer(
            "2",
            new ContainerName("stray"),
            new Made("i", "2", Map.of(Labels.MANAGED_BY, "paunch"), List.of()),
            new Life("running", 0, 1, ""));
    Snapshot snapshot =
        new Snapshot(
            new EngineSnapshot(
                new EngineInfo("docker", "26.1"),
                List.of(left, inherited.with(inherited.ownership().inherited())),
                Map.of(),
                Map.of()),
            new SystemdSnapshot(257, Map.of(), List.of(), Set.of(), Map.of()),
            Optional.empty(),
            Optional.empty());
    assertThat(ManagedContainer.left(snapshot))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.name()).isEqualTo(new ContainerName("web-0a1b2c3d"));
              assertThat(one.isCalled("web")).isTrue();
              assertThat(one.isCalled("web-0a1b2c3d")).isTrue();
              assertThat(one.isCalled("web-")).isFalse();
            });
    assertThat(ManagedContainer.impostors(snapshot, "berth"))
        .extracting(stray -> stray.name().text(), ManagedContainer::managedBy)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("stray", "nobody (labels say paunch)"));
  }
}
