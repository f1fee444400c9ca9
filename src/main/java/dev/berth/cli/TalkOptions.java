package dev.berth.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * How much is told, and where: options of every command, before it and after it, as those of cliff
 * are, which Paunch was made with.
 */
final class TalkOptions implements SharedOptions {
  private static final String LOG_FILE = "--log-file";

  final Argument<Integer> verbose =
      Argument.count(
          OptionSpec.builder("-v", "--verbose")
              .scopeType(ScopeType.INHERIT)
              .description(
                  "Show each process that is run, and what tasks print; of a plan, each"
                      + " operation."));

  final Argument<Integer> quiet =
      Argument.count(
          OptionSpec.builder("-q", "--quiet")
              .scopeType(ScopeType.INHERIT)
              .description(
                  "Tell of warnings and errors only; what is asked for is shown all the same."));

  final Argument<Integer> debug =
      Argument.count(
          OptionSpec.builder("--debug")
              .hidden(true)
              .scopeType(ScopeType.INHERIT)
              .description("The same as --verbose."));

  final Argument<Optional<String>> logFile =
      Argument.text(
          OptionSpec.builder(LOG_FILE)
              .paramLabel("PATH")
              .scopeType(ScopeType.INHERIT)
              .description(
                  "Append what is told on standard error to this file, each line with time, process"
                      + " and level."));

  @Override
  public String name() {
    return "talk";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(verbose, quiet, debug, logFile);
  }

  boolean isVerbose() {
    return verbose.get() > 0 || debug.get() > 0;
  }

  boolean isQuiet() {
    return quiet.get() > 0;
  }

  Optional<Path> logFile() {
    return logFile.get().map(Path::of);
  }

  /** The first of these words that is a command, and no option that may stand before it. */
  static String command(String... arguments) {
    List<String> words = List.of(arguments);
    for (int index = 0; index < words.size(); index++) {
      String word = words.get(index);
      if (!word.startsWith("-")) {
        return word;
      }
      if (word.equals(LOG_FILE)) {
        index++;
      }
    }
    return "";
  }
}
