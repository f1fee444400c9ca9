package dev.berth.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Runs real processes joined by pipes. The bytes pass through Berth, so that its end, however it
 * comes, is the end of the stream for both sides.
 */
public final class ProcessStreams implements CommandStreams {
  private static final int CHUNK = 256 * 1024;
  private static final int POLL_MILLISECONDS = 100;

  private final Consumer<Command> trace;
  private final Map<String, String> environment;
  private final Executor tasks = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Streams.
   *
   * @param trace told each command before it starts; must not show the environment
   * @param environment variables added to Berth's own
   */
  public ProcessStreams(Consumer<Command> trace, Map<String, String> environment) {
    this.trace = trace;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public PipeResult pipe(Command source, Command sink, LongConsumer onBytes) {
    trace.accept(source);
    trace.accept(sink);
    Process reading = Processes.start(sink, environment, ProcessBuilder.Redirect.PIPE);
    Process writing;
    try {
      writing = Processes.start(source, environment);
    } catch (CommandFailure failure) {
      Processes.end(reading);
      throw failure;
    }
    Output sourceErrors = errors(writing, source);
    Output sinkOutput = Output.of(reading.getInputStream(), sink.onLine(), tasks);
    Output sinkErrors = errors(reading, sink);
    AtomicLong passed = new AtomicLong();
    CompletableFuture<Boolean> copying =
        SideBySide.begin(() -> copy(writing, reading, total -> tell(total, passed, onBytes)));
    boolean finished =
        await(copying, () -> source.givenUp().getAsBoolean() || sink.givenUp().getAsBoolean());
    if (!finished) {
      List.of(writing, reading).forEach(Processes::end);
    }
    boolean refused = copying.join();
    return new PipeResult(
        result(source, writing, Optional.empty(), sourceErrors, !finished),
        result(sink, reading, Optional.of(sinkOutput), sinkErrors, !finished),
        refused,
        passed.get());
  }

  @Override
  public <T> Read<T> read(Command source, Reader<T> reader) {
    trace.accept(source);
    Process writing = Processes.start(source, environment);
    Output errors = errors(writing, source);
    CompletableFuture<T> reads =
        SideBySide.begin(
            () -> {
              try (InputStream stream = writing.getInputStream()) {
                return reader.read(stream);
              }
            });
    boolean finished = await(reads, source.givenUp());
    if (!finished) {
      Processes.end(writing);
    }
    try {
      T value = reads.join();
      return new Read<>(value, result(source, writing, Optional.empty(), errors, !finished));
    } catch (CompletionException failed) {
      Processes.end(writing);
      if (!finished) {
        throw new CommandFailure(source.argv(), new IOException("it was ended before it was done"));
      }
      throw new UncheckedIOException(
          source.argv().getFirst() + " wrote what is not understood",
          failed.getCause() instanceof IOException cause ? cause : new IOException(failed));
    }
  }

  private static void tell(long total, AtomicLong passed, LongConsumer onBytes) {
    passed.set(total);
    onBytes.accept(total);
  }

  /**
   * Copies to the end. The sink learns of the end only when the source has ended well: half a
   * stream must not be taken for a whole one.
   *
   * @return whether the sink would not take it all
   */
  private static boolean copy(Process source, Process sink, LongConsumer onBytes) {
    byte[] chunk = new byte[CHUNK];
    long total = 0;
    boolean refused = false;
    try (InputStream from = source.getInputStream();
        OutputStream to = sink.getOutputStream()) {
      for (int length = from.read(chunk); length >= 0; length = from.read(chunk)) {
        try {
          to.write(chunk, 0, length);
          to.flush();
        } catch (IOException gone) {
          refused = true;
          break;
        }
        total += length;
        onBytes.accept(total);
      }
      if (!refused && Processes.exitCodeOf(source) != 0) {
        Processes.end(sink);
      }
    } catch (IOException closed) {
      // The process was ended, or has left; how it ended says the rest.
      return refused;
    }
    return refused;
  }

  private Output errors(Process process, Command command) {
    return Output.of(process.getErrorStream(), command.onLine(), tasks);
  }

  /** Whether the task ended before it was given up. */
  private static boolean await(CompletableFuture<?> task, BooleanSupplier givenUp) {
    while (!givenUp.getAsBoolean()) {
      try {
        task.get(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException notYet) {
        // The loop asks again whether to go on.
      } catch (ExecutionException failed) {
        return true;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return task.isDone();
  }

  private static CommandResult result(
      Command command, Process process, Optional<Output> output, Output errors, boolean givenUp) {
    int exitCode = Processes.exitCodeOf(process);
    return new CommandResult(
        command.argv(), exitCode, output.map(Output::text).orElse(""), errors.text(), givenUp);
  }
}
