package dev.berth.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * When a service is started again after its process ended.
 *
 * @param kind which ends lead to a new start
 * @param retries how many restarts {@code on-failure:N} allows; empty means without limit
 */
public record RestartPolicy(Kind kind, OptionalInt retries) {

  /** The policies of {@code docker run --restart}. */
  public enum Kind {
    /** Never; the service still starts at boot. */
    NO("no"),
    /** After an exit that is not clean. */
    ON_FAILURE("on-failure"),
    /** After any exit. */
    ALWAYS("always"),
    /** After any exit, until stopped by hand. */
    UNLESS_STOPPED("unless-stopped");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** The policy that the text names, or empty when it names none; {@code none} is not a policy. */
  public static Optional<RestartPolicy> parse(String text) {
    int colon = text.indexOf(':');
    String word = colon < 0 ? text : text.substring(0, colon);
    for (Kind kind : Kind.values()) {
      if (kind.word.equals(word)) {
        return colon < 0
            ? Optional.of(new RestartPolicy(kind, OptionalInt.empty()))
            : withRetries(kind, text.substring(colon + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<RestartPolicy> withRetries(Kind kind, String retries) {
    if (kind != Kind.ON_FAILURE || !retries.matches("\\d{1,6}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(retries);
    return Optional.of(
        new RestartPolicy(kind, number == 0 ? OptionalInt.empty() : OptionalInt.of(number)));
  }

  @Override
  public String toString() {
    return retries.isPresent() ? kind.word + ":" + retries.getAsInt() : kind.word;
  }
}
