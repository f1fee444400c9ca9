package dev.berth.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** An output that remembers why something could not be written: a PrintStream keeps no reason. */
final class WatchedOutput extends FilterOutputStream {
  private volatile Optional<IOException> failure = Optional.empty();

  WatchedOutput(OutputStream out) {
    super(out);
  }

  /** Why something was not written, the first time; empty where all was. */
  Optional<IOException> failure() {
    return failure;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException refused) {
      throw remembered(refused);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException refused) {
      throw remembered(refused);
    }
  }

  private IOException remembered(IOException refused) {
    failure = failure.or(() -> Optional.of(refused));
    return refused;
  }
}
