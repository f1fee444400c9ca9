package dev.berth.config.kubernetes;

import dev.berth.config.Suggestion;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The volumes of a pod, and what becomes of them in its containers. */
final class Volumes {
  private static final Set<String> FILES =
      Set.of("configMap", "secret", "projected", "downwardAPI");
  private static final List<String> KINDS =
      List.of(
          "configMap",
          "downwardAPI",
          "emptyDir",
          "hostPath",
          "persistentVolumeClaim",
          "projected",
          "secret");
  private static final String CHOWN = "a volume's group is not changed to `fsGroup`";

  private final Workload pod;
  private final GivenFiles files;
  private final DeclaredVolumes declared;
  private final Problems problems;
  private final Map<String, Node> byName = new LinkedHashMap<>();
  private final Map<String, Integer> users = new HashMap<>();
  private final Set<String> usedByInit = new HashSet<>();

  Volumes(Workload pod, GivenFiles files, DeclaredVolumes declared, Problems problems) {
    this.pod = pod;
    this.files = files;
    this.declared = declared;
    this.problems = problems;
    for (Node volume : pod.spec().objects("volumes")) {
      if (byName.putIfAbsent(volume.text("name"), volume) != null) {
        problems.error(volume.at("name"), "a second volume of this name", "rename one of the two");
      }
      check(volume);
    }
    count("containers");
    count("initContainers");
  }

  private void count(String field) {
    for (Node container : pod.spec().objects(field)) {
      for (Node mount : container.objects("volumeMounts")) {
        users.merge(mount.text("name"), 1, Integer::sum);
        if (field.equals("initContainers") && container.text("restartPolicy").isEmpty()) {
          usedByInit.add(mount.text("name"));
        }
      }
    }
  }

  private void check(Node volume) {
    List<String> kinds = KINDS.stream().filter(volume::has).toList();
    if (volume.text("name").isEmpty()) {
      problems.error(volume.at(), "`" + volume.path() + "` has no `name`", "name it");
    } else if (kinds.size() > 1) {
      problems.error(
          volume.at(), "`" + volume.path() + "` is " + String.join(" and ", kinds), "write one");
    }
  }

  /** Adds what a container mounts. */
  void mount(Body body, Node container, Environment environment) {
    Map<String, Body> contents = new TreeMap<>();
    Set<String> places = new HashSet<>();
    for (Node mount : container.objects("volumeMounts")) {
      String place = mount.text("mountPath");
      boolean isPlace = place.startsWith("/") && place.indexOf(':') < 0;
      if (!isPlace || !places.add(place.replaceFirst("(?<=.)/+$", ""))) {
        problems.error(
            mount.at("mountPath"),
            isPlace
                ? "it mounts where another is mounted already"
                : "`" + mount.path("mountPath") + "` is no absolute path without a colon",
            isPlace ? "remove one of the two" : "write where it goes in the container");
        continue;
      }
      Node volume = byName.get(mount.text("name"));
      if (volume != null) {
        one(body, contents, new Mount(mount, volume, subPath(mount, environment)), container);
      } else if (pod.claims().stream().noneMatch(claim -> isOf(claim, mount))) {
        problems.error(
            mount.at("name"),
            "the pod has no volume `" + ObjectSet.shown(mount.text("name")) + "`",
            Suggestion.advice(mount.text("name"), byName.keySet(), "add it to `volumes`"));
      } else {
        claimed(body, mount, mount.text("name") + "-" + pod.name());
      }
    }
    Body all = new Body(container.at("volumeMounts"));
    contents.forEach((path, file) -> all.put(path, file));
    body.put("files", all);
  }

  private static boolean isOf(Node claim, Node mount) {
    return claim.object("metadata").text("name").equals(mount.text("name"));
  }

  /** A mount of a volume. */
  private record Mount(Node given, Node volume, String subPath) {
    String place() {
      return given.text("mountPath");
    }

    SourcePosition at() {
      return given.at("mountPath");
    }
  }

  private String subPath(Node mount, Environment environment) {
    String path =
        mount.given("subPathExpr").map(environment::expanded).orElse(mount.text("subPath"));
    if (GivenFiles.isOutside(path) || path.indexOf(':') >= 0) {
      problems.error(
          mount.at(mount.has("subPath") ? "subPath" : "subPathExpr"),
          "a path that leads out of its volume, or has a colon",
          "write one below it");
      return "";
    }
    return path;
  }

  private void one(Body body, Map<String, Body> contents, Mount mount, Node container) {
    for (String kind : KINDS) {
      if (!mount.volume().has(kind)) {
        continue;
      }
      Node source = mount.volume().object(kind);
      if (FILES.contains(kind)) {
        files(body, contents, mount, files.of(kind, source, container));
      } else if (kind.equals("hostPath")) {
        hostPath(body, mount, source);
      } else if (kind.equals("emptyDir")) {
        empty(body, mount, source);
      } else {
        claim(body, mount, source);
      }
      return;
    }
    // One that is refused has a kind; without any it is to Kubernetes an empty directory.
    if (mount.volume().fields().fields().size() == 1) {
      empty(body, mount, mount.volume().object("emptyDir"));
    }
  }

  /** What an image has at the place of a whole volume is not seen there, as in Kubernetes. */
  private void files(
      Body body,
      Map<String, Body> contents,
      Mount mount,
      SortedMap<String, GivenFiles.Given> given) {
    SortedMap<String, GivenFiles.Given> files = new TreeMap<>(given);
    String wanted = mount.subPath().replaceFirst("/+$", "");
    if (given.containsKey(wanted)) {
      this.files
          .written(new TreeMap<>(Map.of("", given.get(wanted))))
          .forEach((_, file) -> contents.put(mount.place(), file));
      return;
    }
    if (!wanted.isEmpty()) {
      files.clear();
      given.forEach(
          (path, file) -> {
            if (path.startsWith(wanted + "/")) {
              files.put(path.substring(wanted.length() + 1), file);
            }
          });
      if (files.isEmpty()) {
        problems.error(
            mount.given().at("subPath"),
            "the volume `" + mount.volume().text("name") + "` has no such file",
            Suggestion.advice(wanted, given.keySet(), "name one of its entries"));
        return;
      }
    }
    String place = mount.place().replaceFirst("(?<=.)/+$", "");
    body.add("tmpfs", place + ":mode=0755,notmpcopyup", mount.at());
    this.files.written(files).forEach((path, file) -> contents.put(place + "/" + path, file));
  }

  private List<String> options(Node mount) {
    List<String> options = new ArrayList<>();
    if (mount.flag("readOnly")) {
      options.add("ro");
    }
    switch (mount.text("mountPropagation")) {
      case "HostToContainer" -> options.add("rslave");
      case "Bidirectional" -> options.add("rshared");
      default -> {}
    }
    switch (mount.text("recursiveReadOnly")) {
      case "Enabled" ->
          problems.error(
              mount.at("recursiveReadOnly"),
              "what is mounted below it stays writable",
              "mount what is below by itself, read-only");
      case "IfPossible" ->
          problems.warning(
              mount.at("recursiveReadOnly"), "what is mounted below it stays writable", "");
      default -> {}
    }
    return options;
  }

  private void add(Body body, String source, Mount mount, List<String> options) {
    body.add(
        "volumes",
        source + ":" + mount.place() + (options.isEmpty() ? "" : ":" + String.join(",", options)),
        mount.at());
  }

  private void hostPath(Body body, Mount mount, Node source) {
    String path = source.text("path");
    if (!path.startsWith("/") || path.indexOf(':') >= 0) {
      problems.error(
          source.at("path"),
          "`" + source.path("path") + "` is no absolute path without a colon",
          "write that of the directory or file");
      return;
    }
    if (!mount.subPath().isEmpty()) {
      path = (path.equals("/") ? "" : path) + "/" + mount.subPath();
    }
    switch (source.text("type")) {
      case "CharDevice", "BlockDevice" ->
          body.add(
              "devices",
              path + ":" + mount.place() + (mount.given().flag("readOnly") ? ":r" : ":rwm"),
              mount.at());
      case "FileOrCreate" ->
          problems.error(
              source.at("type"),
              "a file that is not there is not made",
              "make it, and write `type: File`");
      default -> add(body, path, mount, options(mount.given()));
    }
  }

  private boolean hasNoSubPath(Mount mount) {
    if (!mount.subPath().isEmpty()) {
      problems.error(
          mount.given().at(mount.given().has("subPath") ? "subPath" : "subPathExpr"),
          "a part of a volume cannot be mounted alone",
          "mount all of it, and tell the program the directory in it");
    }
    return mount.subPath().isEmpty();
  }

  private void empty(Body body, Mount mount, Node source) {
    String name = mount.volume().text("name");
    boolean isMemory = source.has("medium");
    boolean isShared = users.getOrDefault(name, 0) > 1;
    if (!hasNoSubPath(mount)) {
      return;
    }
    if (isMemory && isShared && usedByInit.contains(name)) {
      problems.error(
          source.at("medium"),
          "what an init container leaves in memory is gone when it ends",
          "leave `medium` out");
      return;
    }
    String size = Quantity.parse(source.text("sizeLimit")).map(Quantity::whole).orElse("");
    if (isMemory && !isShared) {
      body.add(
          "tmpfs",
          mount.place()
              + ":mode=0777,exec,notmpcopyup"
              + (size.isEmpty() ? "" : ",size=" + size)
              + (mount.given().flag("readOnly") ? ",ro" : ""),
          mount.at());
      return;
    }
    List<String> options = options(mount.given());
    if (!isMemory) {
      options.add("nocopy");
    }
    add(body, declared.empty(pod, mount.volume(), source, size), mount, options);
  }

  private void claim(Body body, Mount mount, Node source) {
    if (!hasNoSubPath(mount)) {
      return;
    }
    String name = source.text("claimName");
    if (name.isEmpty()) {
      problems.error(source.at(), "`" + source.path() + "` has no `claimName`", "name the claim");
      return;
    }
    declared.use(pod, source, name);
    List<String> options = options(mount.given());
    if (source.flag("readOnly") && !options.contains("ro")) {
      options.addFirst("ro");
    }
    options.add("nocopy");
    tellGroup();
    add(body, name, mount, options);
  }

  private void claimed(Body body, Node mount, String name) {
    List<String> options = options(mount);
    options.add("nocopy");
    tellGroup();
    if (mount.has("subPath") || mount.has("subPathExpr")) {
      hasNoSubPath(new Mount(mount, mount, mount.has("subPath") ? mount.text("subPath") : "…"));
      return;
    }
    body.add(
        "volumes",
        name + ":" + mount.text("mountPath") + ":" + String.join(",", options),
        mount.at("mountPath"));
  }

  private void tellGroup() {
    Node security = pod.spec().object("securityContext");
    if (security.has("fsGroup")) {
      problems.warning(
          security.named("fsGroup"),
          CHOWN,
          "Podman gives a new volume to the user of the container that mounts it first");
    }
  }
}
