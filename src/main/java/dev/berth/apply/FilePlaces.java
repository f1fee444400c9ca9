package dev.berth.apply;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.ContentFile;
import dev.berth.model.Rendered.SecretFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the files of a container lie that Berth writes for it alone. A name changes with the
 * content, so that what went before is there to go back to.
 *
 * @param key keeps others from guessing a content by its name
 */
record FilePlaces(HostPaths paths, DigestKey key) {

  /** The files that a configuration holds. */
  List<SecretFile> contents(ContainerSpec spec) {
    return ContentFile.of(spec).stream()
        .map(file -> new SecretFile(of(spec, file).toString(), file.content(), file.access()))
        .toList();
  }

  /** Where one of them lies. */
  Path of(ContainerSpec spec, ContentFile file) {
    return paths.file(keeper(spec), key.digest(file.flattened()));
  }

  /** A file with this text, which the engine or systemd reads for a container. */
  SecretFile holding(ContainerSpec spec, String text) {
    String digest = key.digest(new TreeMap<>(Map.of("text", text)));
    return new SecretFile(paths.file(keeper(spec), digest).toString(), text);
  }

  /** Whose files a container's are: those of an init container are its pod's, and go with that. */
  private static ContainerName keeper(ContainerSpec spec) {
    return spec.podOwner().filter(_ -> spec.role() == Role.INIT).orElse(spec.name());
  }
}
