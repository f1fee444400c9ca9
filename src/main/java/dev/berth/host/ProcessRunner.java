package dev.berth.host;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs real processes: closed standard input, both outputs drained at once, a deadline. */
public final class ProcessRunner implements CommandRunner {
  private static final int GIVEN_UP_POLL_MILLISECONDS = 100;

  private final Consumer<Command> trace;
  private final Map<String, String> environment;
  private final AtomicInteger started = new AtomicInteger();
  private final Set<Process> reading = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
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

  /**
   * Ends what still reads, and what is about to: of things done side by side the first failure ends
   * the run, and the others' answers are no use to anybody. What changes the host is left alone.
   */
  public void endReading() {
    closed = true;
    reading.forEach(Processes::end);
  }

  @Override
  public CommandResult run(Command command) {
    trace.accept(command);
    Process process = Processes.start(command, environment);
    started.incrementAndGet();
    if (command.changes()) {
      return result(process, command);
    }
    reading.add(process);
    try {
      if (closed) {
        Processes.end(process);
      }
      return result(process, command);
    } finally {
      reading.remove(process);
    }
  }

  private CommandResult result(Process process, Command command) {
    Output stdout = Output.of(process.getInputStream(), command.onLine(), drains);
    Output stderr = Output.of(process.getErrorStream(), command.onLine(), drains);
    // Half of what is only read is no use, and there may be no end of it.
    BooleanSupplier tooMuch = () -> !command.changes() && (stdout.isCut() || stderr.isCut());
    boolean timedOut = !endsInTime(process, command, tooMuch);
    if (timedOut) {
      Processes.end(process);
    }
    int exitCode = Processes.exitCodeOf(process);
    String said = stdout.text();
    String complained = stderr.text();
    if (tooMuch.getAsBoolean()) {
      throw CommandFailure.tooMuch(command.argv(), Output.MOST);
    }
    return new CommandResult(command.argv(), exitCode, said, complained, timedOut);
  }

  private static boolean endsInTime(Process process, Command command, BooleanSupplier tooMuch) {
    long begun = System.nanoTime();
    try {
      while (!process.waitFor(GIVEN_UP_POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        long elapsed = System.nanoTime() - begun;
        if (command.givenUp().getAsBoolean()
            || tooMuch.getAsBoolean()
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
