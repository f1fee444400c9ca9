package dev.berth.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A process that is interrupted as if run from a shell. */
public final class ForegroundProcess {
  private ForegroundProcess() {}

  /**
   * Runs it to its end; it has the terminal, and reads and writes there itself.
   *
   * @param environment variables added to Berth's own
   * @return its exit status
   * @throws CommandFailure when it cannot be started
   */
  public static int run(List<String> argv, Map<String, String> environment) {
    return await(
        start(argv, Processes.somewhere(new ProcessBuilder(argv)).inheritIO(), environment));
  }

  /**
   * Runs it to its end, while its lines are told as they come, each byte as a character of ISO
   * 8859-1, so that none is lost whatever they mean. It reads nothing.
   *
   * @param environment variables added to Berth's own
   * @param onData told each line of its output
   * @param onTalk told each line of its errors; may be called at the same time
   * @return its exit status
   * @throws CommandFailure when it cannot be started
   */
  public static int tellingLines(
      List<String> argv,
      Map<String, String> environment,
      Consumer<String> onData,
      Consumer<String> onTalk) {
    Process process =
        start(
            argv,
            Processes.somewhere(new ProcessBuilder(argv))
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null"))),
            environment);
    CompletableFuture<Boolean> talk =
        SideBySide.begin(() -> tell(process.getErrorStream(), onTalk));
    tell(process.getInputStream(), onData);
    SideBySide.join(talk);
    return await(process);
  }

  private static boolean tell(InputStream stream, Consumer<String> onLine) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.ISO_8859_1))) {
      reader.lines().forEach(onLine);
      return true;
    } catch (IOException | UncheckedIOException ended) {
      return false;
    }
  }

  private static Process start(
      List<String> argv, ProcessBuilder builder, Map<String, String> environment) {
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException cause) {
      throw new CommandFailure(argv, cause);
    }
  }

  private static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }
}
