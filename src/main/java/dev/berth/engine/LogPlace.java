package dev.berth.engine;

import java.nio.file.Path;
import java.util.List;
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
}
