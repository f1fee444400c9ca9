package dev.berth.apply;

import dev.berth.host.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files below a directory at one moment, and how they differ from those of another one. */
record HostFiles(SortedMap<Path, Entry> entries) {
  /**
   * A file, link or directory.
   *
   * @param content of a file, or where a link leads; empty for a directory
   * @param written what differs once it is written anew, whatever its content
   */
  record Entry(Kind kind, String mode, String content, String written) {}

  enum Kind {
    DIRECTORY,
    FILE,
    LINK
  }

  /** What became of one path. */
  record Difference(Path path, String verb, Entry entry) {}

  static HostFiles below(Path root) {
    SortedMap<Path, Entry> entries = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.filter(path -> !isHalfWritten(path)).toList()) {
        try {
          entries.put(path, entry(path));
        } catch (NoSuchFileException goneMeanwhile) {
          entries.remove(path);
        }
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    return new HostFiles(entries);
  }

  /** As {@link AtomicFile} calls what it has not put in its place yet. */
  private static boolean isHalfWritten(Path path) {
    return String.valueOf(path.getFileName()).matches("\\.berth-.*\\.tmp");
  }

  private static Entry entry(Path path) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String mode =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    if (found.isSymbolicLink()) {
      return new Entry(Kind.LINK, mode, Files.readSymbolicLink(path).toString(), "");
    }
    return found.isDirectory()
        ? new Entry(Kind.DIRECTORY, mode, "", "")
        : new Entry(
            Kind.FILE,
            mode,
            Files.readString(path),
            found.fileKey() + " " + found.lastModifiedTime());
  }

  /** The same, but for the paths of this form, which are as they are in another one. */
  HostFiles with(HostFiles other, Pattern form) {
    SortedMap<Path, Entry> all = new TreeMap<>();
    entries.forEach(
        (path, entry) -> {
          if (!form.matcher(path.toString()).matches()) {
            all.put(path, entry);
          }
        });
    other.entries.forEach(
        (path, entry) -> {
          if (form.matcher(path.toString()).matches()) {
            all.put(path, entry);
          }
        });
    return new HostFiles(all);
  }

  /** What has to happen to an earlier one so that it is this, by path. */
  List<Difference> since(HostFiles earlier) {
    List<Difference> differences = new ArrayList<>();
    entries.forEach(
        (path, entry) -> {
          Entry was = earlier.entries.get(path);
          if (entry.equals(was)) {
            return;
          }
          switch (entry.kind()) {
            case DIRECTORY ->
                differences.add(
                    new Difference(path, was == null ? "make directory" : "set mode of", entry));
            case FILE -> differences.add(new Difference(path, "write", entry));
            case LINK -> differences.add(new Difference(path, "link", entry));
          }
        });
    earlier.entries.forEach(
        (path, entry) -> {
          if (!entries.containsKey(path)) {
            differences.add(
                new Difference(
                    path, entry.kind() == Kind.DIRECTORY ? "remove directory" : "remove", entry));
          }
        });
    differences.sort(Comparator.comparing(Difference::path));
    return differences;
  }

  /** Makes what lies below the directory what it was. */
  void restore(Path root) {
    HostFiles now = below(root);
    try {
      for (Path path : now.entries.keySet().stream().sorted(Comparator.reverseOrder()).toList()) {
        if (!entries.containsKey(path)) {
          Files.delete(path);
        }
      }
      for (Map.Entry<Path, Entry> one : new HashMap<>(new TreeMap<>(entries)).entrySet()) {
        restore(one.getKey(), one.getValue(), now.entries.get(one.getKey()));
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static void restore(Path path, Entry wanted, Entry there) throws IOException {
    if (wanted.equals(there)) {
      return;
    }
    switch (wanted.kind()) {
      case DIRECTORY -> Files.createDirectories(path);
      case FILE -> {
        Files.createDirectories(path.resolveSibling(""));
        AtomicFile.write(path, wanted.content());
      }
      case LINK -> {
        Files.createDirectories(path.resolveSibling(""));
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, Path.of(wanted.content()));
      }
    }
    if (wanted.kind() != Kind.LINK) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(wanted.mode()));
    }
  }
}
