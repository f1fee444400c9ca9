package dev.berth.service;

import dev.berth.host.Directories;
import dev.berth.host.HostLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The lock that one run holds at a time.
 *
 * @param held the lock, where it was to be had
 * @param refusal why it was not, in words; empty where it is held
 */
public record HeldLock(Optional<HostLock> held, Optional<String> refusal) implements AutoCloseable {

  /**
   * Waits for it as long as the settings say.
   *
   * @param command the name of what wants it
   * @param interrupted whether to wait no longer
   * @param onWaiting told whom it waits for, in words
   */
  public static HeldLock take(
      Wiring wiring,
      Settings settings,
      String command,
      BooleanSupplier interrupted,
      Consumer<String> onWaiting) {
    Directories.own(wiring.paths(settings).state(), "rwx------");
    Optional<Duration> patience = Choices.lockTimeout(settings);
    List<String> others = new ArrayList<>();
    Optional<HostLock> held =
        HostLock.acquire(
            wiring.paths(settings).lock(),
            "berth " + command + ", process " + ProcessHandle.current().pid(),
            patience,
            other -> {
              others.add(other);
              if (patience.filter(Duration::isZero).isEmpty()) {
                onWaiting.accept("waiting for another run: " + other);
              }
            },
            interrupted);
    if (held.isPresent()) {
      wiring.paths(settings).removeLeftovers();
      return new HeldLock(held, Optional.empty());
    }
    return new HeldLock(
        held,
        Optional.of(
            (interrupted.getAsBoolean() ? "interrupted while waiting: " : "")
                + "another run holds the lock"
                + others.stream().map(other -> " (" + other + ")").collect(Collectors.joining())
                + "; nothing has changed"));
  }

  /** Closing nothing is no error. */
  @Override
  public void close() {
    held.ifPresent(HostLock::close);
  }
}
