package dev.berth.cli;

/** What Berth's exit statuses mean. */
final class ExitStatus {
  /** The host is as wanted. */
  static final int DONE = 0;

  /** Something failed on the host. */
  static final int FAILED = 1;

  /** Wrong use or invalid input; nothing has changed. */
  static final int REFUSED = 2;

  /** {@code plan --exit-code}: there are changes. */
  static final int CHANGES = 3;

  /** Interrupted: what ran was finished, the rest was not begun. */
  static final int INTERRUPTED = 130;

  private ExitStatus() {}
}
