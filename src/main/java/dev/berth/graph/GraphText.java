package dev.berth.graph;

import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** A graph as a tree for a terminal: configurations, groups, containers, what each waits for. */
public final class GraphText {
  private final Graph graph;
  private final BiFunction<NodeState, String, String> paint;
  private final List<Line> lines = new ArrayList<>();

  /**
   * A line of the tree.
   *
   * @param tree the branches and the name
   * @param kind what it is; empty where the name says all
   * @param state how it is, painted
   */
  private record Line(String tree, String kind, String state) {}

  private GraphText(Graph graph, BiFunction<NodeState, String, String> paint) {
    this.graph = graph;
    this.paint = paint;
  }

  /**
   * The tree, without a newline at its end.
   *
   * @param paint gives the word for a state its colour, or leaves it as it is
   */
  public static String render(Graph graph, BiFunction<NodeState, String, String> paint) {
    return graph.nodes().isEmpty() ? "Nothing to draw." : new GraphText(graph, paint).render();
  }

  private String render() {
    if (graph.groups().contains(Group.OUTSIDE)) {
      group(Group.OUTSIDE, "", "");
    }
    for (String configId : graph.configIds()) {
      lines.add(new Line(configId, "", ""));
      each(
          graph.groups().stream().filter(group -> group.configId().equals(configId)).toList(),
          "",
          this::group);
    }
    int name = widest(lines.stream().filter(line -> !line.kind().isEmpty()).toList(), true);
    String form = "%-" + name + "s  %-" + widest(lines, false) + "s  %s";
    return lines.stream()
        .map(
            line ->
                line.kind().isEmpty()
                    ? line.tree()
                    : form.formatted(line.tree(), line.kind(), line.state()).stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  private static int widest(List<Line> lines, boolean isTree) {
    return lines.stream()
        .mapToInt(line -> (isTree ? line.tree() : line.kind()).length())
        .max()
        .orElse(1);
  }

  private void group(Group group, String branch, String below) {
    lines.add(new Line(branch + group.title(), "", ""));
    each(graph.nodesOf(group), below, this::node);
  }

  private void node(Node node, String branch, String below) {
    String state = node.state().map(it -> paint.apply(it, it.word())).orElse("");
    lines.add(new Line(branch + node.name(), node.kind().word(), state));
    each(
        graph.edgesTo(node),
        below,
        (edge, edgeBranch, _) -> lines.add(new Line(edgeBranch + edge.sentence(), "", "")));
  }

  /** Something on a branch of the tree. */
  private interface Twig<T> {
    void add(T item, String branch, String below);
  }

  private static <T> void each(List<T> items, String before, Twig<T> twig) {
    for (int i = 0; i < items.size(); i++) {
      boolean isLast = i == items.size() - 1;
      twig.add(items.get(i), before + (isLast ? "└─ " : "├─ "), before + (isLast ? "   " : "│  "));
    }
  }
}
