package dev.berth.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Samples;
import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Kind;
import dev.berth.graph.Graph.Node;
import dev.berth.graph.Layout.Box;
import dev.berth.graph.Layout.Point;
import dev.berth.model.Dependency.Condition;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The picture of any graph is well-formed, and nothing in it lies on anything else. */
class GraphSvgTest {
  private static final double WIDTH = 120;

  @Test
  void anyNamesMakeAWellFormedPicture() throws Exception {
    List<String> names = List.of("a<b>&\"c'", "]]>", "end", "-->", "x\u0000\u001b\uFFFF y", "ü€😀");
    Group group = new Group("<&\"\u0007'>", "start_order 0", 0);
    List<Node> nodes =
        names.stream()
            .map(name -> new Node(name, Kind.SERVICE, group, Optional.of(NodeState.RUNNING)))
            .toList();
    List<Edge> edges =
        List.of(new Edge(names.get(0), names.get(1), Condition.SERVICE_HEALTHY, true));
    Graph graph = Graph.of(List.of(group), nodes, edges, Set.of());

    Document picture = parse(GraphSvg.render(graph));

    NodeList texts = picture.getElementsByTagName("text");
    assertThat(IntStream.range(0, texts.getLength()).mapToObj(i -> texts.item(i).getTextContent()))
        .contains("a<b>&\"c'", "]]>", "end", "-->", "ü€😀");
    assertThat(picture.getDocumentElement().getAttribute("role")).isEqualTo("img");
    assertThat(picture.getElementsByTagName("title").item(0).getTextContent())
        .startsWith("Start order of <&");
    assertThat(picture.getElementsByTagName("desc").item(0).getTextContent())
        .contains("]]> (service, running), needs a<b>&\"c', healthy");
  }

  @Test
  void nothingIsAPictureToo() throws Exception {
    Graph nothing = Graph.of(List.of(), List.of(), List.of(), Set.of());
    assertThat(parse(GraphSvg.render(nothing)).getElementsByTagName("text").item(0))
        .extracting(org.w3c.dom.Node::getTextContent)
        .isEqualTo("Nothing to draw");
  }

  @Test
  void nodesLieApartAndInTheirFrames() {
    Samples.forAll(
        150,
        samples -> {
          Graph graph = graph(samples);
          Layout layout = new Layout(graph, WIDTH);
          List<Node> nodes = graph.nodes();
          for (int i = 0; i < nodes.size(); i++) {
            Box box = layout.node(nodes.get(i).name());
            Box frame = frame(layout, nodes.get(i).group());
            assertThat(isInside(box, frame)).as(nodes.get(i).name()).isTrue();
            for (int j = 0; j < i; j++) {
              assertThat(overlap(box, layout.node(nodes.get(j).name()), 2))
                  .as("%s and %s", nodes.get(i), nodes.get(j))
                  .isFalse();
            }
          }
          List<Group> groups = graph.groups();
          for (int i = 0; i < groups.size(); i++) {
            for (int j = 0; j < i; j++) {
              assertThat(overlap(frame(layout, groups.get(i)), frame(layout, groups.get(j)), 0))
                  .as("%s and %s", groups.get(i), groups.get(j))
                  .isFalse();
            }
          }
        });
  }

  @Test
  void timeGoesFromLeftToRight() {
    Samples.forAll(
        150,
        samples -> {
          Graph graph = graph(samples);
          Layout layout = new Layout(graph, WIDTH);
          Group before = Group.OUTSIDE;
          for (Group group : graph.groups()) {
            if (group.lane() == before.lane() && !group.equals(before)) {
              assertThat(frame(layout, before).right()).isLessThan(frame(layout, group).x());
            }
            before = group;
          }
          assertThat(layout.routes().keySet()).containsExactlyInAnyOrderElementsOf(graph.edges());
          layout
              .routes()
              .forEach(
                  (edge, points) -> {
                    assertThat(points.getFirst().x()).isEqualTo(layout.node(edge.first()).right());
                    assertThat(points.getLast().x()).isEqualTo(layout.node(edge.then()).x());
                    assertThat(points).isSortedAccordingTo((a, b) -> Double.compare(a.x(), b.x()));
                    passesNoNode(graph, layout, edge, points);
                  });
        });
  }

  @Test
  void aCircleAmongUnitsOfAHostIsDrawnAllTheSame() {
    Group one = new Group("one", "services", 0);
    Group two = new Group("two", "services", 1);
    Graph graph =
        Graph.of(
            List.of(one, two),
            List.of(node("a", one), node("b", two)),
            List.of(edge("a", "b", true), edge("b", "a", true)),
            Set.of());
    assertThat(GraphSvg.render(graph)).contains(">a</text>", ">b</text>");
  }

  /** Straight or bent, no part of an arrow leaves the heights of its ends. */
  private static void passesNoNode(Graph graph, Layout layout, Edge edge, List<Point> points) {
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      Box part =
          new Box(
              from.x(), Math.min(from.y(), to.y()), to.x() - from.x(), Math.abs(to.y() - from.y()));
      for (Node node : graph.nodes()) {
        assertThat(overlap(part, layout.node(node.name()), 0))
            .as("%s over %s", edge, node.name())
            .isFalse();
      }
    }
  }

  /** Two lanes of up to four groups; whatever waits, waits for what comes before it. */
  private static Graph graph(Samples samples) {
    Set<Group> groups = new LinkedHashSet<>();
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int lane = 0; lane < 2; lane++) {
      for (int order = 0; order < 1 + samples.number(3); order++) {
        Group group = new Group("lane" + lane, "start_order " + order, lane);
        for (long i = samples.number(samples.flag() ? 4 : 30); i >= 0; i--) {
          Node node = node("n" + nodes.size(), group);
          groups.add(group);
          if (!nodes.isEmpty() && samples.flag()) {
            int first = (int) samples.number(nodes.size() - 1);
            edges.add(edge(nodes.get(first).name(), node.name(), samples.flag()));
          }
          if (samples.number(9) == 0) {
            edges.add(edge("host" + samples.number(3) + ".mount", node.name(), samples.flag()));
          }
          nodes.add(node);
        }
      }
    }
    return Graph.of(groups, nodes, edges, Set.of("host0.mount"));
  }

  private static Node node(String name, Group group) {
    return new Node(name, Kind.SERVICE, group, Optional.empty());
  }

  private static Edge edge(String first, String then, boolean required) {
    return new Edge(first, then, Condition.SERVICE_STARTED, required);
  }

  private static Box frame(Layout layout, Group group) {
    return Optional.ofNullable(layout.groups().get(group)).orElseThrow();
  }

  private static boolean isInside(Box inner, Box outer) {
    return inner.x() >= outer.x()
        && inner.right() <= outer.right()
        && inner.y() >= outer.y() + Layout.HEAD - 0.001
        && inner.bottom() <= outer.bottom();
  }

  private static boolean overlap(Box one, Box other, double apart) {
    return one.x() < other.right() + apart
        && other.x() < one.right() + apart
        && one.y() < other.bottom() + apart
        && other.y() < one.bottom() + apart;
  }

  static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
