package dev.berth.model;

import java.util.Map;
import java.util.Optional;

/**
 * What was found out of the host besides its lists, since something pointed to it.
 *
 * @param startedOtherwise by container, what its process was started with that is not as wanted, in
 *     words that hold no secret
 */
public record Findings(Map<String, String> startedOtherwise) {
  /** Nothing pointed to anything. */
  public static final Findings NONE = new Findings(Map.of());

  /** Keeps its own copy. */
  public Findings {
    startedOtherwise = Map.copyOf(startedOtherwise);
  }

  /** Why the process of a container is not as wanted although its configuration is. */
  public Optional<String> startedOtherwise(String container) {
    return Optional.ofNullable(startedOtherwise.get(container));
  }
}
