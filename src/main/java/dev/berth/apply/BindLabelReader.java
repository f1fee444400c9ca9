package dev.berth.apply;

import dev.berth.host.Selinux;
import dev.berth.host.Selinux.FileLabel;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Mount;
import dev.berth.model.ObservedLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the labels of all bind sources at once, where SELinux is enforced. */
final class BindLabelReader {
  private BindLabelReader() {}

  static Map<String, ObservedLabel> read(Selinux selinux, Collection<ContainerSpec> specs) {
    if (!selinux.isEnforcing()) {
      return Map.of();
    }
    Set<String> sources =
        specs.stream()
            .flatMap(spec -> spec.mounts().stream())
            .filter(mount -> mount.kind() == Mount.Kind.BIND)
            .map(Mount::source)
            .collect(Collectors.toSet());
    Map<Path, FileLabel> found = selinux.containerLabels(sources.stream().map(Path::of).toList());
    Map<String, ObservedLabel> labels = new HashMap<>();
    for (String source : sources) {
      Path path = Path.of(source);
      FileLabel label = found.get(path);
      if (label != null) {
        labels.put(
            source,
            new ObservedLabel(
                label.context(),
                label.readable(),
                label.writable(),
                Files.isDirectory(path),
                real(path)));
      }
    }
    return labels;
  }

  /** What a label is changed of is the file itself, not a link that leads to it. */
  private static String real(Path source) {
    try {
      return source.toRealPath().toString();
    } catch (IOException gone) {
      return source.toString();
    }
  }
}
