package dev.berth.graph;

import dev.berth.graph.Graph.Edge;
import dev.berth.graph.Graph.Group;
import dev.berth.graph.Graph.Kind;
import dev.berth.graph.Graph.Node;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The graph of what configurations ask for. */
public final class DesiredGraph {
  private DesiredGraph() {}

  /** The sets one after the other, as they are applied. */
  public static Graph of(Desired desired) {
    Set<Group> groups = new LinkedHashSet<>();
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    Set<String> units = new HashSet<>();
    for (ContainerSet set : desired.sets()) {
      set.containers().stream()
          .sorted(Comparator.comparingInt(ContainerSpec::startOrder))
          .forEach(
              spec -> {
                Group group = new Group(set.configId(), "start_order " + spec.startOrder(), 0);
                groups.add(group);
                nodes.add(new Node(spec.name().text(), kind(spec), group, Optional.empty()));
                for (Dependency dependency : spec.dependencies()) {
                  edges.add(edge(spec, dependency));
                  if (dependency.kind() == Dependency.Kind.HOST_UNIT) {
                    units.add(dependency.target());
                  }
                }
              });
    }
    return Graph.of(groups, nodes, edges, units);
  }

  private static Edge edge(ContainerSpec spec, Dependency dependency) {
    return new Edge(
        dependency.target(), spec.name().text(), dependency.condition(), dependency.required());
  }

  private static Kind kind(ContainerSpec spec) {
    return switch (spec.role()) {
      case SERVICE -> Kind.SERVICE;
      case TASK, INIT -> Kind.TASK;
      case EXEC -> Kind.EXEC;
    };
  }
}
