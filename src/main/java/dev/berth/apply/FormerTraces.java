package dev.berth.apply;

import dev.berth.host.WholeFile;
import dev.berth.model.Former;
import dev.berth.model.FormerUnit;
import dev.berth.model.FormerUnit.Kind;
import dev.berth.systemd.SystemdFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Paunch or tripleo-ansible had on disk of a container, and how it was, before it was touched.
 *
 * @param former what they left
 * @param files the units' files
 * @param links what lay in the folders of its service, with the link's target
 */
record FormerTraces(Former former, Map<Path, String> files, Map<Path, Path> links) {

  /** Reads them. */
  static FormerTraces read(Former former, Path unitDirectory) {
    Map<Path, String> files = new LinkedHashMap<>();
    for (FormerUnit unit : former.units()) {
      Path file = unitDirectory.resolve(unit.name());
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        WholeFile.read(file).ifPresent(text -> files.put(file, text));
      }
    }
    Map<Path, Path> links = new LinkedHashMap<>();
    former
        .service()
        .map(FormerUnit::name)
        .ifPresent(name -> folders(name, unitDirectory).forEach(folder -> read(folder, links)));
    return new FormerTraces(former, files, links);
  }

  /** The folders that tie other units to a service. */
  static Stream<Path> folders(String service, Path unitDirectory) {
    return Stream.of(service + ".requires", service + ".wants")
        .map(unitDirectory::resolve)
        .filter(Files::isDirectory);
  }

  private static void read(Path folder, Map<Path, Path> links) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isSymbolicLink(entry)) {
          links.put(entry, Files.readSymbolicLink(entry));
        }
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + folder, cause);
    }
  }

  /** Puts files and links back; systemd has to be told afterwards. */
  void restore() {
    files.forEach(SystemdFile::write);
    links.forEach(FormerTraces::link);
  }

  private static void link(Path link, Path target) {
    try {
      Files.createDirectories(link.resolveSibling(""));
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, target);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot create " + link, cause);
    }
  }

  /** The units that started at boot; what a killed run has set aside is taken to have done so. */
  List<String> enabled() {
    return units(unit -> unit.unit().isEnabled());
  }

  /** The units that were up; what a killed run has set aside is taken to have been so. */
  List<String> active() {
    return units(unit -> unit.unit().isActive());
  }

  private List<String> units(java.util.function.Predicate<FormerUnit> which) {
    return former.units().stream()
        .filter(unit -> !unit.unit().isMasked())
        .filter(unit -> which.test(unit) || (former.isAside() && unit.kind() != Kind.HEALTHCHECK))
        .map(FormerUnit::name)
        .toList();
  }

  /** Whether its container ran, for all that is known. */
  boolean ran() {
    return former.isAside() || former.isRunning();
  }

  /** How it is once it is back, in words. */
  String outcome() {
    return ran() ? "what was there before runs again" : "what was there before is back";
  }
}
