package dev.berth.config.compose;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the paths of a file absolute: they are meant from its directory. */
final class Paths {
  private enum Kind {
    PATH,
    WATCHED,
    CONTEXT,
    MOUNT,
    VOLUME
  }

  /** No path, where files are named whose change counts. */
  private static final String MOUNTS = "mounts";

  private static final Rules<Kind> KINDS = Rules.of(kinds());

  private final Path directory;
  private final String home;

  /**
   * Paths from a directory.
   *
   * @param home what {@code ~} stands for; empty where that is unknown
   */
  Paths(Path directory, String home) {
    this.directory = directory;
    this.home = home;
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new HashMap<>();
    Stream.of(
            "services.*.env_file.*.path",
            "services.*.label_file.*",
            "services.*.develop.watch.*.path",
            "services.*.pre_start.*.env_file.*.path",
            "services.*.pre_start.*.label_file.*",
            "configs.*.file",
            "secrets.*.file")
        .forEach(pattern -> kinds.put(pattern, Kind.PATH));
    kinds.put("services.*.x-berth.restart_on.*", Kind.WATCHED);
    kinds.put("services.*.x-berth.reload_on.*", Kind.WATCHED);
    kinds.put("services.*.build.context", Kind.CONTEXT);
    kinds.put("services.*.build.additional_contexts.*", Kind.CONTEXT);
    kinds.put("services.*.volumes.*", Kind.MOUNT);
    kinds.put("services.*.pre_start.*.volumes.*", Kind.MOUNT);
    kinds.put("volumes.*", Kind.VOLUME);
    return kinds;
  }

  Data.Fields absolute(Data.Fields file) {
    return KINDS.changed(file, (kind, data, _) -> absolute(kind, data));
  }

  private Data absolute(Kind kind, Data data) {
    return switch (kind) {
      case PATH -> data instanceof Data.Text text ? path(text) : data;
      case WATCHED ->
          data instanceof Data.Text text && !text.text().equals(MOUNTS) ? path(text) : data;
      case CONTEXT ->
          data instanceof Data.Text text && !isElsewhere(text.text()) ? path(text) : data;
      case MOUNT ->
          data instanceof Data.Fields mount && mount.text("type").equals("bind")
              ? resolved(mount, "source")
              : data;
      case VOLUME -> volume(data);
    };
  }

  /** A bind mount that is written as a volume. */
  private Data volume(Data data) {
    if (data instanceof Data.Fields volume
        && volume.text("driver").equals("local")
        && volume.fields("driver_opts").text("o").equals("bind")) {
      return volume.with("driver_opts", resolved(volume.fields("driver_opts"), "device"));
    }
    return data;
  }

  private Data.Fields resolved(Data.Fields mapping, String name) {
    return mapping.get(name) instanceof Data.Text text ? mapping.with(name, path(text)) : mapping;
  }

  private Data path(Data.Text text) {
    return text.text().isEmpty() ? text : new Data.Text(resolved(text.text()), text.at());
  }

  /** The path as it is meant from the directory. */
  String resolved(String path) {
    if (path.startsWith("~") && !home.isEmpty()) {
      return clean(home + "/" + path.substring(1));
    }
    return path.startsWith("/") || path.matches("[A-Za-z]:[/\\\\].*")
        ? path
        : clean(directory.toAbsolutePath() + "/" + path);
  }

  private static boolean isElsewhere(String context) {
    return context.contains("://")
        || context.startsWith("git@")
        || context.startsWith("github.com/")
        || context.startsWith("service:")
        || context.startsWith("docker-image:")
        || context.startsWith("oci-layout:");
  }

  /** The shortest text of a path, without looking at the host ({@code path.Clean} of Go). */
  static String clean(String path) {
    boolean rooted = path.startsWith("/");
    Deque<String> names = new ArrayDeque<>();
    for (String name : List.of(path.split("/"))) {
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (!name.equals("..")) {
        names.addLast(name);
      } else if (!names.isEmpty() && !names.getLast().equals("..")) {
        names.removeLast();
      } else if (!rooted) {
        names.addLast(name);
      }
    }
    String joined = (rooted ? "/" : "") + String.join("/", names);
    return joined.isEmpty() ? "." : joined;
  }
}
