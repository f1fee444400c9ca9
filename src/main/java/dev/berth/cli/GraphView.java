package dev.berth.cli;

import dev.berth.graph.NodeState;
import java.util.function.BiFunction;

/** Shows a graph: its colours for people, its document for programs. */
final class GraphView {
  private GraphView() {}

  static BiFunction<NodeState, String, String> paint(Style style) {
    return (state, text) ->
        switch (state) {
          case RUNNING, HEALTHY, FINISHED -> style.green(text);
          case STARTING -> style.yellow(text);
          case UNHEALTHY, FAILED, ABSENT -> style.red(text);
          case STOPPED -> style.faint(text);
        };
  }
}
