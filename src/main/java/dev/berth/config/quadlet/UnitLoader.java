package dev.berth.config.quadlet;

import dev.berth.config.FileBytes;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the units in what is given, each with its drop-ins. */
final class UnitLoader {
  /** What units of systemd's own end in; a drop-in of one is no unit. */
  private static final List<String> OF_SYSTEMD =
      List.of(
          ".timer", ".socket", ".path", ".service", ".target", ".mount", ".automount", ".slice");

  private final Problems problems;
  private final Map<String, Path> files = new TreeMap<>();
  private final Set<Path> visited = new HashSet<>();
  private final List<Path> roots = new ArrayList<>();

  private UnitLoader(Problems problems) {
    this.problems = problems;
  }

  /** The units of these files, and of these directories with those below them. */
  static UnitSet load(List<Path> paths, Problems problems) {
    UnitLoader loader = new UnitLoader(problems);
    paths.forEach(loader::given);
    List<Unit> units = new ArrayList<>();
    loader.files.forEach((name, path) -> loader.unit(name, path).ifPresent(units::add));
    return new UnitSet(units);
  }

  /** Whether a file is a unit by its name. */
  static boolean isUnit(Path file) {
    return UnitKind.of(name(file)).isPresent();
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private void given(Path path) {
    SourcePosition at = SourcePosition.startOf(path.toString());
    if (Files.isDirectory(path)) {
      roots.add(path);
      int before = files.size();
      directory(path);
      if (files.size() == before && !problems.hasErrors()) {
        problems.error(
            at,
            "no Quadlet unit in it",
            "they end in .container, .volume, .network, .image, .pod, .kube and .build");
      }
    } else if (!Files.exists(path)) {
      problems.error(at, "`" + path + "` does not exist", "name a file or a directory of units");
    } else if (!isUnit(path)) {
      problems.error(
          at,
          "its name is none of a Quadlet unit",
          "they end in .container, .volume, .network, .image, .pod, .kube and .build");
    } else {
      roots.add(path.toAbsolutePath().normalize().getParent());
      add(path);
    }
  }

  /** As Quadlet does, also what lies in directories below; a link may lead in a circle. */
  private void directory(Path directory) {
    SourcePosition at = SourcePosition.startOf(directory.toString());
    List<Path> entries;
    try (Stream<Path> found = Files.list(directory)) {
      if (!visited.add(directory.toRealPath())) {
        return;
      }
      entries = found.sorted().toList();
    } catch (IOException fault) {
      problems.error(at, "the directory cannot be read: " + fault.getMessage(), "");
      return;
    }
    for (Path entry : entries) {
      String name = name(entry);
      if (name.startsWith(".")) {
        continue;
      }
      if (Files.isDirectory(entry)) {
        if (!name.endsWith(".d")) {
          directory(entry);
        }
      } else if (isUnit(entry)) {
        add(entry);
      } else if (name.endsWith(".artifact")) {
        problems.error(
            SourcePosition.startOf(entry.toString()),
            "an .artifact is not carried over: Berth mounts no artifacts",
            "put what is in it into an image or a directory");
      } else if (OF_SYSTEMD.stream().anyMatch(name::endsWith)) {
        problems.warning(
            SourcePosition.startOf(entry.toString()),
            "it stays systemd's: a unit of its own kind is not read",
            "where it names a service of these, name that of Berth: berth-CONTAINER.service");
      }
    }
  }

  private void add(Path file) {
    Path other = files.putIfAbsent(name(file), file);
    if (other != null && !other.equals(file)) {
      problems.error(
          SourcePosition.startOf(file.toString()),
          "a second unit of this name; the first is " + other,
          "rename or remove one of the two");
    }
  }

  private Optional<Unit> unit(String name, Path file) {
    UnitKind kind = UnitKind.of(name).orElseThrow();
    UnitId id = new UnitId(name.substring(0, name.length() - kind.ending().length()), kind);
    Optional<Unit> unit = read(id, file);
    if (!id.isTemplate() || unit.isEmpty()) {
      return unit;
    }
    Optional<Assignment> instance = unit.get().last("Install", "DefaultInstance");
    if (instance.isPresent()) {
      return read(id.instance(instance.get().value().text()), file);
    }
    boolean hasInstance =
        files.keySet().stream()
            .anyMatch(other -> other.startsWith(id.base()) && !other.equals(id.fileName()));
    if (!hasInstance) {
      problems.warning(
          unit.get().at(),
          "a template makes nothing by itself, and no instance of it is here",
          "link "
              + id.prefix()
              + "@INSTANCE"
              + kind.ending()
              + " to it, or give it DefaultInstance= in [Install]");
    }
    return Optional.empty();
  }

  private Optional<Unit> read(UnitId id, Path file) {
    Optional<UnitSyntax.Content> content = content(file);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    Map<String, SourcePosition> sections = new LinkedHashMap<>(content.get().sections());
    List<Assignment> assignments = new ArrayList<>(content.get().assignments());
    for (Path dropIn : dropIns(id, file)) {
      content(dropIn)
          .ifPresent(
              more -> {
                more.sections().forEach(sections::putIfAbsent);
                assignments.addAll(more.assignments());
              });
    }
    return Optional.of(new Unit(id, file, sections, assignments));
  }

  private Optional<UnitSyntax.Content> content(Path file) {
    String shown = file.toString();
    return FileBytes.read(file, SourcePosition.startOf(shown), problems)
        .flatMap(bytes -> UnitSyntax.read(shown, bytes, problems));
  }

  /** By their names; of two of one name that of the directory that is more about the unit. */
  private List<Path> dropIns(UnitId id, Path file) {
    Map<String, Path> found = new TreeMap<>();
    List<Path> places = new ArrayList<>(roots);
    Path parent = file.getParent();
    places.add(parent == null ? Path.of("") : parent);
    for (String directory : id.dropIns()) {
      for (Path place : places) {
        Path dropIns = place.resolve(directory);
        if (Files.isDirectory(dropIns)) {
          confFiles(dropIns).forEach(dropIn -> found.put(name(dropIn), dropIn));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private List<Path> confFiles(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(path -> name(path).endsWith(".conf")).sorted().toList();
    } catch (IOException fault) {
      problems.error(
          SourcePosition.startOf(directory.toString()),
          "the directory cannot be read: " + fault.getMessage(),
          "");
      return List.of();
    }
  }
}
