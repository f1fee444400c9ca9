package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph as a tree for a terminal: configurations, groups, containers, what each waits for. */
public final class GraphText {
  private static final String BRANCH = "├─ ";
  private static final String LAST = "└─ ";
  private static final String TRUNK = "│  ";
  private static final String NOTHING = "   ";

  private final Graph graph;
  private final Paint paint;
  private final List<Line> lines = new ArrayList<>();

  /**
   * A line of the tree.
   *
   * @param tree the branches and the name
   * @param kind what it is; empty where the name says all
   * @param state how it is, painted
   */
  private record Line(String tree, String kind, String state) {}

  private GraphText(Graph graph, Paint paint) {
    this.graph = graph;
    this.paint = paint;
  }

  /** The tree, without a newline at its end. */
  public static String render(Graph graph, Paint paint) {
    return graph.nodes().isEmpty() ? "Nothing to draw." : new GraphText(graph, paint).render();
  }

  private String render() {
    Map<String, List<Group>> byConfiguration = new LinkedHashMap<>();
    for (Group group : graph.groups()) {
      byConfiguration.computeIfAbsent(group.configId(), id -> new ArrayList<>()).add(group);
    }
    byConfiguration.forEach(
        (configId, groups) -> {
          if (configId.isEmpty()) {
            groups.forEach(group -> group(group, "", ""));
          } else {
            lines.add(new Line(configId, "", ""));
            each(groups, (group, branch, below) -> group(group, branch, below));
          }
        });
    return aligned();
  }

  private void group(Group group, String branch, String below) {
    lines.add(new Line(branch + group.title(), "", ""));
    each(
        graph.nodesOf(group),
        (node, nodeBranch, nodeBelow) -> node(node, below + nodeBranch, below + nodeBelow));
  }

  private void node(Node node, String branch, String below) {
    lines.add(
        new Line(
            branch + node.name(),
            node.kind().word(),
            node.state().map(state -> paint.of(state, state.word())).orElse("")));
    each(
        graph.edgesTo(node),
        (Edge edge, String edgeBranch, String _) ->
            lines.add(new Line(below + edgeBranch + edge.sentence(), "", "")));
  }

  private String aligned() {
    int name =
        widest(lines.stream().filter(line -> !line.kind().isEmpty()).map(Line::tree).toList());
    int kind = widest(lines.stream().map(Line::kind).toList());
    List<String> text = new ArrayList<>();
    for (Line line : lines) {
      text.add(
          line.kind().isEmpty()
              ? line.tree()
              : (padded(line.tree(), name) + padded(line.kind(), kind) + line.state())
                  .stripTrailing());
    }
    return String.join("\n", text);
  }

  private static int widest(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length() + 2);
  }

  /** Something on a branch of the tree. */
  private interface Twig<T> {
    void add(T item, String branch, String below);
  }

  private static <T> void each(List<T> items, Twig<T> twig) {
    for (int i = 0; i < items.size(); i++) {
      boolean isLast = i == items.size() - 1;
      twig.add(items.get(i), isLast ? LAST : BRANCH, isLast ? NOTHING : TRUNK);
    }
  }
}
