package dev.berth.engine.cli;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes the image of a pod's own container of the program that Podman keeps for that purpose
 * (catatonit(1), one static file), so that no registry is asked for it.
 *
 * @param programs where the program may lie, absolute
 */
record PauseImage(List<Path> programs) {
  /** Where distributions have it; containers.conf(5), {@code helper_binaries_dir}. */
  static final PauseImage OF_HOST =
      new PauseImage(
          List.of(
              Path.of("/usr/libexec/podman/catatonit"),
              Path.of("/usr/local/libexec/podman/catatonit"),
              Path.of("/usr/lib/podman/catatonit"),
              Path.of("/usr/local/lib/podman/catatonit"),
              Path.of("/usr/libexec/catatonit/catatonit"),
              Path.of("/usr/bin/catatonit")));

  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** Keeps its own copy. */
  PauseImage {
    programs = List.copyOf(programs);
  }

  /** Makes it under this name; a result that has failed where that cannot be. */
  CommandResult make(CommandRunner runner, String engine, String name, Consumer<String> onLine) {
    Optional<Path> program = programs.stream().filter(Files::isExecutable).findFirst();
    if (program.isEmpty()) {
      return new CommandResult(
          List.of(engine, "import"),
          1,
          "",
          "Error: no catatonit on this host, of which the image of a pod's own container is made:"
              + " install the package catatonit, or load an image of the name "
              + name,
          false);
    }
    try {
      Path directory = Files.createTempDirectory("berth-pause");
      try {
        return make(
            runner, engine, name, program.get().toRealPath(), directory.resolve("layer"), onLine);
      } finally {
        Files.deleteIfExists(directory.resolve("layer"));
        Files.deleteIfExists(directory);
      }
    } catch (IOException failure) {
      return new CommandResult(
          List.of(engine, "import"),
          1,
          "",
          "Error: the image of a pod's own container cannot be put together: " + failure,
          false);
    }
  }

  private static CommandResult make(
      CommandRunner runner,
      String engine,
      String name,
      Path program,
      Path layer,
      Consumer<String> onLine) {
    String file = String.valueOf(program.getFileName());
    CommandResult packed =
        runner.run(
            changing(
                List.of(
                    "tar",
                    "--create",
                    "--file=" + layer,
                    "--directory=" + program.getParent(),
                    "--owner=0",
                    "--group=0",
                    "--",
                    file),
                onLine));
    return packed.succeeded()
        ? runner.run(
            changing(
                List.of(
                    engine,
                    "import",
                    "--change=ENTRYPOINT [\"/" + file + "\", \"-P\"]",
                    layer.toString(),
                    name),
                onLine))
        : packed;
  }

  private static Command changing(List<String> argv, Consumer<String> onLine) {
    return new Command(argv, Map.of(), Optional.of(LONGEST), onLine, true);
  }
}
