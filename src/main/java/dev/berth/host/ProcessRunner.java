package dev.berth.host;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs real processes: closed standard input, both outputs drained at once, a deadline. */
public final class ProcessRunner implements CommandRunner {
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
    Process process = Processes.start(command, environment);
    started.incrementAndGet();
    CompletableFuture<String> stdout =
        Processes.drain(process.getInputStream(), command.onLine(), drains);
    CompletableFuture<String> stderr =
        Processes.drain(process.getErrorStream(), command.onLine(), drains);
    boolean timedOut = !endsInTime(process, command);
    if (timedOut) {
      Processes.end(process);
    }
    return new CommandResult(
        command.argv(), Processes.exitCodeOf(process), stdout.join(), stderr.join(), timedOut);
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
}
