package dev.berth.apply;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Whether a user has other users' numbers for containers, subuid(5). Without them Podman knows one
 * user only, and fails at most images with words about "insufficient UIDs".
 *
 * @param names the files with a line for each user
 * @param services nsswitch.conf(5), which may have the numbers come from elsewhere
 * @param uid the user's own number, which may stand for the name
 */
record SubordinateIds(List<Path> names, Path services, String uid) {
  /** Those of this host. */
  static SubordinateIds ofHost() {
    return new SubordinateIds(
        List.of(Path.of("/etc/subuid"), Path.of("/etc/subgid")),
        Path.of("/etc/nsswitch.conf"),
        ownUid());
  }

  private static String ownUid() {
    try {
      return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException unknown) {
      return "";
    }
  }

  /** Warns where there is no line for the user. */
  void check(Collection<ContainerSpec> specs, String user, Problems problems) {
    boolean isElsewhere =
        lines(services).orElse(List.of()).stream()
            .map(String::strip)
            .anyMatch(line -> line.startsWith("subid:") && !line.contains("files"));
    if (specs.isEmpty() || isElsewhere) {
      return;
    }
    for (Path file : names) {
      boolean hasLine =
          lines(file).orElse(List.of()).stream()
              .anyMatch(line -> line.startsWith(user + ":") || line.startsWith(uid + ":"));
      if (!hasLine) {
        problems.warning(
            SourcePosition.of(file.toString()),
            "no line for '" + user + "': most images need more users than this one",
            "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "
                + user
                + ", then podman system migrate");
        return;
      }
    }
  }

  private static Optional<List<String>> lines(Path file) {
    try {
      return Optional.of(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
