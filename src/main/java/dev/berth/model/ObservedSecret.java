package dev.berth.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A secret that an engine keeps; its content is never read.
 *
 * @param name its name
 * @param updated when its content was last set; empty where the engine does not tell
 */
public record ObservedSecret(String name, Optional<Instant> updated) {

  /**
   * Whether a container that was made then holds former content: an engine copies a secret when it
   * makes the container. Both times count in whole seconds, as {@code ps} tells them.
   *
   * @param created in seconds since 1970; 0 where it is not known
   */
  public boolean isNewerThan(long created) {
    return created > 0 && updated.filter(time -> time.getEpochSecond() > created).isPresent();
  }
}
