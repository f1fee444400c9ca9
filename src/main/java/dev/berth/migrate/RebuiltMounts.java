package dev.berth.migrate;

import dev.berth.json.Json;
import dev.berth.model.ContainerPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The volumes and directories of a container. */
final class RebuiltMounts {
  private RebuiltMounts() {}

  static void add(Rebuilding to) {
    List<String> volumes = new ArrayList<>();
    List<String> tmpfs = new ArrayList<>();
    Set<String> covered = new HashSet<>();
    for (String bind : to.host("Binds").texts()) {
      volumes.add(bind);
      covered.add(bind.split(":", -1)[1]);
    }
    to.host("Tmpfs")
        .textFields()
        .forEach(
            (path, options) -> {
              if (!isSayable(path)) {
                to.obstacle("HostConfig.Tmpfs", unsayable(path));
              }
              tmpfs.add(options.isEmpty() ? path : path + ":" + options);
              covered.add(path);
            });
    for (Json mount : to.host("Mounts").items()) {
      String target = mount.get("Target").textOrEmpty();
      if (!isSayable(target)) {
        to.obstacle("HostConfig.Mounts", unsayable(target));
      }
      switch (mount.get("Type").textOrEmpty()) {
        case "tmpfs" -> {
          tmpfs.add(memory(target, mount.get("TmpfsOptions")));
          covered.add(target);
        }
        case "bind", "volume" -> {
          if (mount.get("Source").isPresent()) {
            volumes.add(mounted(to, mount, target));
            covered.add(target);
          }
          options(to, mount);
        }
        default ->
            to.obstacle(
                "HostConfig.Mounts", "has the type " + mount.get("Type") + ", which has no key");
      }
    }
    volumes.addAll(unnamed(to, covered));
    to.put("volumes", volumes);
    to.put("tmpfs", tmpfs);
    to.put(
        "volumes_from",
        to.host("VolumesFrom").texts().stream().map(from -> from(to, from)).toList());
    to.put("read_only", to.host("ReadonlyRootfs").isTrue());
    String driver = to.host.get("VolumeDriver").textOrEmpty();
    if (!driver.isEmpty() && !driver.equals("local")) {
      to.obstacle("HostConfig.VolumeDriver", "is " + driver + ", a plugin of Docker");
    }
  }

  /** A colon would make a source, a path of the host, of what an image calls its volume. */
  static boolean isSayable(String path) {
    return ContainerPath.flaw(path).isEmpty() && !path.contains(":");
  }

  static String unsayable(String path) {
    return "has the path '" + path + "', which no key can say";
  }

  private static String from(Rebuilding to, String reference) {
    String[] parts = reference.split(":", 2);
    return to.named(parts[0]) + (parts.length > 1 ? ":" + parts[1] : "");
  }

  private static String memory(String target, Json options) {
    List<String> words = new ArrayList<>();
    long size = options.get("SizeBytes").number();
    if (size > 0) {
      words.add("size=" + size);
    }
    long mode = options.get("Mode").number();
    if (mode > 0) {
      words.add("mode=" + Long.toOctalString(mode));
    }
    return words.isEmpty() ? target : target + ":" + String.join(",", words);
  }

  private static String mounted(Rebuilding to, Json mount, String target) {
    List<String> options = new ArrayList<>();
    if (mount.get("ReadOnly").isTrue()) {
      options.add("ro");
    }
    mount
        .get("BindOptions")
        .get("Propagation")
        .text()
        .filter(it -> !it.isEmpty())
        .ifPresent(options::add);
    if (mount.get("VolumeOptions").get("NoCopy").isTrue()) {
      options.add("nocopy");
    }
    String source = mount.get("Source").textOrEmpty();
    if (source.contains(":")) {
      to.obstacle("HostConfig.Mounts", "has the source '" + source + "', which no key can say");
    }
    return source + ":" + target + (options.isEmpty() ? "" : ":" + String.join(",", options));
  }

  private static void options(Rebuilding to, Json mount) {
    for (Map.Entry<String, List<String>> group :
        Map.of(
                "BindOptions",
                    List.of("NonRecursive", "ReadOnlyNonRecursive", "ReadOnlyForceRecursive"),
                "VolumeOptions", List.of("Subpath", "DriverConfig", "Labels"))
            .entrySet()) {
      Json options = mount.get(group.getKey());
      for (String field : new TreeSet<>(group.getValue())) {
        Json value = options.get(field);
        boolean set = value.isTrue() || !value.textOrEmpty().isEmpty() || !value.fields().isEmpty();
        if (set) {
          to.obstacle(
              "HostConfig.Mounts." + group.getKey() + "." + field,
              "is set for " + mount.get("Target").textOrEmpty() + ", and there is no key for it");
        }
      }
    }
  }

  /** Volumes that nobody named: of the image, which Berth gives names by itself, and others. */
  private static List<String> unnamed(Rebuilding to, Set<String> covered) {
    Set<String> image = to.image.get("Volumes").fields().keySet();
    List<String> paths = new ArrayList<>();
    boolean borrows = !to.host("VolumesFrom").texts().isEmpty();
    for (Json mount : to.container.get("Mounts").items()) {
      String path = mount.get("Destination").textOrEmpty();
      boolean own = to.config.get("Volumes").fields().containsKey(path) || !borrows;
      if (mount.get("Type").textOrEmpty().equals("volume") && !covered.contains(path) && own) {
        to.anonymous(path, mount.get("Name").textOrEmpty());
        if (!image.contains(path)) {
          if (isSayable(path)) {
            paths.add(path);
          } else {
            to.obstacle("Mounts", unsayable(path));
          }
        }
      }
    }
    return paths;
  }
}
