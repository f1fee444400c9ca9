package dev.berth.migrate;

import dev.berth.host.AtomicFile;
import dev.berth.host.Directories;
import dev.berth.host.FileName;
import dev.berth.migrate.JournalEvent.RunBegun;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * With what a run begins, so that another one can finish what it does not: its settings, and its
 * configuration as it was read.
 *
 * @param directory where configurations are kept
 * @param settings from which engine to which it goes, and how
 * @param text writes containers so that they can be read again
 */
public record MigrationRun(
    Path directory, RunBegun settings, Function<List<ContainerSpec>, String> text) {
  private static final String PRIVATE = "rwx------";

  /**
   * Removes the configurations of runs that were killed before anything moved.
   *
   * @param needed the directories of the others
   */
  void tidy(Set<String> needed) {
    for (String name : AtomicFile.names(directory)) {
      Path own = directory.resolve(name);
      if (name.matches("[0-9]+") && !needed.contains(own.toString())) {
        remove(own);
      }
    }
  }

  /**
   * Keeps the configuration; what the journal has to tell of the run.
   *
   * @param declared what the files that are kept do not say
   */
  RunBegun begin(
      Collection<ContainerName> containers, RenderedState wanted, RunBegun.Declared declared) {
    Directories.own(directory, PRIVATE);
    int number = 1;
    while (Files.exists(directory.resolve(Integer.toString(number)))) {
      number++;
    }
    Path own = directory.resolve(Integer.toString(number));
    Directories.own(own, PRIVATE);
    List<WantedSet> sets = wanted.sets();
    for (int set = 0; set < sets.size(); set++) {
      Path file =
          own.resolve(FileName.of("%03d-".formatted(set), sets.get(set).configId(), ".yaml"));
      List<ContainerSpec> specs = sets.get(set).containers().stream().map(Rendered::spec).toList();
      AtomicFile.write(file, text.apply(specs));
    }
    AtomicFile.syncDirectory(own);
    AtomicFile.syncDirectory(directory);
    return new RunBegun(
        settings.from(),
        settings.to(),
        settings.settings(),
        settings.labels(),
        own.toString(),
        List.copyOf(containers),
        declared);
  }

  /** The files of a kept configuration by the ids of their sets, in order. */
  public static Map<String, Path> configuration(RunBegun run) {
    Path directory = Path.of(run.configuration());
    Map<String, Path> files = new LinkedHashMap<>();
    for (String name : AtomicFile.names(directory)) {
      if (name.matches("[0-9]{3}-.+\\.yaml")) {
        files.put(name.substring(4, name.length() - ".yaml".length()), directory.resolve(name));
      }
    }
    return files;
  }

  /** Whether another run went where this one goes. */
  boolean isSameWay(RunBegun other) {
    return settings.isSameWay(other);
  }

  /** The end of all that is kept. */
  void remove() {
    remove(directory);
  }

  private static void remove(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot remove " + directory, cause);
    }
  }
}
