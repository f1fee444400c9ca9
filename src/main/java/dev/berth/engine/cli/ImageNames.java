package dev.berth.engine.cli;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which images have names that begin alike: {@code image ls} of both engines. */
public final class ImageNames {
  private ImageNames() {}

  /**
   * Reads them with one process; see {@link ContainerRuntime#imagesNamed}.
   *
   * @throws EngineException when the engine does not answer
   */
  public static Map<String, Set<String>> read(CommandRunner runner, String program, String prefix) {
    CommandResult result =
        runner.run(
            Command.reading(
                List.of(
                    program,
                    "image",
                    "ls",
                    "--no-trunc",
                    "--filter=reference=" + prefix + "*",
                    "--format={{.ID}} {{.Repository}}:{{.Tag}}")));
    if (!result.succeeded()) {
      throw new EngineException(result);
    }
    Map<String, Set<String>> names = new LinkedHashMap<>();
    result
        .stdout()
        .lines()
        .map(line -> line.strip().split(" ", 2))
        .filter(words -> words.length == 2 && words[1].startsWith(prefix))
        .forEach(
            words ->
                names
                    .computeIfAbsent(words[0].replaceFirst("^sha256:", ""), key -> new TreeSet<>())
                    .add(words[1]));
    return names;
  }
}
