package dev.berth.config.kubernetes;

import dev.berth.config.Draft;
import dev.berth.config.FrontEnd;
import dev.berth.config.ReadFiles;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Manifests of Kubernetes as a configuration: files whose documents have a kind. */
public final class KubernetesFrontEnd implements FrontEnd {
  private final Supplier<String> nodeName;

  /**
   * One for a host of this name.
   *
   * @param nodeName asked for only where a manifest asks for it
   */
  public KubernetesFrontEnd(Supplier<String> nodeName) {
    this.nodeName = nodeName;
  }

  @Override
  public boolean isDirectory(Path path, ReadFiles files) {
    try {
      return ManifestFiles.of(path).stream()
          .anyMatch(file -> files.look(file).filter(content -> isFile(file, content)).isPresent());
    } catch (IOException unreadable) {
      // Whoever reads it says why.
      return false;
    }
  }

  @Override
  public boolean isFile(Path file, byte[] content) {
    return Signs.areIn(content) && ManifestReader.isManifest(file, content);
  }

  @Override
  public Optional<Draft.Group> read(
      List<Path> paths, byte[] standardInput, String configId, Problems problems) {
    return Translation.read(paths, standardInput, configId, nodeName, problems);
  }
}
