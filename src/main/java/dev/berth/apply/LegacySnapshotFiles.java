package dev.berth.apply;

import dev.berth.host.AtomicFile;
import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyUnit;
import dev.berth.model.UnitName;
import dev.berth.plan.lowering.LegacySnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Reads and writes what Paunch or tripleo-ansible had on disk of a container. */
final class LegacySnapshotFiles {
  private LegacySnapshotFiles() {}

  /** Reads it, before it is touched. */
  static LegacySnapshot read(LegacyContainer former, Path unitDirectory) {
    Map<UnitName, String> files = new LinkedHashMap<>();
    for (LegacyUnit unit : former.units()) {
      Path file = unitDirectory.resolve(unit.name().text());
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        AtomicFile.read(file).ifPresent(text -> files.put(unit.name(), text));
      }
    }
    Map<String, String> links = new LinkedHashMap<>();
    former
        .service()
        .map(LegacyUnit::name)
        .ifPresent(name -> folders(name, unitDirectory).forEach(folder -> read(folder, links)));
    return LegacySnapshot.of(former, files, links);
  }

  /** The folders that tie other units to a service. */
  static Stream<Path> folders(UnitName service, Path unitDirectory) {
    return Stream.of(service + ".requires", service + ".wants")
        .map(unitDirectory::resolve)
        .filter(Files::isDirectory);
  }

  private static void read(Path folder, Map<String, String> links) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isSymbolicLink(entry)) {
          links.put(entry.toString(), Files.readSymbolicLink(entry).toString());
        }
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read " + folder, cause);
    }
  }

  /** Makes a link, with its folder, in the place of whatever is there. */
  static void link(Path link, Path target) {
    try {
      Files.createDirectories(link.resolveSibling(""));
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, target);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot create " + link, cause);
    }
  }
}
