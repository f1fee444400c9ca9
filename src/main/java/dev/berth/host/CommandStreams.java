package dev.berth.host;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Starts processes whose output is bytes that are too many to keep. They have no deadline. */
public interface CommandStreams {

  /**
   * Feeds the output of one process to another.
   *
   * @param onBytes told how many bytes have passed so far, now and then
   * @throws CommandFailure when either cannot be started
   */
  PipeResult pipe(Command source, Command sink, LongConsumer onBytes);

  /**
   * Reads the output of a process while it comes.
   *
   * @return what the reader made of it, and how the process ended
   * @throws CommandFailure when it cannot be started
   */
  <T> Read<T> read(Command source, Reader<T> reader);

  /** Makes something of a stream of bytes. */
  @FunctionalInterface
  interface Reader<T> {
    /** Reads to the end. */
    T read(InputStream stream) throws IOException;
  }

  /**
   * What came of reading.
   *
   * @param value what the reader made of it; worth something only where the process ended well
   * @param result how the process ended, without its output
   */
  record Read<T>(T value, CommandResult result) {}
}
