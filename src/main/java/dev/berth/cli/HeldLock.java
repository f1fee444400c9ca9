package dev.berth.cli;

import dev.berth.host.HostLock;
import dev.berth.host.WholeFile;
import dev.berth.model.Durations;
import java.nio.file.Files;
import java.nio.file.Path;
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
    WholeFile.directory(wiring.paths(settings).state(), "rwx------");
    Optional<Duration> patience = patience(settings);
    List<String> others = new ArrayList<>();
    Optional<HostLock> held =
        HostLock.acquire(
            wiring.paths(settings).lock(),
            holder(command),
            patience,
            other -> {
              others.add(other);
              if (patience.filter(Duration::isZero).isEmpty()) {
                onWaiting.accept("waiting for another run: " + other);
              }
            },
            interruption::isRequested);
    if (held.isPresent()) {
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

  /**
   * Takes it where that means neither to wait nor to make anything on the host, and says nothing
   * where it does.
   */
  static Optional<HeldLock> ifFree(Wiring wiring, Settings settings, String command) {
    patience(settings);
    Path file = wiring.paths(settings).lock();
    return Files.exists(file)
        ? HostLock.acquire(
                file, holder(command), Optional.of(Duration.ZERO), other -> {}, () -> false)
            .map(held -> new HeldLock(Optional.of(held), OptionalInt.empty()))
        : Optional.empty();
  }

  private static Optional<Duration> patience(Settings settings) {
    String timeout = settings.text(HostSetting.LOCK_TIMEOUT);
    Optional<Duration> patience = Durations.parse(timeout);
    if (!timeout.isEmpty() && patience.isEmpty()) {
      throw new InvalidUse("--lock-timeout '" + timeout + "' is no duration such as 30s or 5m");
    }
    return patience;
  }

  private static String holder(String command) {
    return "berth " + command + ", process " + ProcessHandle.current().pid();
  }

  /** Closing nothing, or once more, is no error. */
  @Override
  public void close() {
    held.ifPresent(HostLock::close);
  }
}
