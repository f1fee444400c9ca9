package dev.berth.config.compose;

import dev.berth.config.Draft;
import dev.berth.config.FrontEnd;
import dev.berth.model.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compose files as they are: {@code compose.yaml}, and any file with {@code services}. */
public final class ComposeFrontEnd implements FrontEnd {
  private final Map<String, String> environment;
  private final List<String> profiles;
  private final List<String> envFiles;

  /**
   * One that fills in these variables.
   *
   * @param profiles that are active; empty for those of {@code COMPOSE_PROFILES}
   * @param envFiles with further variables; empty for {@code .env} beside the project
   */
  public ComposeFrontEnd(
      Map<String, String> environment, List<String> profiles, List<String> envFiles) {
    this.environment = Map.copyOf(environment);
    this.profiles = List.copyOf(profiles);
    this.envFiles = List.copyOf(envFiles);
  }

  @Override
  public boolean isDirectory(Path path) {
    return !ComposeFiles.standard(path).isEmpty();
  }

  @Override
  public boolean isFile(Path file, byte[] content) {
    return ComposeFiles.isCompose(file, content);
  }

  @Override
  public Optional<Draft.Group> read(Path path, String configId, Problems problems) {
    boolean isDirectory = Files.isDirectory(path);
    Project.Request request =
        new Project.Request(
            isDirectory ? List.of() : List.of(path),
            isDirectory ? path : Loader.parent(path),
            configId,
            profiles,
            envFiles.stream().map(Path::of).toList(),
            environment,
            environment.getOrDefault("HOME", ""),
            true);
    return Project.read(request, problems)
        .map(project -> new Draft.Group(project.name(), true, new Drafts(project, problems).all()));
  }
}
