package dev.berth.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * How much is told, and where: options of every command, before it and after it, as those of cliff
 * are, which Paunch was made with.
 */
final class TalkOptions {
  private static final String LOG_FILE = "--log-file";

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show each process that is run, and what tasks print.")
  boolean[] verbose = {};

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Tell of warnings and errors only; what is asked for is shown all the same.")
  boolean[] quiet = {};

  @Option(
      names = "--debug",
      hidden = true,
      scope = ScopeType.INHERIT,
      description = "The same as --verbose.")
  boolean[] debug = {};

  @Option(
      names = LOG_FILE,
      paramLabel = "PATH",
      scope = ScopeType.INHERIT,
      description =
          "Append what is told on standard error to this file, each line with time, process and"
              + " level.")
  @Nullable String logFile;

  boolean isVerbose() {
    return verbose.length > 0 || debug.length > 0;
  }

  boolean isQuiet() {
    return quiet.length > 0;
  }

  Optional<Path> logFile() {
    return Optional.ofNullable(logFile).map(Path::of);
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
