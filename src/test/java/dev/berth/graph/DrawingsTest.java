package dev.berth.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.Golden;
import dev.berth.graph.Graph.Kind;
import dev.berth.model.Desired;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One set with groups, conditions, tasks, a command and what lies outside, in every form. */
class DrawingsTest {
  private static final Golden GOLDEN = new Golden("graph/drawings.txt");

  private static final Graph WANTED =
      DesiredGraph.of(
          new Desired(
              List.of(
                  Configurations.read(
                      "web",
                      """
                      migrate: {image: i, detach: false}
                      cache: {image: i, restart: always, start_order: 1}
                      database:
                        image: i
                        restart: always
                        start_order: 1
                        healthcheck: {test: "true"}
                        depends_on:
                          migrate: {condition: service_completed_successfully}
                          chronyd.service: {condition: service_started, required: false}
                      seed: {action: exec, start_order: 2, command: [database, seed]}
                      api:
                        image: i
                        restart: always
                        start_order: 3
                        depends_on:
                          database: {condition: service_healthy}
                          cache: {condition: service_started, required: false}
                      page: {image: i, restart: always, start_order: 3, depends_on: [api]}
                      """))));

  private static final Graph SEEN =
      WANTED.withStates(
          node ->
              Optional.ofNullable(
                  Map.of(
                          "chronyd.service", NodeState.ABSENT,
                          "migrate", NodeState.FINISHED,
                          "cache", NodeState.UNHEALTHY,
                          "database", NodeState.HEALTHY,
                          "api", NodeState.STARTING,
                          "page", NodeState.STOPPED)
                      .get(node.name())));

  @Test
  void asATree() {
    GOLDEN.check("text", GraphText.render(WANTED, (_, word) -> word));
    GOLDEN.check("text, with states", GraphText.render(SEEN, (_, word) -> word));
  }

  @Test
  void colouringChangesNoWidth() {
    String coloured = GraphText.render(SEEN, (state, text) -> "\u001b[1m" + text + "\u001b[0m");
    assertThat(coloured).contains("\u001b[1mhealthy\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", ""))
        .isEqualTo(GraphText.render(SEEN, (_, word) -> word));
  }

  @Test
  void forGraphviz() {
    GOLDEN.check("dot", GraphDot.render(SEEN));
  }

  @Test
  void forMermaid() {
    GOLDEN.check("mermaid", GraphMermaid.render(SEEN));
  }

  @Test
  void asAPicture() {
    GOLDEN.check("svg", GraphSvg.render(SEEN));
  }

  @Test
  void onlyOneConfigurationKeepsWhatItWaitsFor() {
    Graph both =
        DesiredGraph.of(
            new Desired(
                List.of(
                    Configurations.read("a", "one: {image: i, restart: always}"),
                    Configurations.read(
                        "b", "two: {image: i, restart: always, depends_on: [x.mount]}"))));
    assertThat(both.configIds()).containsExactly("a", "b");
    Graph only = both.only(List.of("b"));
    assertThat(only.nodes()).extracting(Graph.Node::name).containsExactly("x.mount", "two");
    assertThat(only.hostUnits()).containsExactly("x.mount");
  }

  @Test
  void whatIsSaidTwiceIsOneArrowTheStrongerOne() {
    Graph graph =
        DesiredGraph.of(
            new Desired(
                List.of(
                    Configurations.read(
                        "a",
                        """
                        host: {image: i, restart: always, healthcheck: {test: "true"}}
                        guest:
                          image: i
                          restart: always
                          net: container:host
                          depends_on: {host: {condition: service_healthy, required: false}}
                        """))));
    assertThat(graph.edges())
        .singleElement()
        .satisfies(
            edge -> {
              assertThat(edge.required()).isTrue();
              assertThat(edge.sentence()).isEqualTo("needs host, healthy");
            });
  }

  @Test
  void anExecIntoAContainerElsewhereShowsIt() {
    Graph graph =
        DesiredGraph.of(
            new Desired(
                List.of(Configurations.read("a", "run: {action: exec, command: [other, ls]}"))));
    assertThat(graph.nodes())
        .extracting(Graph.Node::kind)
        .containsExactly(Kind.ELSEWHERE, Kind.EXEC);
  }
}
