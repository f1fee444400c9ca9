package dev.berth.cli;

import dev.berth.engine.ContainerRuntime;
import dev.berth.model.ObservedContainer;
import dev.berth.model.PeerContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The bundles of Pacemaker on the engine that containers leave. They stay: the cluster would start
 * them again, and they are the cluster's, not one host's.
 *
 * @param engine where they are
 * @param bundles their names
 */
record Pacemaker(String engine, Set<String> bundles) {

  static Pacemaker of(ContainerRuntime runtime) {
    return new Pacemaker(
        runtime.name(),
        runtime.observe(List.of(), false).containers().stream()
            .map(ObservedContainer::name)
            .flatMap(name -> PeerContainer.bundle(name).stream())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** What an operator has to know and do; nothing where there are none. */
  List<String> advice() {
    List<String> lines = new ArrayList<>();
    String target = engine.equals("docker") ? "podman" : "docker";
    for (String bundle : bundles) {
      lines.add("'" + bundle + "' is a bundle of Pacemaker and stays. To move it, once a cluster:");
      lines.add("    pcs resource config " + bundle);
      lines.add("    pcs resource disable " + bundle + " --wait");
      lines.add("    pcs resource delete " + bundle);
      lines.add(
          "    pcs resource bundle create " + bundle + " container " + target + " ... as it was");
    }
    return lines;
  }
}
