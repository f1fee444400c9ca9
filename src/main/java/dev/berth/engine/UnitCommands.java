package dev.berth.engine;

import java.util.List;

/**
 * How a systemd unit runs a container.
 *
 * @param type the unit's {@code Type=}: how systemd learns that it has started
 * @param before commands that come first, in order
 * @param start the command that the unit lives as long as
 */
public record UnitCommands(String type, List<List<String>> before, List<String> start) {
  /** Keeps its own copies. */
  public UnitCommands {
    before = before.stream().map(List::copyOf).toList();
    start = List.copyOf(start);
  }
}
