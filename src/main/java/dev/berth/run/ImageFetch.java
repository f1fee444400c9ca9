package dev.berth.run;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.Waits;
import dev.berth.model.operation.StoreOperation.PullImage;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Fetches images; registries fail now and then, so each has several tries. */
final class ImageFetch {
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final RuntimeControl control;
  private final Waits waits;
  private final BooleanSupplier interrupted;

  ImageFetch(RuntimeControl control, Waits waits, BooleanSupplier interrupted) {
    this.control = control;
    this.waits = waits;
    this.interrupted = interrupted;
  }

  Result run(PullImage pull, Consumer<String> output) {
    for (int attempt = 1; ; attempt++) {
      CommandResult result = control.pull(pull.image(), output);
      if (result.succeeded()) {
        return Result.done();
      }
      output.accept("try " + attempt + " of " + TRIES + " failed: " + result.lastWords());
      if (attempt == TRIES || interrupted.getAsBoolean()) {
        return Result.refused(result.lastWords());
      }
      pause(attempt);
    }
  }

  /** Twice as long each time, and never the same on two hosts. */
  private void pause(int attempt) {
    long longest = FIRST_PAUSE.toMillis() << attempt;
    waits.pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest)));
  }
}
