package dev.berth.cli;

import dev.berth.model.Desired;
import java.util.List;

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

  /** Each of them in words. */
  static final List<Meaning> MEANINGS =
      List.of(
          new Meaning(DONE, "Done: the host is as wanted, or the question is answered."),
          new Meaning(
              FAILED,
              "Something failed on the host; with berth export --strict, something would be lost."),
          new Meaning(
              REFUSED, "Wrong use, an invalid configuration, or a conflict; nothing has changed."),
          new Meaning(CHANGES, "berth plan --exit-code: the host differs from the configuration."),
          new Meaning(INTERRUPTED, "Interrupted: what ran was finished, the rest not begun."));

  private ExitStatus() {}

  /** The status of a command, which is another one where a part of what it was asked is wrong. */
  static int of(int status, Desired desired, int wherePartsAreBroken) {
    boolean isWell = status == DONE || status == CHANGES;
    return isWell && !desired.broken().isEmpty() ? wherePartsAreBroken : status;
  }

  /** What one of them means. */
  record Meaning(int status, String text) {}
}
