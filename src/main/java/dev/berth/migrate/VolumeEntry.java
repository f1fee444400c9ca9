package dev.berth.migrate;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file of a volume, with all that a copy has to keep.
 *
 * @param path below the volume, {@code .} the volume's own directory
 * @param type what it is
 * @param mode its permission bits, with set-user-id and the like
 * @param owner whose it is
 * @param size its length; 0 for what has no content
 * @param modified when its content changed, as tar writes it: seconds with a fraction
 * @param link where a symbolic link points; of a hard link the first name of the file
 * @param device major and minor number of a device; empty for the others
 * @param attributes extended attributes of every name space, their values in hexadecimal digits
 * @param content the {@link ContentSum} of its content; 0 for what has none
 */
record VolumeEntry(
    String path,
    Kind type,
    int mode,
    Owner owner,
    long size,
    String modified,
    String link,
    String device,
    SortedMap<String, String> attributes,
    long content) {

  /**
   * Whose a file is.
   *
   * @param uid the user, by number
   * @param gid the group, by number
   */
  record Owner(long uid, long gid) {
    @Override
    public String toString() {
      return uid + ":" + gid;
    }
  }

  /** What a file is. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A further name of a file. */
    HARD_LINK,
    /** A symbolic link. */
    SYMBOLIC_LINK,
    /** A character device. */
    CHARACTER_DEVICE,
    /** A block device. */
    BLOCK_DEVICE,
    /** A directory. */
    DIRECTORY,
    /** A named pipe. */
    FIFO
  }

  /** Keeps its own copy. */
  VolumeEntry {
    attributes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
