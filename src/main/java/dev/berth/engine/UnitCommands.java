package dev.berth.engine;

import java.util.List;

/**
 * How a systemd unit runs a container.
 *
 * @param type the unit's {@code Type=}: how systemd learns that it has started
 * @param before commands that come first, in order
 * @param start the command that the unit lives as long as
 * @param beforeStop commands before the stop, whose failure is ignored
 * @param stop the command that stops the container; no error when there is none
 * @param afterStop the command after every end, which removes what is left of the container
 * @param reload the command that sends the signal of a reload
 */
public record UnitCommands(
    String type,
    List<List<String>> before,
    List<String> start,
    List<List<String>> beforeStop,
    List<String> stop,
    List<String> afterStop,
    List<String> reload) {
  /** Keeps its own copies. */
  public UnitCommands {
    before = before.stream().map(List::copyOf).toList();
    start = List.copyOf(start);
    beforeStop = beforeStop.stream().map(List::copyOf).toList();
    stop = List.copyOf(stop);
    afterStop = List.copyOf(afterStop);
    reload = List.copyOf(reload);
  }
}
