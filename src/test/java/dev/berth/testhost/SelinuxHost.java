package dev.berth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.ProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A throw-away virtual machine with SELinux enforcing, Podman and Docker for one test class, begun
 * from the memory of one that had booted. Register it as a static field with
 * {@code @RegisterExtension}. It is emulated: what takes a moment elsewhere takes seconds here.
 *
 * <p>Berth lies at /opt/berth inside and a JDK at /opt/jdk, both copies. Where there is no such
 * machine to be had the class is skipped with the reason; with CI set that is a failure instead.
 */
public final class SelinuxHost implements BeforeAllCallback, AfterAllCallback {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Path SCRIPT = PROJECT.resolve("testhost/vm");
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final List<String> PARTS =
      List.of(
          "berth",
          "tools/jdk",
          "target/berth.jar",
          "target/berth.aot",
          "target/lib",
          "target/test-classes");

  private final ProcessRunner runner = new ProcessRunner(command -> {});
  private String name = "";

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!"root".equals(System.getProperty("user.name"))) {
      assertThat(System.getenv("CI")).as("CI must not skip: a virtual machine needs root").isNull();
      Assumptions.abort("skipped: a virtual machine needs root");
    }
    long pid = ProcessHandle.current().pid();
    name = context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT) + "-" + pid;
    List<String> arguments = new ArrayList<>(List.of("boot", name, "--owner", String.valueOf(pid)));
    for (String part : PARTS) {
      // Without its start-up cache Berth works, too.
      if (Files.exists(PROJECT.resolve(part))) {
        arguments.addAll(List.of("--share", PROJECT.resolve(part) + ":/opt/berth/" + part));
      }
    }
    arguments.addAll(List.of("--share", System.getProperty("java.home") + ":/opt/jdk"));
    CommandResult booted = outside(arguments);
    assertThat(booted.exitCode()).as("boot of %s: %s", name, booted.stderr()).isZero();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!name.isEmpty()) {
      outside(List.of("destroy", name));
    }
  }

  /** Begins it anew, as it was before the first test. */
  public void restore() {
    CommandResult restored = outside(List.of("restore", name));
    assertThat(restored.exitCode()).as(restored.stderr()).isZero();
  }

  /** Runs a command inside; its exit status may be anything. */
  public CommandResult run(String... argv) {
    List<String> all = new ArrayList<>(List.of(SCRIPT.toString(), "exec", name, "--"));
    all.addAll(List.of(argv));
    return runner.run(new Command(all, Map.of(), Optional.of(LONGEST), line -> {}, true));
  }

  /**
   * Runs a command inside that must succeed, and gives its standard output without the last
   * newline.
   */
  public String get(String... argv) {
    CommandResult result = run(argv);
    assertThat(result.exitCode())
        .as("%s: %s%s", String.join(" ", argv), result.stdout(), result.stderr())
        .isZero();
    return result.stdout().stripTrailing();
  }

  /** Runs a shell's script inside that must succeed, and gives its standard output. */
  public String shell(String script, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("sh", "-euc", script, "sh"));
    argv.addAll(List.of(arguments));
    return get(argv.toArray(String[]::new));
  }

  /** Writes a file inside. */
  public void write(String path, String content) {
    shell("mkdir -p \"$(dirname \"$1\")\"; printf %s \"$2\" >\"$1\"", path, content);
  }

  /** Runs Berth inside. */
  public CommandResult berth(String... arguments) {
    // To emulate a compiler, and what it has compiled, takes longer than to interpret.
    List<String> argv =
        new ArrayList<>(List.of("env", "JDK_JAVA_OPTIONS=-Xint", "/opt/berth/berth"));
    argv.addAll(List.of(arguments));
    return run(argv.toArray(String[]::new));
  }

  /** Runs a main class of the built program, or of its tests, in a Java of its own inside. */
  public CommandResult java(String mainClass, String... arguments) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/opt/jdk/bin/java",
                "-Xint",
                "-cp",
                "/opt/berth/target/berth.jar:/opt/berth/target/test-classes",
                mainClass));
    argv.addAll(List.of(arguments));
    return run(argv.toArray(String[]::new));
  }

  /** Applies a configuration that must succeed. */
  public CommandResult apply(String configuration, String... options) {
    write("/root/set.yaml", configuration);
    List<String> arguments = new ArrayList<>(List.of("apply", "--file", "/root/set.yaml"));
    arguments.addAll(List.of(options));
    CommandResult result = berth(arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as("%s%s", result.stdout(), result.stderr()).isZero();
    return result;
  }

  /** The label of a path inside. */
  public String label(String path) {
    return get("stat", "-c", "%C", path);
  }

  private CommandResult outside(List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of(SCRIPT.toString()));
    argv.addAll(arguments);
    return runner.run(Command.changing(argv, LONGEST));
  }
}
