package dev.berth.config;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where TripleO put the containers of a deployment's steps. Up to Stein each step was one file of
 * names and containers, {@code hashed-container-startup-config-step_N.json}, or {@code
 * hashed-docker-…}, in {@code /var/lib/tripleo-config}, written from the one without {@code
 * hashed-} with {@code TRIPLEO_CONFIG_HASH} in each environment. Since Train it is the directory
 * {@code container-startup-config/step_N} beside it, and Paunch read that where the file was named.
 */
final class Steps {
  static final String NAME = "step_";

  private static final Pattern FILE =
      Pattern.compile("(hashed-)?(?:docker-)?container-startup-config-step_([0-9]+)\\.json");
  private static final String HASHED = "hashed-";
  private static final String NO_NUMBER =
      "steps are numbered from 1 to 9999, without a zero in front";
  private static final String DIRECTORIES = "container-startup-config";

  private final Problems problems;

  Steps(Problems problems) {
    this.problems = problems;
  }

  /** The step whose containers a file of this name holds; empty where it is no such file. */
  static OptionalInt ofFile(String name) {
    Matcher file = FILE.matcher(name);
    return file.matches() ? number(file.group(2)) : OptionalInt.empty();
  }

  /** Whether this is the directory of a step. */
  static boolean isStep(Path entry) {
    return numberOf(entry).isPresent();
  }

  /**
   * What Paunch read where an operator gave this: for the file of a step its directory, where there
   * is one. It did not look whether the file was there.
   */
  Path meant(Path given) {
    Path last = given.toAbsolutePath().getFileName();
    String name = last == null ? "" : last.toString();
    OptionalInt step = ofFile(name);
    if (step.isEmpty() || !name.startsWith(HASHED)) {
      return given;
    }
    String directory = NAME + step.getAsInt();
    for (Path beside :
        List.of(
            given.resolveSibling(DIRECTORIES).resolve(directory),
            given.resolveSibling(directory))) {
      if (Files.isDirectory(beside)) {
        if (Files.exists(given)) {
          leftOut(
              given,
              "as by Paunch, the directory " + beside + " is read in its place",
              "remove the one that is over");
        }
        return beside;
      }
    }
    return given;
  }

  /**
   * The directory or file of each step, by its number. What looks like a step and is none is told.
   *
   * @param entries lists a directory, sorted
   */
  SortedMap<Integer, Path> in(Path directory, Function<Path, List<Path>> entries) {
    List<Path> here = entries.apply(directory);
    SortedMap<Integer, Path> found = new TreeMap<>();
    directories(here, found);
    Path inner = directory.resolve(DIRECTORIES);
    if (here.contains(inner) && Files.isDirectory(inner)) {
      directories(entries.apply(inner), found);
    }
    // What has hashes was made from what has none; what is for Docker is older than what is not.
    here.stream()
        .filter(entry -> FILE.matcher(name(entry)).matches() && !Files.isDirectory(entry))
        .sorted(
            Comparator.comparing((Path entry) -> !name(entry).startsWith(HASHED))
                .thenComparing(entry -> name(entry).contains("docker-")))
        .forEach(entry -> file(entry, found));
    return found;
  }

  private void directories(List<Path> entries, SortedMap<Integer, Path> found) {
    for (Path entry : entries) {
      Optional<Integer> number = numberOf(entry);
      if (number.isPresent()) {
        found.putIfAbsent(number.get(), entry);
      } else if (name(entry).startsWith(NAME)) {
        leftOut(
            entry,
            Files.isDirectory(entry) ? NO_NUMBER : "it is no directory",
            "rename it where it is to count");
      }
    }
  }

  private void file(Path file, SortedMap<Integer, Path> found) {
    OptionalInt step = ofFile(name(file));
    if (step.isEmpty()) {
      leftOut(file, NO_NUMBER, "rename it where it is to count");
      return;
    }
    Path there = found.putIfAbsent(step.getAsInt(), file);
    if (there != null && !name(there).equals(HASHED + name(file))) {
      leftOut(file, there + " holds this step", "remove the one that is over");
    }
  }

  private void leftOut(Path path, String why, String advice) {
    problems.warning(SourcePosition.startOf(path.toString()), "is left out: " + why, advice);
  }

  private static Optional<Integer> numberOf(Path entry) {
    String name = name(entry);
    OptionalInt number =
        name.startsWith(NAME) && Files.isDirectory(entry)
            ? number(name.substring(NAME.length()))
            : OptionalInt.empty();
    return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
  }

  private static OptionalInt number(String digits) {
    boolean isStep = Numbers.isDigits(digits) && digits.length() <= 4 && digits.charAt(0) != '0';
    return isStep ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
