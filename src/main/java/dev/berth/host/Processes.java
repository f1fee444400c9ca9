package dev.berth.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How a process is begun, heard and ended, whoever runs it. */
final class Processes {
  private static final int KILL_AFTER_SECONDS = 5;
  private static final int POLL_MILLISECONDS = 20;

  private Processes() {}

  /** Begins a process that reads nothing. */
  static Process start(Command command, Map<String, String> environment) {
    return start(command, environment, ProcessBuilder.Redirect.from(new File("/dev/null")));
  }

  static Process start(
      Command command, Map<String, String> environment, ProcessBuilder.Redirect input) {
    ProcessBuilder builder = somewhere(new ProcessBuilder(argv(command)));
    builder.environment().putAll(environment);
    builder.environment().putAll(command.environment());
    builder.environment().put("LC_ALL", "C");
    builder.redirectInput(input);
    try {
      return builder.start();
    } catch (IOException cause) {
      throw new CommandFailure(command.argv(), cause);
    }
  }

  /**
   * A Ctrl-C goes to every process of the terminal's group; what changes the host is to be finished
   * all the same, so it runs in a session of its own.
   */
  private static List<String> argv(Command command) {
    if (!command.changes()) {
      return command.argv();
    }
    List<String> argv = new ArrayList<>(List.of("setsid"));
    argv.addAll(command.argv());
    return argv;
  }

  /** Ends a process and its children, those that do not hear it with force. */
  static void end(Process process) {
    // They are asked for once: when the process has ended, its children are no longer its
    // descendants.
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(KILL_AFTER_SECONDS);
    try {
      while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
        Thread.sleep(POLL_MILLISECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Waits for its end. */
  static int exitCodeOf(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  /** An engine fails in a directory that its user may not enter, as after su(1) in root's. */
  static ProcessBuilder somewhere(ProcessBuilder builder) {
    return Files.isExecutable(Path.of(".")) ? builder : builder.directory(new File("/"));
  }
}
