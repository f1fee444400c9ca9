package dev.berth.config.quadlet;

import dev.berth.model.SourcePosition;

/**
 * One {@code Key=value} of a unit.
 *
 * @param section the name in brackets above it
 * @param at where the key stands
 */
record Assignment(String section, String key, SourcePosition at, PlacedText value) {
  /** Whether it takes back what was assigned before it. */
  boolean isReset() {
    return value.text().isEmpty();
  }
}
