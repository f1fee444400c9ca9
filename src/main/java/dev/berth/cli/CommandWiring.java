package dev.berth.cli;

import dev.berth.model.Desired;
import dev.berth.service.Caller;
import dev.berth.service.HeldLock;
import dev.berth.service.Reading;
import dev.berth.service.Settings;
import dev.berth.service.Wiring;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The wiring of a command, which talks on a console. */
final class CommandWiring extends Wiring {
  private final Console console;

  CommandWiring(Console console, Caller caller) {
    super(caller, console.environment(), console);
    this.console = console;
  }

  Console console() {
    return console;
  }

  /**
   * Reads the configuration and shows its problems.
   *
   * @return what is desired, or empty where problems forbid going on
   */
  Optional<Desired> read(InputOptions input, Settings settings) {
    return read(input.paths(), input.request(), settings);
  }

  /** The same for a path that comes from elsewhere. */
  Optional<Desired> read(String path, ReadingOptions input, Settings settings) {
    return read(List.of(path), input.request(), settings);
  }

  Optional<Desired> read(List<String> paths, Reading.Request request, Settings settings) {
    return checked(reading(settings, isPaunch()).read(paths, request));
  }

  /** The same for a run that may take over what Paunch left: the files are Paunch's then. */
  Optional<Desired> read(
      List<String> paths, ReadingOptions input, Settings settings, boolean isAdopting) {
    return checked(reading(settings, isAdopting || isPaunch()).read(paths, input.request()));
  }

  /** The same for a file that is not written yet, with this text. */
  Optional<Desired> readText(String path, String text, ReadingOptions input, Settings settings) {
    return checked(reading(settings, isPaunch()).readText(path, text, input.request()));
  }

  private Optional<Desired> checked(Reading.Outcome read) {
    int errors = read.errors();
    console.problems(read.problems(), errors);
    if (errors > 0) {
      console.error(
          errors
              + (errors == 1 ? " problem" : " problems")
              + " in the configuration; nothing has changed");
    }
    return errors > 0 ? Optional.empty() : Optional.of(read.desired());
  }

  /** Waits for the lock, and says why where that was in vain. */
  HeldLock lock(
      Settings settings, String command, Interruption interruption, Consumer<String> onWaiting) {
    HeldLock lock = HeldLock.take(this, settings, command, interruption::isRequested, onWaiting);
    lock.refusal().ifPresent(console::error);
    return lock;
  }
}
