package dev.berth.export;

/**
 * A text in the form of a target.
 *
 * @param name of its file, relative to the directory of all
 * @param text all of it, with a newline at its end
 * @param mode that its file has, in octal: its owner's alone where it may hold a secret
 */
public record Document(String name, String text, String mode) {
  /** The mode of one that everybody may read. */
  static final String READABLE = "0644";

  /** The mode of one that may hold a secret. */
  static final String SECRET = "0600";

  /** One that may hold a secret, or cannot. */
  static Document of(String name, String text, boolean isSecret) {
    return new Document(name, text, isSecret ? SECRET : READABLE);
  }
}
