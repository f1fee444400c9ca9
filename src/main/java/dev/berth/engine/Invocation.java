package dev.berth.engine;

import java.util.List;
import java.util.SortedMap;

/**
 * The command that runs a container.
 *
 * @param argv the program and its arguments; no secret is in them
 * @param inherited variables that the command must have in its own environment, and hands on by
 *     name
 * @param fileText the content of the environment file for variables that cannot be inherited; empty
 *     when there are none
 * @param volumes the named volumes that it uses, those of the image's {@code VOLUME}s included
 */
public record Invocation(
    List<String> argv, SortedMap<String, String> inherited, String fileText, List<String> volumes) {
  /** Keeps its own copies. */
  public Invocation {
    argv = List.copyOf(argv);
    volumes = List.copyOf(volumes);
  }
}
