package dev.berth.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitFacts.UnitDependency;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The graph and the states that can be read from a host. */
class HostGraphTest {
  private static OnHost service(
      String configId, String name, @Nullable Integer group, UnitDependency... waits) {
    OptionalInt startOrder = group == null ? OptionalInt.empty() : OptionalInt.of(group);
    UnitFacts facts = new UnitFacts(startOrder, false, List.of(waits));
    return new OnHost(
        configId,
        name,
        Optional.of(container("running", 0, "Up 2 seconds")),
        Optional.of(unit("berth-" + name + ".service", facts, "active", "loaded")));
  }

  private static OnHost task(String configId, String name) {
    return new OnHost(
        configId, name, Optional.of(container("exited", 0, "Exited (0)")), Optional.empty());
  }

  private static ObservedContainer container(String state, int exitCode, String status) {
    return new ObservedContainer(
        "id",
        new ContainerName("name"),
        new Made("image", "id", Map.of(), List.of()),
        new Life(state, exitCode, 1, status));
  }

  private static ObservedUnit unit(
      String name, UnitFacts facts, String activeState, String loadState) {
    return new ObservedUnit(
        new UnitName(name),
        Optional.of("[Unit]\n"),
        Optional.of(
            new UnitOwner("berth", "shop", Optional.of(new ContainerName("name")), "", facts)),
        loadState,
        activeState,
        "",
        "enabled",
        "success",
        false,
        0);
  }

  @Test
  void unitsSayWhatWaitsForWhatAndInWhichGroupTheyAre() {
    Graph graph =
        HostGraph.of(
            List.of(
                service(
                    "shop",
                    "page",
                    9,
                    new UnitDependency("cache", Condition.SERVICE_STARTED, false),
                    new UnitDependency("chronyd.service", Condition.SERVICE_STARTED, false),
                    new UnitDependency("migrate", Condition.SERVICE_COMPLETED_SUCCESSFULLY, false),
                    new UnitDependency("api", Condition.SERVICE_HEALTHY, true)),
                service("shop", "cache", 2),
                service("shop", "api", 7),
                service("shop", "old", null),
                task("shop", "migrate")));
    assertThat(GraphText.render(graph, (_, word) -> word))
        .isEqualTo(
            """
            outside
            └─ chronyd.service  host unit
            shop
            ├─ tasks
            │  └─ migrate       task
            ├─ start_order 2
            │  └─ cache         service
            ├─ start_order 7
            │  └─ api           service
            ├─ start_order 9
            │  └─ page          service
            │     ├─ after cache
            │     ├─ after chronyd.service
            │     ├─ after migrate, completed
            │     └─ needs api, healthy
            └─ services
               └─ old           service\
            """);
  }

  @Test
  void stepsFollowOneAnotherAndOtherConfigurationsStandBeside() {
    Graph graph =
        HostGraph.of(
            List.of(
                service("tripleo_step10", "late", 0),
                service("other", "beside", 0),
                service(
                    "tripleo_step2",
                    "early",
                    0,
                    new UnitDependency("berth-beside.service", Condition.SERVICE_STARTED, false))));
    assertThat(graph.groups())
        .extracting(Graph.Group::configId)
        .containsExactly("other", "tripleo_step2", "tripleo_step10");
    assertThat(graph.groups()).extracting(Graph.Group::lane).containsExactly(0, 1, 1);
    assertThat(graph.edges())
        .extracting(Graph.Edge::first, Graph.Edge::then)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("beside", "early"));
  }

  @ParameterizedTest
  @CsvSource({
    "active, running, Up 5 minutes, RUNNING",
    "active, running, Up 5 minutes (healthy), HEALTHY",
    "active, running, Up 5 minutes (unhealthy), UNHEALTHY",
    "active, running, Up 5 minutes (starting), STARTING",
    "active, exited, Exited (0) 1 second ago, STOPPED",
    "activating, running, Up 5 minutes, STARTING",
    "failed, exited, Exited (1) 1 second ago, FAILED",
    "inactive, exited, Exited (0) 1 second ago, STOPPED"
  })
  void aServiceIsAsItsUnitAndItsContainerAre(
      String active, String state, String status, NodeState expected) {
    OnHost found =
        new OnHost(
            "shop",
            "name",
            Optional.of(container(state, 0, status)),
            Optional.of(unit("berth-name.service", UnitFacts.NONE, active, "loaded")));
    assertThat(stateOf(found)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "exited, 0, FINISHED",
    "exited, 3, FINISHED",
    "exited, 1, FAILED",
    "running, 0, RUNNING",
    "created, 0, STOPPED"
  })
  void aTaskIsAsItEnded(String state, int exitCode, NodeState expected) {
    OnHost found =
        new OnHost("shop", "name", Optional.of(container(state, exitCode, "")), Optional.empty());
    assertThat(stateOf(found)).contains(expected);
  }

  private static Optional<NodeState> stateOf(OnHost found) {
    Graph graph =
        HostGraph.of(List.of(found))
            .withStates(new HostStates(List.of(found), Map.of(), task -> Set.of(0, 3)));
    return graph.nodes().getFirst().state();
  }

  @Test
  void whatNobodyHasIsNotThereAndCommandsHaveNoState() {
    HostStates states =
        new HostStates(
            List.of(),
            Map.of(
                new UnitName("x.service"),
                unit((new UnitName("x.service")).text(), UnitFacts.NONE, "inactive", "not-found")),
            task -> Set.of(0));
    assertThat(states.apply(node("gone", Graph.Kind.SERVICE))).contains(NodeState.ABSENT);
    assertThat(states.apply(node("x.service", Graph.Kind.HOST_UNIT))).contains(NodeState.ABSENT);
    assertThat(states.apply(node("run", Graph.Kind.EXEC))).isEmpty();
  }

  private static Graph.Node node(String name, Graph.Kind kind) {
    return new Graph.Node(name, kind, new Graph.Group("shop", "services", 0), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "running, 0, Up 2 seconds, RUNNING",
    "running, 0, Up 2 seconds (health: starting), STARTING",
    "running, 0, Up 2 seconds (healthy), HEALTHY",
    "restarting, 1, Restarting (1), STARTING",
    "exited, 0, Exited (0), STOPPED",
    "exited, 3, Exited (3), FAILED",
    "paused, 0, Up 2 seconds (Paused), STOPPED",
    "created, 0, Created, STOPPED",
  })
  void aServiceInTheEnginesOwnCareIsNoTask(
      String state, int exitCode, String status, NodeState expected) {
    ObservedContainer kept =
        new ObservedContainer(
            "id",
            new ContainerName("web"),
            new Made("image", "id", Map.of(), List.of(), "unless-stopped", 0),
            new Life(state, exitCode, 1, status));
    OnHost web = new OnHost("shop", "web", Optional.of(kept), Optional.empty());
    Graph graph = HostGraph.of(List.of(web, task("shop", "migrate")));
    assertThat(graph.nodes())
        .filteredOn(node -> node.name().equals("web"))
        .extracting(Graph.Node::kind)
        .containsExactly(Graph.Kind.SERVICE);
    Graph.Node node =
        graph.nodes().stream().filter(it -> it.name().equals("web")).findFirst().orElseThrow();
    assertThat(new HostStates(List.of(web), Map.of(), task -> Set.of(0)).apply(node))
        .contains(expected);
  }

  @Test
  void oneThatIsOnRecordAsAServiceIsNoTaskEither() {
    OnHost once =
        new OnHost("shop", "once", Optional.of(container("exited", 0, "")), Optional.empty(), true);
    assertThat(GraphText.render(HostGraph.of(List.of(once)), (_, word) -> word))
        .contains("services");
  }
}
