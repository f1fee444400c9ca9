package dev.berth.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs real processes: closed standard input, both outputs drained at once, a deadline. */
public final class ProcessRunner implements CommandRunner {
  private static final int KILL_AFTER_SECONDS = 5;
  private static final int POLL_MILLISECONDS = 20;
  private static final int GIVEN_UP_POLL_MILLISECONDS = 100;

  private final Consumer<Command> trace;
  private final Map<String, String> environment;
  private final AtomicInteger started = new AtomicInteger();
  private final Executor drains = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A runner.
   *
   * @param trace told each command before it starts; must not show the environment
   */
  public ProcessRunner(Consumer<Command> trace) {
    this(trace, Map.of());
  }

  /**
   * A runner whose processes all need something in their environment.
   *
   * @param environment variables added to Berth's own
   */
  public ProcessRunner(Consumer<Command> trace, Map<String, String> environment) {
    this.trace = trace;
    this.environment = Map.copyOf(environment);
  }

  /** How many processes it has started. */
  public int started() {
    return started.get();
  }

  @Override
  public CommandResult run(Command command) {
    trace.accept(command);
    Process process = start(command);
    started.incrementAndGet();
    CompletableFuture<String> stdout = drain(process.getInputStream(), command.onLine());
    CompletableFuture<String> stderr = drain(process.getErrorStream(), command.onLine());
    boolean timedOut = !endsInTime(process, command);
    if (timedOut) {
      end(process);
    }
    return new CommandResult(
        command.argv(), exitCodeOf(process), stdout.join(), stderr.join(), timedOut);
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

  private Process start(Command command) {
    ProcessBuilder builder = new ProcessBuilder(argv(command));
    builder.environment().putAll(environment);
    builder.environment().putAll(command.environment());
    builder.environment().put("LC_ALL", "C");
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    try {
      return builder.start();
    } catch (IOException cause) {
      throw new CommandFailure(command.argv(), cause);
    }
  }

  private CompletableFuture<String> drain(InputStream stream, Consumer<String> onLine) {
    return CompletableFuture.supplyAsync(
        () -> {
          List<String> lines = new ArrayList<>();
          try (BufferedReader reader =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
              lines.add(line);
              onLine.accept(line);
            }
          } catch (IOException closed) {
            // The process was ended for its time; what it had said so far is kept.
            lines.add("(output cut: " + closed.getMessage() + ")");
          }
          return String.join("\n", lines);
        },
        drains);
  }

  private static boolean endsInTime(Process process, Command command) {
    long begun = System.nanoTime();
    try {
      while (!process.waitFor(GIVEN_UP_POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        long elapsed = System.nanoTime() - begun;
        if (command.givenUp().getAsBoolean()
            || command.timeout().filter(time -> elapsed >= time.toNanos()).isPresent()) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void end(Process process) {
    // Asked for once: when the process has ended, its children are no longer its descendants.
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

  private static int exitCodeOf(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }
}
