package dev.berth.engine;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where what a container prints is kept.
 *
 * @param driver the engine's log driver; empty where nothing tells it
 * @param path the file, of a driver that writes one
 */
public record LogPlace(String driver, Optional<Path> path) {
  private static final String DRIVER = "--log-driver=";
  private static final String PATH = "--log-opt=path=";
  private static final String ABSENT = "no such container";

  /** That of a command which runs a container. */
  public static LogPlace of(List<String> argv) {
    return new LogPlace(
        after(DRIVER, argv).orElse(""),
        after(PATH, argv).filter(path -> path.startsWith("/")).map(Path::of));
  }

  private static Optional<String> after(String option, List<String> argv) {
    return argv.stream()
        .filter(word -> word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .findFirst();
  }

  /**
   * Those of containers that are there, by name, with one process.
   *
   * @param program of the engine
   * @throws EngineException when it does not answer
   */
  public static Map<String, LogPlace> read(
      CommandRunner runner, String program, Collection<String> containers) {
    if (containers.isEmpty()) {
      return Map.of();
    }
    List<String> argv = new ArrayList<>(List.of(program, "container", "inspect", "--"));
    argv.addAll(containers);
    CommandResult result = runner.run(Command.reading(argv));
    boolean isAbsence = result.stderr().toLowerCase(Locale.ROOT).contains(ABSENT);
    if (result.timedOut() || (!result.succeeded() && !isAbsence)) {
      throw new EngineException(result);
    }
    Map<String, LogPlace> places = new HashMap<>();
    String source = program + " container inspect";
    for (Json answer : Json.parse(source, result.stdout()).list(source)) {
      Json config = answer.get("HostConfig").get("LogConfig");
      String path = config.get("Path").textOrEmpty();
      places.put(
          answer.get("Name").textOrEmpty().replaceFirst("^/", ""),
          new LogPlace(
              config.get("Type").textOrEmpty(),
              path.startsWith("/") ? Optional.of(Path.of(path)) : Optional.empty()));
    }
    return places;
  }
}
