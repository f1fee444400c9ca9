package dev.berth.config.kubernetes;

import dev.berth.config.Draft;
import dev.berth.config.Names;
import dev.berth.model.Declared;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Manifests to a configuration of Berth's own form. */
final class Translation {
  private static final Set<String> MAKERS =
      Set.of(
          "Pod",
          "Deployment",
          "StatefulSet",
          "DaemonSet",
          "ReplicaSet",
          "ReplicationController",
          "Job");

  private Translation() {}

  /** What files, directories or standard input hold; empty with a problem without a config id. */
  static Optional<Draft.Group> read(
      List<Path> paths,
      byte[] standardInput,
      String configId,
      Supplier<String> nodeName,
      Problems problems) {
    Path first = paths.getFirst();
    Optional<String> id = id(first, configId, problems);
    Map<Manifest.ObjectId, Manifest> manifests =
        new ManifestReader(problems).read(paths, standardInput);
    ObjectSet objects = new ObjectSet(manifests, problems);
    List<Workload> pods = pods(manifests, problems);
    Services services =
        new Services(id.orElse("") + "-pods", objects.of("Service"), pods, problems);
    DeclaredVolumes volumes = new DeclaredVolumes(objects, problems);
    List<Draft> drafts = new ArrayList<>();
    for (Workload pod : pods) {
      volumes.templates(pod);
      drafts.addAll(
          new PodTranslation(pod, objects, services, volumes, nodeName, problems).drafts());
    }
    return id.map(
        name ->
            new Draft.Group(
                name,
                true,
                drafts,
                new Declared(services.network().stream().toList(), volumes.all(), Map.of()),
                ""));
  }

  private static Optional<String> id(Path first, String configId, Problems problems) {
    if (!configId.isEmpty()) {
      if (!Names.sanitised(configId).equals(configId)) {
        problems.error(
            SourcePosition.of("--config-id"),
            "no config id",
            "use letters, digits and _ . -, the first a letter or digit");
        return Optional.empty();
      }
      return Optional.of(configId);
    }
    boolean isInput = first.toString().equals("-");
    String name = isInput ? "" : Names.ofPath(first);
    if (name.isEmpty()) {
      problems.error(
          SourcePosition.startOf(isInput ? "<stdin>" : first.toString()),
          isInput
              ? "standard input has no name to make a config id from"
              : "its name gives no config id",
          "--config-id ID");
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private static List<Workload> pods(
      Map<Manifest.ObjectId, Manifest> manifests, Problems problems) {
    List<Workload> pods = new ArrayList<>();
    Map<String, Workload> byName = new HashMap<>();
    for (Manifest manifest : manifests.values()) {
      if (!MAKERS.contains(manifest.kind())) {
        continue;
      }
      checkNumber(manifest, problems);
      Workload pod = Workload.of(manifest);
      Workload other = byName.putIfAbsent(pod.name(), pod);
      if (other != null) {
        problems.error(
            pod.at(),
            "a second pod `"
                + pod.name()
                + "`; the first is of "
                + other.maker().kind()
                + " at "
                + other.at(),
            "rename one of the two: an engine has one of a name");
      } else {
        pods.add(pod);
      }
    }
    return pods;
  }

  /** One host runs one pod of each. */
  private static void checkNumber(Manifest manifest, Problems problems) {
    Node spec = manifest.spec();
    for (String field : List.of("replicas", "completions", "parallelism")) {
      if (spec.number(field, 1) != 1) {
        problems.error(
            spec.at(field),
            "`" + spec.path(field) + "` is " + spec.text(field) + ", and one host runs one",
            spec.number(field, 1) == 0
                ? "leave the " + manifest.kind() + " out until it shall run"
                : "write 1, or another " + manifest.kind() + " of another name");
      }
    }
  }
}
