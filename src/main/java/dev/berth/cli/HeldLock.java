package dev.berth.cli;

import dev.berth.host.Directories;
import dev.berth.host.HostLock;
import dev.berth.model.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The lock that one run holds at a time.
 *
 * @param held the lock, where it was to be had
 * @param failure the exit status where it was not
 */
record HeldLock(Optional<HostLock> held, OptionalInt failure) implements AutoCloseable {

  /**
   * Waits for it, and says why where that was in vain.
   *
   * @param command the name of what wants it
   * @param onWaiting told whom it waits for
   */
  static HeldLock take(
      Wiring wiring,
      Settings settings,
      Interruption interruption,
      String command,
      Consumer<String> onWaiting) {
    Directories.own(wiring.paths(settings).state(), "rwx------");
    String timeout = settings.text(HostSetting.LOCK_TIMEOUT);
    Optional<Duration> patience = Durations.parse(timeout);
    if (!timeout.isEmpty() && patience.isEmpty()) {
      throw new InvalidUse("--lock-timeout '" + timeout + "' is no duration such as 30s or 5m");
    }
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
            interruption::isRequested);
    if (held.isPresent()) {
      wiring.paths(settings).removeLeftovers();
      return new HeldLock(held, OptionalInt.empty());
    }
    wiring
        .console()
        .error(
            (interruption.isRequested() ? "interrupted while waiting: " : "")
                + "another run holds the lock"
                + others.stream().map(other -> " (" + other + ")").collect(Collectors.joining())
                + "; nothing has changed");
    return new HeldLock(
        held,
        OptionalInt.of(interruption.isRequested() ? ExitStatus.INTERRUPTED : ExitStatus.FAILED));
  }

  /** Closing nothing is no error. */
  @Override
  public void close() {
    held.ifPresent(HostLock::close);
  }
}
