package dev.berth.apply;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Mount;
import dev.berth.model.ObservedLabel;
import dev.berth.plan.BindLabels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What containers bind that come over from an engine which did not confine them: it gets the label
 * that lets them in, but for what is the host's own, of which the plan has warned.
 *
 * @param relabelling labels what is safe to label
 * @param labels those of the sources; empty where SELinux is not enforced
 */
record BoundPaths(Relabelling relabelling, Map<String, ObservedLabel> labels) {

  /** Lets a container in; what went wrong, or empty. */
  Optional<String> letIn(ContainerSpec spec, Consumer<String> onLine) {
    List<Path> denied =
        BindLabels.denied(spec, labels).stream().map(Mount::source).map(Path::of).toList();
    if (denied.isEmpty()) {
      return Optional.empty();
    }
    Relabelling.Outcome outcome = relabelling.relabel(denied);
    outcome.done().forEach(path -> onLine.accept("labelled " + path + " for containers"));
    return outcome.failure().map(why -> "cannot label what it binds: " + why);
  }
}
