package dev.berth.cli;

import dev.berth.config.ConfigReader;
import dev.berth.config.Dialect;
import dev.berth.config.ReadOptions;
import dev.berth.model.Desired;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads configurations and reports their problems. */
final class Reading {
  private final Console console;
  private final Settings settings;
  private final Dialect dialect;

  Reading(Console console, Settings settings, Dialect dialect) {
    this.console = console;
    this.settings = settings;
    this.dialect = dialect;
  }

  /** Whose rules count; what is not known to be Paunch's says so by its form. */
  static Dialect dialect(Settings settings, boolean isPaunch) {
    String words = Wiring.oneOf(settings, HostSetting.COMMAND_WORDS, "", "blanks", "shell");
    return new Dialect(
        isPaunch,
        switch (words) {
          case "blanks" -> Optional.of(Dialect.Words.BLANKS);
          case "shell" -> Optional.of(Dialect.Words.SHELL);
          default -> Optional.empty();
        });
  }

  /** What is desired, or empty where problems forbid going on. */
  Optional<Desired> read(String path, ReadingOptions input, List<String> overrides) {
    Problems problems = new Problems();
    Desired desired = reader(input, overrides).read(path, problems);
    new FileTrust(problems).configuration(desired, overrides);
    return checked(desired, problems);
  }

  /** The same for a file that is not written yet, with this text. */
  Optional<Desired> readText(String path, String text, ReadingOptions input) {
    Problems problems = new Problems();
    return checked(reader(input, List.of()).read(path, text, problems), problems);
  }

  private ConfigReader reader(ReadingOptions input, List<String> overrides) {
    return new ConfigReader(
        new ReadOptions(
            console.environment(),
            input.configId.get().orElse(""),
            Wiring.oneOf(settings, HostSetting.UNKNOWN_KEYS, "error", "error", "warn")
                .equals("error"),
            overrides,
            input.steps.get(),
            input.step.get().map(OptionalInt::of).orElse(OptionalInt.empty()),
            Wiring.flag(settings, HostSetting.CONFIG_HASH),
            System.in,
            new IsolatedProcessors(),
            dialect));
  }

  private Optional<Desired> checked(Desired desired, Problems problems) {
    List<Problem> sorted = problems.sorted();
    console.problems(sorted, problems.errors());
    if (problems.hasErrors()) {
      int errors = problems.errors();
      console.error(
          errors
              + (errors == 1 ? " problem" : " problems")
              + " in the configuration; nothing has changed");
      return Optional.empty();
    }
    return Optional.of(desired);
  }
}
