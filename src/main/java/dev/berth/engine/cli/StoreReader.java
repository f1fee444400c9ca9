package dev.berth.engine.cli;

import dev.berth.engine.StoreDirectory;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads where an engine keeps its images and containers. */
final class StoreReader {
  private StoreReader() {}

  /**
   * The store of an engine; empty where it names no directory of this host. One process, and one
   * more where it has to be asked.
   *
   * @param known the directory, absolute, where one of its images has told it
   * @param question the command that prints it
   */
  static Optional<StoreDirectory> read(
      Optional<String> known, List<String> question, CommandRunner runner) {
    return known
        .or(() -> named(runner.run(Command.reading(question))))
        .map(path -> new StoreDirectory(Path.of(path), freeInodes(path, runner)));
  }

  private static Optional<String> named(CommandResult answer) {
    return Optional.of(answer.stdout().strip())
        .filter(text -> answer.succeeded() && text.startsWith("/"));
  }

  /** The free inodes, told by stat(1), as Java does not: all and free ones, of statfs(2). */
  private static OptionalLong freeInodes(String path, CommandRunner runner) {
    CommandResult result =
        runner.run(Command.reading(List.of("stat", "-f", "-c", "%c %d", "--", path)));
    String[] counts = result.stdout().strip().split(" ", -1);
    try {
      return result.succeeded() && counts.length == 2 && Long.parseLong(counts[0]) > 0
          ? OptionalLong.of(Long.parseLong(counts[1]))
          : OptionalLong.empty();
    } catch (NumberFormatException unknown) {
      return OptionalLong.empty();
    }
  }
}
