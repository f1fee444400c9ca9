package dev.berth.migrate;

import dev.berth.model.ObservedVolume;
import java.util.Map;

/**
 * How one volume is carried.
 *
 * @param source the volume
 * @param target its name on the other engine
 * @param way how
 * @param bytes how much its content takes on the disk
 * @param labels those of the volume that is made
 */
record VolumeStep(
    ObservedVolume source, String target, Way way, long bytes, Map<String, String> labels) {
  /** On a volume that a migration made: which one. Labels cannot be changed later. */
  public static final String MIGRATION = "dev.berth.migration";

  /** How a volume is carried. */
  public enum Way {
    /** File by file. */
    COPY,
    /** By a rename. */
    RENAME,
    /** Made anew with the same options; its content lies elsewhere, or is none. */
    RECREATE
  }

  /** Keeps its own copy. */
  VolumeStep {
    labels = Map.copyOf(labels);
  }
}
