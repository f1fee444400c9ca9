package dev.berth.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which program an engine is: Berth itself finds it through PATH, as its user would, and units run
 * it by its path, as systemd searches a PATH of its own. Two of them may be of two versions, with
 * two stores.
 */
public final class EnginePrograms {
  private static final List<Path> DIRECTORIES =
      List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/bin"));

  private final Map<String, String> environment;
  private final Consumer<String> warning;
  private final Set<String> told = new HashSet<>();

  /**
   * The programs as they are found with an environment.
   *
   * @param warning takes what is told
   */
  EnginePrograms(Map<String, String> environment, Consumer<String> warning) {
    this.environment = environment;
    this.warning = warning;
  }

  /**
   * A program by its path, as units need it; by a path where it is not when it is nowhere, so that
   * running it says so.
   */
  static String ofUnits(String name) {
    return among(DIRECTORIES, name).orElse(Path.of("/usr/bin", name)).toString();
  }

  /** Tells, once, where PATH leads to another program than units run. */
  void compare(String name) {
    compare(name, DIRECTORIES);
  }

  void compare(String name, List<Path> directories) {
    Optional<Path> own = among(path(), name);
    Optional<Path> units = among(directories, name);
    if (own.isPresent() && units.isPresent() && !isSame(own.get(), units.get()) && told.add(name)) {
      warning.accept(
          "PATH leads to "
              + own.get()
              + ", and units run "
              + units.get()
              + ": what one makes the other may not find; remove one of them, or set PATH so that"
              + " it leads to the second");
    }
  }

  /** A part that is no path is none to whoever starts a program, either. */
  private List<Path> path() {
    return List.of(environment.getOrDefault("PATH", "").split(":")).stream()
        .flatMap(EnginePrograms::directory)
        .toList();
  }

  private static Stream<Path> directory(String text) {
    try {
      return Stream.of(Path.of(text));
    } catch (InvalidPathException none) {
      return Stream.empty();
    }
  }

  private static Optional<Path> among(List<Path> directories, String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(candidate -> Files.isRegularFile(candidate) && Files.isExecutable(candidate))
        .findFirst();
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException gone) {
      return false;
    }
  }
}
