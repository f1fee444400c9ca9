package dev.berth.engine;

import dev.berth.host.CommandResult;
import java.util.List;

/** An engine that did not do, or say, what it was asked. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A command that failed, with the engine's last words. */
  public EngineException(CommandResult result) {
    super(
        String.join(" ", firstWords(result.argv()))
            + (result.timedOut()
                ? " gave no answer in time"
                : " failed with exit status " + result.exitCode())
            + (result.lastWords().isEmpty() ? "" : ": " + result.lastWords()));
  }

  /** What was asked or tried in vain, and the engine's last words. */
  public EngineException(String what, CommandResult result) {
    super(
        what
            + ": "
            + (result.timedOut()
                ? "it gave no answer in time"
                : result.lastWords().isEmpty()
                    ? "exit status " + result.exitCode()
                    : result.lastWords()));
  }

  /** An answer that is not understood. */
  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A fact about the engine. */
  public EngineException(String message) {
    super(message);
  }

  private static List<String> firstWords(List<String> argv) {
    return argv.subList(0, Math.min(3, argv.size()));
  }
}
