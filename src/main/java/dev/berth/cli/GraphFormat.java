package dev.berth.cli;

import dev.berth.graph.Graph;
import dev.berth.graph.GraphDot;
import dev.berth.graph.GraphMermaid;
import dev.berth.graph.GraphSvg;
import dev.berth.graph.GraphText;
import dev.berth.service.Documents;

/** The forms of a graph. */
enum GraphFormat {
  text,
  dot,
  mermaid,
  svg,
  json;

  String write(Graph graph, Style style) {
    return switch (this) {
      case text -> GraphText.render(graph, GraphView.paint(style));
      case dot -> GraphDot.render(graph);
      case mermaid -> GraphMermaid.render(graph);
      case svg -> GraphSvg.render(graph);
      case json -> OutputFormat.json.write(Documents.graph(graph));
    };
  }
}
