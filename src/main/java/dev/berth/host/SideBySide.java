package dev.berth.host;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Does independent things at the same time. */
public final class SideBySide {
  private SideBySide() {}

  /**
   * The results, in the order of the inputs, when all are there; the first failure is thrown as it
   * was.
   */
  public static <T, R> List<R> map(List<T> inputs, int atMost, Function<T, R> work) {
    if (inputs.size() <= 1) {
      return inputs.stream().map(work).toList();
    }
    try (ExecutorService workers = Executors.newFixedThreadPool(Math.min(atMost, inputs.size()))) {
      List<CompletableFuture<R>> futures =
          inputs.stream()
              .map(input -> CompletableFuture.supplyAsync(() -> work.apply(input), workers))
              .toList();
      return futures.stream().map(SideBySide::join).toList();
    }
  }

  /** Begins something on a thread of its own. */
  public static <R> CompletableFuture<R> begin(Callable<R> work) {
    CompletableFuture<R> future = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                future.complete(work.call());
              } catch (Throwable failure) {
                future.completeExceptionally(failure);
              }
            });
    return future;
  }

  /** Its result; its failure is thrown as it was. */
  public static <R> R join(CompletableFuture<R> future) {
    try {
      return future.join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw failed;
      }
    }
  }
}
