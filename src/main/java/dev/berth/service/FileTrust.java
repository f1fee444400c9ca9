package dev.berth.service;

import dev.berth.host.Account;
import dev.berth.host.PathTrust;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Healthcheck;
import dev.berth.model.Key;
import dev.berth.model.Mount;
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
public final class FileTrust {
  private static final String ADVICE =
      "root does what it says: let nobody else write to it, or to a directory above it";

  private final Problems problems;
  private final Set<String> told = new HashSet<>();
  private final Set<String> scripts = new HashSet<>();

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
              // A Compose file may include others, lie over another, extend what stands in one.
              spec.values().values().stream()
                  .map(value -> value.at().file())
                  .forEach(file -> files.putIfAbsent(file, SourcePosition.startOf(file)));
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
    desired.containers().forEach(this::bound);
  }

  /** What lies in a bind and decides what is run: content that counts, and the health check. */
  private void bound(ContainerSpec spec) {
    if (!(spec.values().get(Key.VOLUMES) instanceof Value.Sequence volumes)) {
      return;
    }
    Optional<String> check = program(spec);
    for (int i = 0; i < volumes.items().size(); i++) {
      SourcePosition at = volumes.items().get(i).at();
      Mount mount = Mount.parse(volumes.items().get(i).texts().getFirst(), at).orElse(null);
      if (mount == null || mount.kind() != Mount.Kind.BIND) {
        continue;
      }
      if (spec.contents().containsKey(Key.VOLUMES.label() + "[" + i + "]")) {
        file(mount.source(), at);
        tell(mount.source(), () -> PathTrust.doubtBelow(Path.of(mount.source())), at);
      }
      check
          .filter(path -> Path.of(path).startsWith(mount.destination()))
          .map(path -> Path.of(mount.destination()).relativize(Path.of(path)).toString())
          .map(rest -> rest.isEmpty() ? mount.source() : mount.source() + "/" + rest)
          // Many containers have the same few.
          .filter(scripts::add)
          .ifPresent(script -> file(script, at));
    }
  }

  /** The program that checks the health, where it is named by its path. */
  private static Optional<String> program(ContainerSpec spec) {
    return spec.healthcheck()
        .map(Healthcheck::test)
        .filter(test -> test.size() > 1)
        .map(test -> test.get(1).split("\\s", 2)[0])
        .filter(word -> word.startsWith("/") && word.indexOf('\0') < 0);
  }

  /** One file, used by what stands there. */
  void file(String file, SourcePosition at) {
    tell(file, () -> PathTrust.doubt(Path.of(file)), at);
  }

  /** Looks at something that decides, and may fail in it. */
  private interface Look {
    /** The reason not to trust it; empty when only its owner and root can change it. */
    Optional<PathTrust.Doubt> doubt() throws IOException;
  }

  private void tell(String file, Look look, SourcePosition at) {
    if (Account.current().isRoot()) {
      doubt(file, look)
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
  private static Optional<PathTrust.Doubt> doubt(String file, Look look) {
    try {
      return Files.exists(Path.of(file)) ? look.doubt() : Optional.empty();
    } catch (IOException | InvalidPathException unknown) {
      return Optional.empty();
    }
  }
}
