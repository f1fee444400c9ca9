package dev.berth.host;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A process that has the terminal: it reads, writes and is interrupted as if run from a shell. */
public final class ForegroundProcess {
  private ForegroundProcess() {}

  /**
   * Runs it to its end.
   *
   * @param environment variables added to Berth's own
   * @return its exit status
   * @throws CommandFailure when it cannot be started
   */
  public static int run(List<String> argv, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(argv).inheritIO();
    builder.environment().putAll(environment);
    try {
      return builder.start().waitFor();
    } catch (IOException cause) {
      throw new CommandFailure(argv, cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }
}
