package dev.berth.service;

import dev.berth.config.Suggestion;
import java.util.Collection;

/** Wrong use or invalid input: reported in one line, exit status 2, nothing has changed. */
public final class InvalidUse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the line that says what is wrong and what to do. */
  public InvalidUse(String message) {
    super(message);
  }

  /**
   * A name that stands for nothing here, said alike by every command.
   *
   * @param kind what it would be the name of, such as {@code container}
   * @param known the names that there are
   */
  public static InvalidUse unknown(String kind, String name, Collection<String> known) {
    return new InvalidUse(
        "Berth manages no %s '%s' here; %s"
            .formatted(
                kind,
                name,
                Suggestion.nearest(name, known)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("'berth list' shows what it does")));
  }
}
