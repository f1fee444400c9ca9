package dev.berth.model;

import java.util.List;
import java.util.Optional;

/**
 * What a container was made with, as its engine keeps it.
 *
 * @param command the words of the command that made it; empty where the engine does not keep them
 * @param environment its variables as {@code NAME=VALUE}, those of its image among them; secret
 */
public record MadeWith(Optional<List<String>> command, List<String> environment) {
  /** Keeps its own copies. */
  public MadeWith {
    command = command.map(List::copyOf);
    environment = List.copyOf(environment);
  }

  /** Without what it holds. */
  @Override
  public String toString() {
    return "MadeWith";
  }
}
