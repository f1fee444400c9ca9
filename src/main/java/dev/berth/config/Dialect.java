package dev.berth.config;

import java.util.Optional;

/**
 * Whose rules a configuration is read by, where those of Paunch and those of Compose differ.
 *
 * @param isPaunch whether it is one that was written for Paunch
 * @param words how a {@code command} that is one text becomes words, where the operator says so;
 *     empty for the custom of the dialect
 */
public record Dialect(boolean isPaunch, Optional<Words> words) {

  /** How one text becomes words. */
  public enum Words {
    /** At blanks alone: quotes stay, for a program that splits its arguments a second time. */
    BLANKS,
    /** As a POSIX shell splits, without expanding anything. */
    SHELL
  }

  /** Each file by its own form: JSON and directories of steps are Paunch's. */
  public static final Dialect OF_FILE = new Dialect(false, Optional.empty());

  /** The same for something that is known to be Paunch's. */
  public Dialect ofPaunch() {
    return new Dialect(true, words);
  }

  /** How a {@code command} is split. */
  Words commandWords() {
    return words.orElse(isPaunch ? Words.BLANKS : Words.SHELL);
  }
}
