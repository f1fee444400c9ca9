package dev.berth.cli;

import dev.berth.config.ComposeOptions;
import dev.berth.service.Reading;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.OptionSpec;

/** How a configuration is read, wherever it is. */
class ReadingOptions implements SharedOptions {
  final Argument<Optional<String>> configId =
      Argument.text(
          OptionSpec.builder("--config-id")
              .paramLabel("ID")
              .converters(new ConfigurationId())
              .description(
                  "The configuration's id, a label of its containers (default: the file's name;"
                      + " with steps a prefix, default tripleo)."));

  final Argument<Boolean> steps =
      Argument.flag("--steps", "The path is a directory of step_N directories.");

  final Argument<Optional<Integer>> step = Argument.number("--step", "N", "Only this step.");

  final Argument<List<String>> overrides =
      Argument.texts(
          "--overrides",
          "JSON|@FILE",
          "{container: {key: value}}, keys replaced whole; may be repeated.");

  final Argument<Optional<String>> unknownKeys =
      Argument.text("--unknown-keys", "error|warn", "What an unknown key is (default: error).");

  final Argument<Optional<String>> commandWords =
      Argument.text(
          "--command-words",
          "blanks|shell",
          "How a command that is one text becomes words: at blanks alone, as Paunch did (default"
              + " for JSON, for steps and with --adopt), or as a shell splits (default for YAML).");

  final Argument<Boolean> configHash =
      Argument.flag(
          "--config-hash",
          "Let the files mounted from /var/lib/config-data count as configuration.");

  final Argument<List<String>> profiles =
      Argument.texts(
          "--profile",
          "NAME",
          "A profile of a Compose file that is active; may be repeated (default: those of"
              + " COMPOSE_PROFILES).");

  final Argument<List<String>> envFiles =
      Argument.texts(
          "--env-file",
          "FILE",
          "Variables for a Compose file; may be repeated (default: .env beside it).");

  final Argument<Optional<String>> projectDirectory =
      Argument.text(
          OptionSpec.builder("--project-directory")
              .paramLabel("DIR")
              .description(
                  "Where relative paths of a Compose file begin (default: its directory)."));

  final Argument<Boolean> noInterpolate =
      Argument.flag("--no-interpolate", "Leave the variables of a Compose file as they are.");

  @Override
  public String name() {
    return "reading";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(
        configId,
        steps,
        step,
        overrides,
        unknownKeys,
        commandWords,
        configHash,
        profiles,
        envFiles,
        projectDirectory,
        noInterpolate);
  }

  /** How the files are read. */
  Reading.Request request() {
    return request(overrides.get());
  }

  /** The same with other overrides. */
  Reading.Request request(List<String> others) {
    return new Reading.Request(
        configId.get().orElse(""),
        others,
        steps.get(),
        step.get().map(OptionalInt::of).orElse(OptionalInt.empty()),
        new ComposeOptions(
            profiles.get(), envFiles.get(), projectDirectory.get(), !noInterpolate.get()));
  }
}
