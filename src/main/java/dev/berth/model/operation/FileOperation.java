package dev.berth.model.operation;

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
}
