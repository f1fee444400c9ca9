package dev.berth.config.compose;

import dev.berth.config.ComposeOptions;
import dev.berth.config.Draft;
import dev.berth.config.FrontEnd;
import dev.berth.config.ReadFiles;
import dev.berth.model.Declared;
import dev.berth.model.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compose files as they are: {@code compose.yaml}, and any file with {@code services}. */
public final class ComposeFrontEnd implements FrontEnd {
  private final Map<String, String> environment;
  private final ComposeOptions options;

  /** One that fills in these variables. */
  public ComposeFrontEnd(Map<String, String> environment, ComposeOptions options) {
    this.environment = Map.copyOf(environment);
    this.options = options;
  }

  @Override
  public boolean isDirectory(Path path, ReadFiles files) {
    return !ComposeFiles.standard(path).isEmpty();
  }

  @Override
  public boolean isFile(Path file, byte[] content) {
    return ComposeFiles.isCompose(file, content);
  }

  @Override
  public Optional<Draft.Group> read(
      List<Path> paths, byte[] standardInput, String configId, Problems problems) {
    Path first = paths.getFirst();
    boolean isDirectory = Files.isDirectory(first);
    int errors = problems.errors();
    List<Document> given =
        paths.contains(Path.of("-"))
            ? Document.read("<stdin>", standardInput, problems)
            : List.of();
    if (problems.errors() > errors) {
      return Optional.empty();
    }
    Project.Request request =
        new Project.Request(
            isDirectory ? List.of() : paths,
            given,
            options
                .directory()
                .map(Path::of)
                .orElseGet(() -> isDirectory ? first : Loader.parent(first)),
            configId,
            options.profiles(),
            options.envFiles().stream().map(Path::of).toList(),
            environment,
            environment.getOrDefault("HOME", ""),
            options.interpolates());
    return Project.read(request, problems).map(project -> group(project, problems));
  }

  private static Draft.Group group(Project project, Problems problems) {
    Drafts drafts = new Drafts(project, problems);
    return new Draft.Group(
        project.name(),
        true,
        drafts.all(),
        new Declared(
            new NetworkSpecs(project, problems).all(),
            VolumeSpecs.of(project, problems),
            drafts.replicas()),
        "");
  }
}
