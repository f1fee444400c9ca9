package dev.berth.cli;

import dev.berth.host.Account;
import dev.berth.host.PathTrust;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Warns where root acts on a file that others may change, as sudo(8) and sshd(8) do: whoever may
 * write a configuration has root run anything.
 */
final class FileTrust {
  private static final String ADVICE =
      "root does what it says: let nobody else write to it, or to a directory above it";

  private final Problems problems;
  private final Set<String> told = new HashSet<>();

  FileTrust(Problems problems) {
    this.problems = problems;
  }

  /** The files that were read for a configuration, and those that its containers are given. */
  void configuration(Desired desired, List<String> overrides) {
    Map<String, SourcePosition> files = new LinkedHashMap<>();
    desired
        .containers()
        .forEach(
            spec -> {
              files.putIfAbsent(spec.at().file(), SourcePosition.startOf(spec.at().file()));
              if (spec.values().get(Key.ENV_FILE) instanceof Value.Sequence given) {
                given
                    .items()
                    .forEach(item -> files.putIfAbsent(item.texts().getFirst(), item.at()));
              }
            });
    overrides.stream()
        .filter(text -> text.startsWith("@"))
        .map(text -> text.substring(1))
        .forEach(file -> files.putIfAbsent(file, SourcePosition.startOf(file)));
    files.forEach(this::file);
  }

  /** One file, used by what stands there. */
  void file(String file, SourcePosition at) {
    if (Account.current().isRoot()) {
      doubt(file)
          .filter(doubt -> told.add(doubt.path().toString()))
          .ifPresent(
              doubt ->
                  problems.warning(
                      at,
                      "others may change " + file + ": " + doubt.path() + ", " + doubt.why(),
                      ADVICE));
    }
  }

  /** What is no file, such as standard input, nobody can change. */
  private static Optional<PathTrust.Doubt> doubt(String file) {
    try {
      Path path = Path.of(file);
      return Files.exists(path) ? PathTrust.doubt(path) : Optional.empty();
    } catch (IOException | InvalidPathException unknown) {
      return Optional.empty();
    }
  }
}
