package dev.berth.model.operation;

import dev.berth.model.ContainerName;
import dev.berth.model.Mount;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.UnitName;
import java.util.List;

/** What is written on the host, or goes from it. */
public sealed interface FileOperation extends Operation {

  @Override
  default String verb() {
    return switch (this) {
      case MakeDirectory _ -> "make directory";
      case Restrict _ -> "restrict";
      case Label _ -> "label what is bound by";
      case RemoveEnvironment _ -> "remove environment of";
      case RemoveUnit _ -> "remove unit file";
      case Untie _ -> "untie";
      case LinkUnit _ -> "link";
      case WriteEnvironment _ -> "write environment of";
      case WriteSecret _ -> "write file";
      case RemoveFile _ -> "remove file";
      case CheckSources _ -> "look for bind sources of";
      case WriteUnit _ -> "write unit file";
      case SyncUnits _ -> "sync";
    };
  }

  @Override
  default String subject() {
    return switch (this) {
      case MakeDirectory it -> it.path();
      case Restrict it -> it.path();
      case Label it -> it.container().text();
      case RemoveEnvironment it -> it.container().text();
      case RemoveUnit it -> it.unit().text();
      case Untie it -> it.unit().text();
      case LinkUnit it -> it.path();
      case WriteEnvironment it -> it.container().text();
      case WriteSecret it -> it.file().path();
      case RemoveFile it -> it.path();
      case CheckSources it -> it.container().text();
      case WriteUnit it -> it.file().name().text();
      case SyncUnits _ -> "unit files";
    };
  }

  /**
   * Makes the directory of a bind mount, with its SELinux label, and has it made again at each boot
   * where it lies below /run.
   *
   * @param path absolute
   */
  record MakeDirectory(String path) implements FileOperation {}

  /**
   * Takes from others what they may do with a file or directory of Berth's own.
   *
   * @param path absolute
   */
  record Restrict(String path) implements FileOperation {}

  /**
   * Gives what a container binds the label that lets it in, but for what is the host's own.
   *
   * @param container its name
   * @param paths absolute
   */
  record Label(ContainerName container, List<String> paths) implements FileOperation {
    /** Keeps its own copy. */
    public Label {
      paths = List.copyOf(paths);
    }
  }

  /** Removes the environment files of a container. */
  record RemoveEnvironment(ContainerName container) implements FileOperation {}

  /** Removes a unit's file; a link in its place is the operator's mask and stays. */
  record RemoveUnit(UnitName unit) implements FileOperation {}

  /** Removes the folders that tie other units to a unit, {@code .requires} and {@code .wants}. */
  record Untie(UnitName unit) implements FileOperation {}

  /**
   * Makes a symbolic link that ties a unit to another one, in the place of whatever is there.
   *
   * @param path absolute; its folder is made where it is missing
   * @param target what it points to
   */
  record LinkUnit(String path, String target) implements FileOperation {}

  /**
   * Writes the environment files of a container, and removes those that it no longer has.
   *
   * @param container its name
   * @param files all that it is to have; what is there with the same content is not written again
   */
  record WriteEnvironment(ContainerName container, List<SecretFile> files)
      implements FileOperation {
    /** Keeps its own copy. */
    public WriteEnvironment {
      files = List.copyOf(files);
    }
  }

  /**
   * Writes a file that only its owner may read.
   *
   * @param file what is there with the same content is not written again
   */
  record WriteSecret(SecretFile file) implements FileOperation {}

  /**
   * Removes a file.
   *
   * @param path absolute
   */
  record RemoveFile(String path) implements FileOperation {}

  /**
   * Looks whether what a container binds is there: an earlier one may have been to make it.
   *
   * @param container its name
   * @param mounts what it mounts; only binds are looked at
   */
  record CheckSources(ContainerName container, List<Mount> mounts) implements FileOperation {
    /** Keeps its own copy. */
    public CheckSources {
      mounts = List.copyOf(mounts);
    }
  }

  /** Writes the file of a unit, which holds no secret, where it is not there with that content. */
  record WriteUnit(UnitFile file) implements FileOperation {}

  /** Has the files of units on the disk, with their names. */
  record SyncUnits() implements FileOperation {}
}
