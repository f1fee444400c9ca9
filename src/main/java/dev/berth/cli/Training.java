package dev.berth.cli;

import dev.berth.apply.HostPaths;
import dev.berth.host.Account;
import dev.berth.service.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The run from which the build makes the start-up cache: the usual commands, one after the other,
 * in a directory instead of the host. See tools/train, which plays the engine and systemd.
 */
final class Training {
  private static final String CHANGE = "{web2: {environment: {PORT: 8083}}}";

  private Training() {}

  /**
   * Runs them; the first argument is the directory, the second a configuration, the third a project
   * of Compose.
   */
  public static void main(String[] arguments) {
    Path host = Path.of(arguments[0]);
    String configuration = arguments[1];
    String project = arguments[2];
    HostPaths paths =
        new HostPaths(
            host.resolve("units"),
            host.resolve("etc"),
            host.resolve("state"),
            host.resolve("tmpfiles"),
            Optional.empty());
    // Whoever builds: root's way is the one to be quick, and the engine is only played.
    Caller caller = new Caller(new Account(0, "root", host), scope -> paths);
    Console console = Console.ofProcess();
    List<List<String>> commands =
        List.of(
            List.of("--version"),
            List.of("validate", "--file", configuration),
            List.of("plan", "--file", configuration, "--config-id", "training"),
            List.of("apply", "--file", configuration, "--parallel", "2"),
            List.of("apply", "--file", configuration, "--output", "json"),
            List.of("apply", "--file", configuration, "--overrides", CHANGE),
            List.of("validate", "--file", project),
            List.of("apply", "--file", project),
            List.of("apply", "--file", project),
            List.of("list"));
    for (List<String> command : commands) {
      int status = Main.run(command.toArray(String[]::new), console, caller, new Interruption());
      if (status != ExitStatus.DONE) {
        // What it ends early in is missing in the cache, and nobody would see it but by the clock.
        console.error("the training's '" + String.join(" ", command) + "' ends with " + status);
        System.exit(status);
      }
    }
  }
}
