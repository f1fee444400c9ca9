package dev.berth.systemd;

import dev.berth.host.CommandResult;
import java.util.List;

/** A systemd that did not do, or say, what it was asked. */
public final class SystemdException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A command that failed, with its last words. */
  public SystemdException(CommandResult result) {
    super(
        String.join(" ", firstWords(result.argv()))
            + (result.timedOut()
                ? " gave no answer in time"
                : " failed with exit status " + result.exitCode())
            + (result.lastWords().isEmpty() ? "" : ": " + result.lastWords()));
  }

  /** An answer that is not understood. */
  public SystemdException(String message) {
    super(message);
  }

  private static List<String> firstWords(List<String> argv) {
    return argv.subList(0, Math.min(3, argv.size()));
  }
}
