package dev.berth.plan;

import dev.berth.model.Care;
import dev.berth.model.Change.Restrict;
import dev.berth.model.ContainerName;
import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.RenderedState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds what is Berth's own, holds secrets and was opened to others by hand, where nothing else
 * that is to be done has it written anew.
 */
final class Exposed {
  private Exposed() {}

  /**
   * What has to be restricted.
   *
   * @param changing the containers whose files are written anyway
   */
  static List<Decision> decide(
      RenderedState wanted, Observed observed, Set<ContainerName> changing) {
    Set<String> written =
        wanted
            .containers()
            .filter(rendered -> rendered.care() == Care.UNIT || changing.contains(rendered.name()))
            .map(Rendered::secretFiles)
            .flatMap(List::stream)
            .map(SecretFile::path)
            .collect(Collectors.toSet());
    return new TreeSet<>(observed.findings().exposed().keySet())
        .stream()
            .filter(path -> !written.contains(path))
            .map(
                path ->
                    new Decision(
                        new Restrict(path),
                        "it is not its owner's alone: " + observed.findings().exposed().get(path)))
            .toList();
  }
}
