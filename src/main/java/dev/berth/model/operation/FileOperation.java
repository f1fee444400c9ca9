package dev.berth.model.operation;

import dev.berth.model.Mount;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.UnitFile;
import java.util.List;

/** What is written on the host, or goes from it. */
public sealed interface FileOperation extends Operation {

  /**
   * Makes the directory of a bind mount, with its SELinux label, and has it made again at each boot
   * where it lies below /run.
   *
   * @param path absolute
   */
  record MakeDirectory(String path) implements FileOperation {
    @Override
    public String verb() {
      return "make directory";
    }

    @Override
    public String subject() {
      return path;
    }
  }

  /**
   * Takes from others what they may do with a file or directory of Berth's own.
   *
   * @param path absolute
   */
  record Restrict(String path) implements FileOperation {
    @Override
    public String verb() {
      return "restrict";
    }

    @Override
    public String subject() {
      return path;
    }
  }

  /** Removes the environment files of a container. */
  record RemoveEnvironment(String container) implements FileOperation {
    @Override
    public String verb() {
      return "remove environment of";
    }

    @Override
    public String subject() {
      return container;
    }
  }

  /** Removes a unit's file; a link in its place is the operator's mask and stays. */
  record RemoveUnit(String unit) implements FileOperation {
    @Override
    public String verb() {
      return "remove unit file";
    }

    @Override
    public String subject() {
      return unit;
    }
  }

  /**
   * Writes the environment files of a container, and removes those that it no longer has.
   *
   * @param container its name
   * @param files all that it is to have; what is there with the same content is not written again
   */
  record WriteEnvironment(String container, List<SecretFile> files) implements FileOperation {
    /** Keeps its own copy. */
    public WriteEnvironment {
      files = List.copyOf(files);
    }

    @Override
    public String verb() {
      return "write environment of";
    }

    @Override
    public String subject() {
      return container;
    }
  }

  /**
   * Writes a file that only its owner may read.
   *
   * @param file what is there with the same content is not written again
   */
  record WriteSecret(SecretFile file) implements FileOperation {
    @Override
    public String verb() {
      return "write file";
    }

    @Override
    public String subject() {
      return file.path();
    }
  }

  /**
   * Removes a file.
   *
   * @param path absolute
   */
  record RemoveFile(String path) implements FileOperation {
    @Override
    public String verb() {
      return "remove file";
    }

    @Override
    public String subject() {
      return path;
    }
  }

  /**
   * Looks whether what a container binds is there: an earlier one may have been to make it.
   *
   * @param container its name
   * @param mounts what it mounts; only binds are looked at
   */
  record CheckSources(String container, List<Mount> mounts) implements FileOperation {
    /** Keeps its own copy. */
    public CheckSources {
      mounts = List.copyOf(mounts);
    }

    @Override
    public String verb() {
      return "look for bind sources of";
    }

    @Override
    public String subject() {
      return container;
    }
  }

  /** Writes the file of a unit; it holds no secret. */
  record WriteUnit(UnitFile file) implements FileOperation {
    @Override
    public String verb() {
      return "write unit file";
    }

    @Override
    public String subject() {
      return file.name();
    }
  }

  /** Has the files of units on the disk, with their names. */
  record SyncUnits() implements FileOperation {
    @Override
    public String verb() {
      return "sync";
    }

    @Override
    public String subject() {
      return "unit files";
    }
  }
}
