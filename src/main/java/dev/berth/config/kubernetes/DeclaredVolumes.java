package dev.berth.config.kubernetes;

import dev.berth.config.Tree;
import dev.berth.model.PlainText;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Volume;
import dev.berth.model.VolumeSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The volumes that manifests declare, by claims and by {@code emptyDir}. */
final class DeclaredVolumes {
  /** What Podman reads of a claim, as its driver's options. */
  private static final Map<String, String> ANNOTATIONS =
      Map.of(
          "volume.podman.io/type", "type",
          "volume.podman.io/device", "device",
          "volume.podman.io/mount-options", "o");

  private static final String DRIVER = "volume.podman.io/driver";

  private final ObjectSet objects;
  private final Problems problems;
  private final Map<String, VolumeSpec> specs = new LinkedHashMap<>();
  private final Map<String, SourcePosition> empty = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  DeclaredVolumes(ObjectSet objects, Problems problems) {
    this.objects = objects;
    this.problems = problems;
    objects
        .of("PersistentVolumeClaim")
        .forEach(claim -> declare(claim.name(), claim.metadata(), claim.at()));
  }

  private void declare(String name, Node metadata, SourcePosition at) {
    SortedMap<String, String> options = new TreeMap<>();
    String driver = "";
    for (Map.Entry<String, Tree.Text> each : metadata.map("annotations").entrySet()) {
      String option = ANNOTATIONS.get(each.getKey());
      if (option != null) {
        options.put(option, each.getValue().text());
      } else if (each.getKey().equals(DRIVER)) {
        driver = each.getValue().text();
      } else if (each.getKey().startsWith("volume.podman.io/")) {
        problems.error(
            each.getValue().at(),
            "an annotation of a claim's that is not carried over",
            "known are "
                + DRIVER
                + " and "
                + String.join(", ", new TreeMap<>(ANNOTATIONS).keySet()));
      }
    }
    SortedMap<String, String> labels = new TreeMap<>();
    metadata
        .map("labels")
        .forEach(
            (label, value) -> {
              if (PlainText.firstForbidden(label + value.text()).isEmpty()) {
                labels.put(label, value.text());
              } else {
                problems.warning(
                    value.at(), "a label that no volume can carry is left out", "write one line");
              }
            });
    put(new VolumeSpec(new Volume(name, driver, options, labels), false, at));
  }

  private void put(VolumeSpec spec) {
    VolumeSpec other = specs.putIfAbsent(spec.name(), spec);
    if (other != null) {
      problems.error(
          spec.at(),
          "a second volume `" + spec.name() + "`; the first is at " + other.at(),
          "rename one of the two");
    }
  }

  /** Those of a StatefulSet's templates. */
  void templates(Workload pod) {
    for (Node claim : pod.claims()) {
      Node metadata = claim.object("metadata");
      if (metadata.text("name").isEmpty()) {
        problems.error(
            claim.at(), "`" + claim.path() + "` has no `metadata.name`", "give it a name");
      } else {
        declare(metadata.text("name") + "-" + pod.name(), metadata, metadata.at("name"));
      }
    }
  }

  /** Tells of a claim that nobody has made. */
  void use(Workload pod, Node source, String name) {
    boolean isThere = objects.has("PersistentVolumeClaim", pod.namespace(), name);
    if (!isThere && told.add(name)) {
      problems.warning(
          source.at("claimName"),
          "no PersistentVolumeClaim `"
              + ObjectSet.shown(name)
              + "` in these files: a volume of this name is used",
          "one that is not there is made");
    }
  }

  /** The volume of an {@code emptyDir}. */
  String empty(Workload pod, Node volume, Node source, String size) {
    String name = pod.name() + "-" + volume.text("name");
    SourcePosition other = empty.putIfAbsent(name, volume.at());
    if (other != null) {
      if (!other.equals(volume.at())) {
        problems.error(
            volume.at("name"),
            "a second volume `" + name + "`; the first is at " + other,
            "rename one of the two: a volume of a pod is called POD-VOLUME here");
      }
      return name;
    }
    if (source.has("medium")) {
      Map<String, String> options =
          Map.of(
              "type",
              "tmpfs",
              "device",
              "tmpfs",
              "o",
              "mode=0777" + (size.isEmpty() ? "" : ",size=" + size));
      put(new VolumeSpec(Volume.local(name, Map.of(), options), false, volume.at("name")));
      return name;
    }
    tellKept(name, volume.named("emptyDir"));
    if (!size.isEmpty()) {
      problems.warning(source.named("sizeLimit"), "nobody limits a volume's size", "leave it out");
    }
    put(new VolumeSpec(Volume.local(name, Map.of(), Map.of()), false, volume.at("name")));
    return name;
  }

  private void tellKept(String name, SourcePosition at) {
    problems.warning(
        at,
        "`emptyDir` is the volume " + name + ", which keeps what is in it when the pod goes",
        "`medium: Memory` does not");
  }

  List<VolumeSpec> all() {
    return List.copyOf(specs.values());
  }
}
