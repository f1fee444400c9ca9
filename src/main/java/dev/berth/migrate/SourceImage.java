package dev.berth.migrate;

import java.util.List;

/**
 * An image as the engine that has it describes it.
 *
 * @param id the SHA-256 of its configuration, in hexadecimal digits
 * @param names its names with their tags
 * @param digests {@code name@sha256:…}, under which a registry may have it
 */
record SourceImage(String id, List<String> names, List<String> digests) {
  /** Keeps its own copies. */
  SourceImage {
    names = List.copyOf(names);
    digests = List.copyOf(digests);
  }
}
