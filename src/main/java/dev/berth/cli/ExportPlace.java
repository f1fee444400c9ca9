package dev.berth.cli;

import dev.berth.host.AtomicFile;
import dev.berth.service.Exporting;
import dev.berth.service.Exporting.Form;
import dev.berth.service.InvalidUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the files of an export go.
 *
 * @param isFile whether all go into one
 */
record ExportPlace(Path path, boolean isFile) {
  private static final String OPTION = "--write";

  /** What is mounted has the mode that its container needs: its directory keeps others out. */
  private static final FileAttribute<?> CLOSED =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /**
   * The place that is given.
   *
   * @throws InvalidUse where such files cannot be there
   */
  static ExportPlace of(String given, Form form) {
    Path path = Path.of(given);
    boolean isFile =
        (given.endsWith(".yaml") || given.endsWith(".yml")) && !Files.isDirectory(path);
    if (isFile && form == Form.quadlet) {
      throw new InvalidUse(OPTION + " '" + given + "': units are files of a directory");
    }
    if (!isFile && Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path)) {
      throw new InvalidUse(
          OPTION + " '" + given + "' is neither a directory nor ends in .yaml or .yml");
    }
    OutputPlace.demandOwn(OPTION, path);
    return new ExportPlace(path, isFile);
  }

  /**
   * Writes what is not there yet; what is there with the same content stays.
   *
   * @return the paths of all
   * @throws InvalidUse before anything is written, where a file has other content
   */
  List<String> write(List<Exporting.File> files) {
    Map<Path, Exporting.File> byPath = new LinkedHashMap<>();
    if (isFile) {
      byPath.put(path, whole(files));
    } else {
      files.forEach(file -> byPath.put(path.resolve(file.name()), file));
    }
    Map<Path, Exporting.File> missing = new LinkedHashMap<>();
    byPath.forEach(
        (target, file) -> {
          if (!isSame(target, file.text()) || isOpen(target, file)) {
            missing.put(target, file);
          }
        });
    missing.forEach(ExportPlace::write);
    return byPath.keySet().stream().map(Path::toString).toList();
  }

  private Exporting.File whole(List<Exporting.File> files) {
    boolean isSecret = files.stream().anyMatch(file -> file.mode().equals("0600"));
    boolean areSeveral = files.size() > 1 && !files.getFirst().text().startsWith("---");
    if (areSeveral) {
      throw new InvalidUse(OPTION + ": several configurations are several files of a directory");
    }
    return new Exporting.File(
        path.toString(), ExportCommand.joined(files), isSecret ? "0600" : "0644");
  }

  private static boolean isSame(Path target, String text) {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
          && Files.readString(target).equals(text)) {
        return true;
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + target, unreadable);
    }
    throw new InvalidUse(
        OPTION + " " + target + " exists already with other content: give another, or remove it");
  }

  /** What is there already may be open to more than its owner. */
  private static boolean isOpen(Path target, Exporting.File file) {
    try {
      return !PosixFilePermissions.fromString(Exporting.permissions(file.mode()))
          .containsAll(Files.getPosixFilePermissions(target, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + target, unreadable);
    }
  }

  private static void write(Path target, Exporting.File file) {
    try {
      Path directory = target.toAbsolutePath().getParent();
      if (directory != null && !Files.isDirectory(directory)) {
        Files.createDirectories(directory, CLOSED);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot make the directory of " + target, failure);
    }
    AtomicFile.write(target, file.text(), Exporting.permissions(file.mode()), -1, -1);
  }
}
