package dev.berth.engine;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Takes the answers of what is read side by side. */
public final class Reads {
  private Reads() {}

  /** The answer, or the failure as it was thrown. */
  public static <T> T get(String engine, Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted while reading from " + engine, interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new EngineException("reading from " + engine + " failed", failed);
    }
  }
}
