package dev.berth.systemd;

import dev.berth.host.Command;
import dev.berth.host.CommandFailure;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.UnitName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells of units that take long to stop what they do meanwhile: systemctl waits without a word.
 * systemd is asked only once a stop has lasted for seconds.
 */
final class SlowStops {
  /** The time after which it is told what runs before the stop of a container. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /**
   * The time after which it is told that a container does not end: it often takes as long as it
   * may.
   */
  private static final Duration LONG = Duration.ofSeconds(15);

  private static final String PROPERTIES =
      "--property=Id,ActiveState,SubState,ControlPID,TimeoutStopUSec";

  private final CommandRunner runner;
  private final Scope scope;
  private final Consumer<String> listener;
  private final Duration patience;
  private final Duration tooLong;

  /**
   * Watches a scope's units.
   *
   * @param listener told a line of each unit, once of each thing that it does
   */
  SlowStops(CommandRunner runner, Scope scope, Consumer<String> listener) {
    this(runner, scope, listener, PATIENCE, LONG);
  }

  /** Watches with other times than those that an operator has. */
  SlowStops(
      CommandRunner runner,
      Scope scope,
      Consumer<String> listener,
      Duration patience,
      Duration tooLong) {
    this.runner = runner;
    this.scope = scope;
    this.listener = listener;
    this.patience = patience;
    this.tooLong = tooLong;
  }

  /** Carries out what stops these units, and tells of them until it is done. */
  <T> T watch(Collection<UnitName> units, Supplier<T> stop) {
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> tell(units, done));
    try {
      return stop.get();
    } finally {
      done.countDown();
    }
  }

  private void tell(Collection<UnitName> units, CountDownLatch done) {
    List<String> texts = units.stream().map(UnitName::text).toList();
    long begun = System.nanoTime();
    Set<String> told = new HashSet<>();
    try {
      while (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        CommandResult shown =
            runner.run(Command.reading(scope.systemctl(List.of("show", PROPERTIES), texts)));
        boolean isLong = System.nanoTime() - begun >= tooLong.toNanos();
        for (String block : shown.stdout().split("\n\n+")) {
          String line = line(UnitProperties.values(block), isLong);
          if (!line.isEmpty() && done.getCount() > 0 && told.add(line)) {
            listener.accept(line);
          }
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (CommandFailure unanswered) {
      // The stop goes on, and whoever waits for it is told how it ended.
    }
  }

  /** What one unit does, in words; empty for one that is not worth a line. */
  private static String line(Map<String, String> unit, boolean isLong) {
    if (!unit.getOrDefault("ActiveState", "").equals("deactivating")) {
      return "";
    }
    String begin = unit.getOrDefault("Id", "") + " is stopping: ";
    String most = unit.getOrDefault("TimeoutStopUSec", "");
    String end = most.isEmpty() || most.equals("infinity") ? "" : ", for " + most + " at most";
    if (unit.getOrDefault("SubState", "").equals("stop")
        && isExec(unit.getOrDefault("ControlPID", "0"))) {
      return begin + "its pre_stop_exec runs" + end;
    }
    return isLong ? begin + "its container has not ended yet" + end : "";
  }

  /** Whether a unit's command is one in its container: the engine's {@code exec}. */
  private static boolean isExec(String pid) {
    try {
      String words =
          Files.readString(Path.of("/proc", pid, "cmdline"), StandardCharsets.ISO_8859_1);
      return List.of(words.split("\0")).contains("exec");
    } catch (IOException ended) {
      return false;
    }
  }
}
