package dev.berth.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What a process says on one of its outputs, heard beside whatever else goes on. */
final class Output {
  /** Beyond so many characters only the last are kept, so that endless talk fills no memory. */
  static final int MOST = 32 * 1024 * 1024;

  private static final int LONGEST_LINE = 1024 * 1024;
  private static final int CHUNK = 8192;
  private static final int LAST_WORDS_SECONDS = 5;

  private final CompletableFuture<Void> heard;
  // Lines are not kept, as they may be many millions of next to nothing.
  private final StringBuilder kept = new StringBuilder();
  private boolean lineIsDue;
  private boolean isCut;

  private Output(InputStream stream, Consumer<String> onLine, Executor executor) {
    this.heard = CompletableFuture.runAsync(() -> listen(stream, onLine), executor);
  }

  /** Hears a stream of lines to its end. */
  static Output of(InputStream stream, Consumer<String> onLine, Executor executor) {
    return new Output(stream, onLine, executor);
  }

  private void listen(InputStream stream, Consumer<String> onLine) {
    StringBuilder line = new StringBuilder();
    char[] chunk = new char[CHUNK];
    boolean afterReturn = false;
    try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      for (int length = reader.read(chunk); length >= 0; length = reader.read(chunk)) {
        for (int i = 0; i < length; i++) {
          char c = chunk[i];
          if (c != '\n' && c != '\r') {
            line.append(c);
          }
          if (c == '\r' || (c == '\n' && !afterReturn)) {
            tell(line, true, onLine);
          } else if (line.length() == LONGEST_LINE) {
            tell(line, false, onLine);
          }
          afterReturn = c == '\r';
        }
      }
    } catch (IOException closed) {
      // The process was ended for its time; what it had said so far is kept.
      line.append("(output cut: ").append(closed.getMessage()).append(')');
    }
    if (!line.isEmpty()) {
      tell(line, true, onLine);
    }
  }

  private void tell(StringBuilder line, boolean isWhole, Consumer<String> onLine) {
    String text = line.toString();
    line.setLength(0);
    keep(text, isWhole);
    onLine.accept(text);
  }

  private synchronized void keep(String line, boolean isWhole) {
    if (lineIsDue) {
      kept.append('\n');
    }
    lineIsDue = isWhole;
    kept.append(line);
    if (kept.length() > MOST) {
      isCut = true;
      int half = kept.length() - MOST / 2;
      kept.delete(0, Math.max(half, kept.indexOf("\n", half) + 1));
    }
  }

  /** Whether it was more than is kept. */
  synchronized boolean isCut() {
    return isCut;
  }

  /**
   * What a process that has ended had said. It may have left a child behind that has its output
   * still open, and that nobody waits for.
   */
  String text() {
    try {
      heard.get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException heldOpen) {
      // All that the process itself said has long been heard.
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
    synchronized (this) {
      return kept.toString();
    }
  }
}
