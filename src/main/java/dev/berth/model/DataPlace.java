package dev.berth.model;

/**
 * A directory or file by what names it wherever it is mounted: the file system that it is in, and
 * its path there. Two names of one directory, by a link or a bind mount, are one place.
 *
 * @param fileSystem the device of the file system, {@code 8:1}; empty for a place as paths name it
 * @param path the path in the file system, absolute, without links
 */
public record DataPlace(String fileSystem, String path) {
  /** Whether it is the other one, or below it. */
  public boolean isIn(DataPlace other) {
    return fileSystem.equals(other.fileSystem)
        && AbsolutePath.of(path).isIn(AbsolutePath.of(other.path));
  }
}
