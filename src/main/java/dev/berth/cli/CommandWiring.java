package dev.berth.cli;

import dev.berth.apply.SourceRecords;
import dev.berth.model.Desired;
import dev.berth.service.Caller;
import dev.berth.service.Documents;
import dev.berth.service.HeldLock;
import dev.berth.service.HostSetting;
import dev.berth.service.InvalidUse;
import dev.berth.service.Reading;
import dev.berth.service.Settings;
import dev.berth.service.Wiring;
import java.nio.file.Files;
import java.nio.file.Path;
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
    return read(input, input.request(), settings, false, OutputFormat.text);
  }

  /**
   * The same, of what is given or of the host's stacks.
   *
   * @param isAdopting for a run that may take over what Paunch left: the files are Paunch's then
   * @param format in which it is also told, on standard output, that they forbid it; none for text
   */
  Optional<Desired> read(
      InputOptions input,
      Reading.Request request,
      Settings settings,
      boolean isAdopting,
      OutputFormat format) {
    Reading reading = reading(settings, isAdopting || isPaunch());
    Reading.Outcome outcome =
        input.paths().isEmpty()
            ? reading.readStacks(
                stacks(input, settings),
                input.allowEmpty.get(),
                new SourceRecords(paths(settings).sources()).all(),
                request)
            : reading.read(input.paths(), request);
    if (outcome.errors() > 0 && format != OutputFormat.text) {
      console.data(format.write(Documents.invalid(outcome.problems())));
    }
    return checked(outcome);
  }

  private Path stacks(InputOptions input, Settings settings) {
    String given = settings.text(HostSetting.STACKS);
    Path directory = given.isEmpty() ? paths(settings).stacks() : Path.of(given);
    if (input.hasOwnId()) {
      throw new InvalidUse("--config-id, --steps and --step are for what --file names");
    }
    if (!input.request().compose().envFiles().isEmpty()) {
      throw new InvalidUse("--env-file is for what --file names: each stack has its own .env");
    }
    if (given.isEmpty() && Files.notExists(directory)) {
      throw new InvalidUse(
          "no configuration is given: name it with --file, or put stacks into " + directory);
    }
    return directory;
  }

  /** The same for a path that comes from elsewhere. */
  Optional<Desired> read(String path, ReadingOptions input, Settings settings) {
    return read(List.of(path), input.request(), settings);
  }

  /** The same for a run that may take over what Paunch left. */
  Optional<Desired> read(String path, ReadingOptions input, Settings settings, boolean isAdopting) {
    return checked(
        reading(settings, isAdopting || isPaunch()).read(List.of(path), input.request()));
  }

  Optional<Desired> read(List<String> paths, Reading.Request request, Settings settings) {
    return checked(reading(settings, isPaunch()).read(paths, request));
  }

  /** The same for a file that is not written yet, with this text. */
  Optional<Desired> readText(String path, String text, ReadingOptions input, Settings settings) {
    return checked(reading(settings, isPaunch()).readText(path, text, input.request()));
  }

  private Optional<Desired> checked(Reading.Outcome read) {
    boolean isSound = isSound(read, "in the configuration; nothing has changed");
    read.desired().broken().forEach((id, path) -> LeftStacks.say(console, id, path));
    return isSound ? Optional.of(read.desired()) : Optional.empty();
  }

  /**
   * Tells what is wrong with what was read, and whether nothing forbids to go on.
   *
   * @param where the errors are, and what follows, in words
   */
  boolean isSound(Reading.Outcome read, String where) {
    int errors = read.errors();
    console.problems(read.problems(), errors);
    if (errors > 0) {
      console.error(errors + (errors == 1 ? " problem " : " problems ") + where);
    }
    return errors == 0;
  }

  /** Waits for the lock, and says why where that was in vain. */
  HeldLock lock(
      Settings settings, String command, Interruption interruption, Consumer<String> onWaiting) {
    HeldLock lock = HeldLock.take(this, settings, command, interruption::isRequested, onWaiting);
    lock.refusal().ifPresent(console::error);
    return lock;
  }
}
