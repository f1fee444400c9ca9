package dev.berth.config.kubernetes;

import dev.berth.config.Suggestion;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that a volume of ConfigMaps, Secrets and fields of the pod holds. */
final class GivenFiles {
  private static final long DEFAULT_MODE = 0644;
  private static final long GROUP_READS = 0440;

  private final Workload pod;
  private final ObjectSet objects;
  private final PodFields fields;
  private final Problems problems;

  GivenFiles(Workload pod, ObjectSet objects, PodFields fields, Problems problems) {
    this.pod = pod;
    this.objects = objects;
    this.fields = fields;
    this.problems = problems;
  }

  /** What stands in one of them, and whose it is. */
  record Given(String content, long mode, long user, SourcePosition at) {}

  /** What holds for all files of a volume. */
  private record Manner(OptionalLong mode, OptionalLong user) {
    static Manner of(Node volume) {
      return new Manner(volume.number("defaultMode"), volume.number("defaultUser"));
    }
  }

  /**
   * Those of a volume, by their paths in it.
   *
   * @param kind the field that says what the volume is
   * @param container who mounts it
   */
  SortedMap<String, Given> of(String kind, Node source, Node container) {
    SortedMap<String, Given> files = new TreeMap<>();
    Manner manner = Manner.of(source);
    switch (kind) {
      case "configMap" -> entries("ConfigMap", "name", source, manner, files);
      case "secret" -> entries("Secret", "secretName", source, manner, files);
      case "downwardAPI" -> ofPod(source, container, manner, files);
      default ->
          source.objects("sources").forEach(each -> projected(each, container, manner, files));
    }
    return files;
  }

  private void projected(Node each, Node container, Manner manner, SortedMap<String, Given> files) {
    List<String> named = Stream.of("configMap", "secret", "downwardAPI").filter(each::has).toList();
    if (named.size() > 1) {
      problems.error(each.at(), "`" + each.path() + "` names several sources", "write one an item");
    }
    for (String kind : named) {
      Node source = each.object(kind);
      switch (kind) {
        case "configMap" -> entries("ConfigMap", "name", source, manner, files);
        case "secret" -> entries("Secret", "name", source, manner, files);
        default -> ofPod(source, container, manner, files);
      }
    }
  }

  private void entries(
      String kind, String field, Node source, Manner manner, SortedMap<String, Given> files) {
    Optional<Contents> named = objects.named(kind, pod.namespace(), source, field);
    if (named.isEmpty()) {
      return;
    }
    Map<String, Contents.Entry> entries = named.get().entries();
    if (!source.has("items")) {
      entries.forEach((key, entry) -> put(key, entry, source, source.at(field), manner, files));
      return;
    }
    for (Node item : source.objects("items")) {
      String key = item.text("key");
      Contents.Entry entry = entries.get(key);
      if (entry != null) {
        put(path(item), entry, item, item.at("key"), manner, files);
      } else if (!source.flag("optional")) {
        problems.error(
            item.at("key"),
            "the " + kind + " has no entry `" + ObjectSet.shown(key) + "`",
            Suggestion.advice(key, entries.keySet(), "add it, or write `optional: true`"));
      }
    }
  }

  private void put(
      String path,
      Contents.Entry entry,
      Node item,
      SourcePosition reference,
      Manner manner,
      SortedMap<String, Given> files) {
    objects
        .text(entry, path, reference)
        .ifPresent(text -> put(path, text, entry.at(), item, manner, files));
  }

  private void ofPod(Node source, Node container, Manner manner, SortedMap<String, Given> files) {
    for (Node item : source.objects("items")) {
      Optional<String> text =
          item.has("resourceFieldRef")
              ? fields.resource(item.object("resourceFieldRef"), container)
              : fields.value(item.object("fieldRef"), true);
      text.ifPresent(content -> put(path(item), content, item.at(), item, manner, files));
    }
  }

  private String path(Node item) {
    if (item.text("path").isEmpty()) {
      problems.error(item.at(), "`" + item.path() + "` has no `path`", "name its file");
    }
    return item.text("path");
  }

  private void put(
      String path,
      String content,
      SourcePosition at,
      Node item,
      Manner manner,
      SortedMap<String, Given> files) {
    if (path.isEmpty() || !objects.mayTake(item.at())) {
      return;
    }
    if (isOutside(path)) {
      problems.error(item.at("path"), "a path that leads out of its volume", "write one below it");
      return;
    }
    long mode = item.number("mode").orElse(manner.mode().orElse(DEFAULT_MODE));
    if (mode < 0 || mode > 0777) {
      problems.error(
          item.at(item.has("mode") ? "mode" : "defaultMode"),
          "no mode of a file",
          "write it in octal: 0400");
      mode = DEFAULT_MODE;
    }
    long user = item.number("user").orElse(manner.user().orElse(0));
    long shown = pod.spec().object("securityContext").has("fsGroup") ? mode | GROUP_READS : mode;
    files.put(path, new Given(content, shown, user, at));
  }

  /** Whether it is no path below what it is in. */
  static boolean isOutside(String path) {
    return path.startsWith("/") || List.of(path.split("/", -1)).contains("..");
  }

  /** As the key {@code files} has them, below a path of the container. */
  Map<String, Body> written(SortedMap<String, Given> files) {
    OptionalLong group = pod.spec().object("securityContext").number("fsGroup");
    Map<String, Body> written = new LinkedHashMap<>();
    files.forEach(
        (path, file) -> {
          Body body = new Body(file.at());
          body.put("content", file.content(), file.at());
          body.put("mode", "0" + Long.toOctalString(file.mode()), file.at());
          if (file.user() != 0) {
            body.put("uid", Long.toString(file.user()), file.at());
          }
          if (group.isPresent()) {
            body.put("gid", Long.toString(group.getAsLong()), file.at());
          }
          written.put(path, body);
        });
    return written;
  }
}
