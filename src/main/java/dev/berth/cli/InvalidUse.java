package dev.berth.cli;

/** Wrong use or invalid input: reported in one line, exit status 2, nothing has changed. */
final class InvalidUse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidUse(String message) {
    super(message);
  }
}
