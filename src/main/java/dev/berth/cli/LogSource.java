package dev.berth.cli;

import dev.berth.model.ContainerName;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Where what one container has printed is read.
 *
 * @param container its name
 * @param argv the process that prints it
 * @param line what becomes of each line
 * @param isJournal whether it comes from the journal
 */
record LogSource(
    ContainerName container, List<String> argv, UnaryOperator<String> line, boolean isJournal) {
  /** Keeps its own copy. */
  LogSource {
    argv = List.copyOf(argv);
  }
}
