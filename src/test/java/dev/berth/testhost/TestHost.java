package dev.berth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineName;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.ProcessRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A throw-away Debian host with systemd, Podman and Docker for one test class, booted afresh before
 * its first test. Register it as a static field with {@code @RegisterExtension}.
 *
 * <p>The project lies at /opt/berth inside, read-only, and a JDK at /opt/jdk. Where there is no
 * such host to be had the class is skipped with the reason; with CI set that is a failure instead.
 *
 * <p>A class with {@code @ClassTemplate} runs once for each engine on one host: all that the first
 * engine has is removed then, and whatever is run inside has {@code BERTH_CONTAINER_CLI}.
 *
 * <p>With the system property {@code berth.keepHost} the host stays where a test has failed.
 */
public final class TestHost
    implements BeforeAllCallback,
        AfterEachCallback,
        AfterAllCallback,
        ClassTemplateInvocationContextProvider {
  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Path SCRIPT = PROJECT.resolve("testhost/host");
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(100);

  /** What a class may leave behind, of either engine. */
  private static final String CLEAR =
      """
      cd /etc/systemd/system
      systemctl stop --no-block 'berth-*' 2>/dev/null
      docker ps --all --quiet | xargs -r docker rm --force >/dev/null
      docker volume ls --quiet | xargs -r docker volume rm >/dev/null
      podman rm --all --force --time 0 >/dev/null
      podman volume rm --all --force >/dev/null
      systemctl stop 'berth-*' 2>/dev/null
      rm -rf berth-* */berth-* /etc/berth /var/lib/berth /root/* /srv/*
      systemctl daemon-reload
      systemctl reset-failed
      true
      """;

  private final ProcessRunner runner = new ProcessRunner(command -> {});
  private String name = "";
  private EngineName engine = EngineName.PODMAN;
  private boolean hasJava = true;
  private boolean hasFailed;

  /** A host whose commands are for Podman, unless its class runs once for each engine. */
  public TestHost() {}

  /** A host whose commands are for this engine, which runs. */
  public TestHost(EngineName engine) {
    this.engine = engine;
  }

  /** A host with no Java on it: what runs there is installed from a package. */
  public static TestHost withoutJava() {
    TestHost host = new TestHost();
    host.hasJava = false;
    return host;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<String> lacking = lacking();
    if (lacking.isPresent()) {
      assertThat(System.getenv("CI")).as("CI must not skip: %s", lacking.get()).isNull();
      Assumptions.abort("skipped: " + lacking.get());
    }
    name =
        "it-"
            + context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT)
            + "-"
            + ProcessHandle.current().pid();
    List<String> boot = new ArrayList<>(List.of("boot", name));
    boot.addAll(List.of("--bind-ro", PROJECT + ":/opt/berth"));
    if (hasJava) {
      boot.addAll(List.of("--bind-ro", System.getProperty("java.home") + ":/opt/jdk"));
    }
    CommandResult booted = outside(boot);
    assertThat(booted.exitCode()).as("boot of %s: %s", name, booted.stderr()).isZero();
    if (isDocker()) {
      get("systemctl", "start", "docker");
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    hasFailed |= context.getExecutionException().isPresent();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (hasFailed && Boolean.getBoolean("berth.keepHost")) {
      System.out.printf(
          "The host is left: testhost/host shell %1$s; in the end testhost/host destroy %1$s%n",
          name);
    } else if (!name.isEmpty()) {
      outside(List.of("destroy", name));
    }
  }

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    return Stream.of(EngineName.values()).map(OptionMapping::new);
  }

  /** One run of a class. */
  private final class OptionMapping implements ClassTemplateInvocationContext {
    private final EngineName chosen;

    OptionMapping(EngineName chosen) {
      this.chosen = chosen;
    }

    @Override
    public String getDisplayName(int index) {
      return chosen.label();
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {
      use(chosen);
    }
  }

  /** Has every command from now on for this engine, and nothing of what was there. */
  private void use(EngineName chosen) {
    if (chosen != engine) {
      get("systemctl", "start", "docker");
      get("sh", "-c", CLEAR);
      engine = chosen;
    }
  }

  /** Whether this is a run for Docker. */
  public boolean isDocker() {
    return engine == EngineName.DOCKER;
  }

  /** The engine's program. */
  public String cli() {
    return engine.label();
  }

  /** Runs a command of the engine, which must succeed; its standard output. */
  public String engine(String... arguments) {
    return get(engineCommand(arguments));
  }

  /** Runs a command of the engine; its exit status may be anything. */
  public CommandResult tryEngine(String... arguments) {
    return run(engineCommand(arguments));
  }

  private String[] engineCommand(String... arguments) {
    return Stream.concat(Stream.of(cli()), Stream.of(arguments)).toArray(String[]::new);
  }

  /** What the engine tells of a container. */
  public String inspect(String container, String format) {
    return engine("container", "inspect", "--format", format, container);
  }

  /** Whether the engine has a container, running or not. */
  public boolean hasContainer(String container) {
    return tryEngine("container", "inspect", container).exitCode() == 0;
  }

  private static Optional<String> lacking() {
    if (!Files.isExecutable(SCRIPT)) {
      return Optional.of("there is no " + SCRIPT);
    }
    return "root".equals(System.getProperty("user.name"))
        ? Optional.empty()
        : Optional.of("a test host needs root");
  }

  /** Runs a command inside; its exit status may be anything. */
  public CommandResult run(String... argv) {
    List<String> all = inside(argv);
    return runner.run(new Command(all, Map.of(), Optional.of(LONGEST), line -> {}, true));
  }

  private List<String> inside(String... argv) {
    List<String> all = new ArrayList<>(List.of(SCRIPT.toString(), "exec", name, "--"));
    if (isDocker()) {
      all.addAll(List.of("env", "BERTH_CONTAINER_CLI=" + cli()));
    }
    all.addAll(List.of(argv));
    return all;
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

  /** Runs Berth inside. */
  public CommandResult berth(String... arguments) {
    List<String> argv = new ArrayList<>(List.of("/opt/berth/berth"));
    argv.addAll(List.of(arguments));
    return run(argv.toArray(String[]::new));
  }

  /** Runs Berth inside, which has to end with this status. */
  public CommandResult berth(int expected, String... arguments) {
    CommandResult result = berth(arguments);
    assertThat(result.exitCode())
        .as("%s: %s%s", List.of(arguments), result.stdout(), result.stderr())
        .isEqualTo(expected);
    return result;
  }

  /** Applies a configuration; the exit status may be anything. */
  public CommandResult tryApply(String configuration, String... options) {
    write("/root/set.yaml", configuration);
    List<String> arguments = new ArrayList<>(List.of("apply", "--file", "/root/set.yaml"));
    arguments.addAll(List.of(options));
    return berth(arguments.toArray(String[]::new));
  }

  /** Applies a configuration that must succeed. */
  public CommandResult apply(String configuration, String... options) {
    CommandResult result = tryApply(configuration, options);
    assertThat(result.exitCode()).as("%s%s", result.stdout(), result.stderr()).isZero();
    return result;
  }

  /** Begins a command inside; the caller ends it. */
  public Process start(String... argv) {
    try {
      return new ProcessBuilder(inside(argv))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Waits for something that must come true within a minute. */
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting until %s", what).isLessThan(end);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Writes a file inside. */
  public void write(String path, String content) {
    Path file = root().resolve(path.substring(1));
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** A file's content inside. */
  public String read(String path) {
    try {
      return Files.readString(root().resolve(path.substring(1)));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Whether a path exists inside. */
  public boolean exists(String path) {
    return Files.exists(root().resolve(path.substring(1)));
  }

  /** Each running container's first process, by name. */
  public Map<String, String> pids() {
    Map<String, String> pids = new java.util.TreeMap<>();
    String docker =
        "docker ps --quiet | xargs -r docker inspect --format '{{.Name}} {{.State.Pid}}'"
            + " | sed -e s,^/,, -e '/ 0$/d'";
    (isDocker() ? get("sh", "-c", docker) : get("podman", "ps", "--format", "{{.Names}} {{.Pid}}"))
        .lines()
        .map(line -> line.split(" "))
        .forEach(words -> pids.put(words[0], words[1]));
    return pids;
  }

  /** Restarts the host and waits until it is up. */
  public void reboot() {
    CommandResult rebooted = outside(List.of("reboot", name));
    assertThat(rebooted.exitCode()).as(rebooted.stderr()).isZero();
  }

  /** Kills everything on the host at once, and boots it again. */
  public void crash() {
    for (String verb : List.of("crash", "start")) {
      CommandResult result = outside(List.of(verb, name));
      assertThat(result.exitCode()).as("%s: %s", verb, result.stderr()).isZero();
    }
  }

  /** The root of its file system, seen from outside. */
  public Path root() {
    return Path.of(outside(List.of("root", name)).stdout().strip());
  }

  private CommandResult outside(List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of(SCRIPT.toString()));
    argv.addAll(arguments);
    return runner.run(Command.changing(argv, LONGEST));
  }
}
