package dev.berth.cli;

import dev.berth.apply.DigestKey;
import dev.berth.apply.HostPaths;
import dev.berth.apply.Renderer;
import dev.berth.config.ConfigText;
import dev.berth.engine.Engine;
import dev.berth.engine.Invocation;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.host.AtomicFile;
import dev.berth.host.CommandResult;
import dev.berth.host.ForegroundProcess;
import dev.berth.json.JsonText;
import dev.berth.model.Care;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import dev.berth.service.Choices;
import dev.berth.service.InvalidUse;
import dev.berth.service.Settings;
import dev.berth.supervisor.Supervisor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class DebugCommand implements Callable<Integer>, Changing {
  private static final String DEBUG_ID = "debug";
  private static final String ENV_FILE = "--env-file=";

  final InputOptions input = new InputOptions();
  final PlainHostOptions host = new PlainHostOptions();

  final Argument<Optional<String>> container =
      Argument.text(
          OptionSpec.builder("--container")
              .required(true)
              .paramLabel("NAME")
              .description("Which one."));

  final Argument<Optional<String>> action =
      Argument.text(
          "--action", "print-cmd|dump-json|dump-yaml|run", "What to do (default: print-cmd).");

  final Argument<Boolean> interactive =
      Argument.flag("--interactive", "Run it in the foreground, on this terminal.");

  final Argument<Boolean> shell =
      Argument.flag(
          "--shell",
          "The same with /bin/sh in place of its program, and without what others would notice:"
              + " ports, fixed addresses, aliases, labels, log settings, health check, secrets.");

  final Argument<Optional<String>> user = Argument.text("--user", "NAME", "Run it as this user.");

  final CommandSpec spec =
      CommandPart.command(
          this,
          "debug",
          List.of("Show or run a single container of a configuration."),
          List.of(
              "Examples:",
              "  berth debug --file web.yaml --container haproxy",
              "  berth debug --file web.yaml --container haproxy --action dump-yaml",
              "  berth debug --file web.yaml --container haproxy --action run --shell --user root",
              "",
              "print-cmd prints a line for a shell, with the values of the environment in it. The"
                  + " container",
              "gets the name NAME-debug, so that one that runs already stays as it is."),
          input,
          host,
          container,
          action,
          interactive,
          shell,
          user);

  private final CommandWiring wiring;
  private final Interruption interruption;

  DebugCommand(CommandWiring wiring, Interruption interruption) {
    this.wiring = wiring;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    Settings settings = wiring.settings(List.of(input.given(), host.given()));
    Optional<Desired> desired =
        wiring.read(input, input.request(overrides()), settings, false, OutputFormat.text);
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    ContainerSpec spec =
        ContainerName.find(name())
            .flatMap(desired.get()::container)
            .map(this::adjusted)
            .orElseThrow(
                () -> new InvalidUse("there is no container '" + name() + "' in " + input.words()));
    Console console = wiring.console();
    switch (action()) {
      case "dump-json" -> console.data(ConfigText.json(List.of(spec)));
      case "dump-yaml" -> console.data(ConfigText.yaml(List.of(spec)));
      case "print-cmd" -> console.data(pasteable(invocation(spec, settings)));
      case "run" -> {
        Invocation invocation = invocation(spec, settings);
        interruption.beginForeground();
        int status = runInForeground(invocation, settings);
        if (interruption.isRequested()) {
          return ExitStatus.INTERRUPTED;
        }
        return status == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
      }
      default ->
          throw new InvalidUse(
              "--action '" + action() + "' is none of print-cmd, dump-json, dump-yaml, run");
    }
    return ExitStatus.DONE;
  }

  private String name() {
    return container.get().orElse("");
  }

  private String action() {
    return action.get().orElse("print-cmd");
  }

  /** Paunch's form, {@code {key: value}} for the container itself, works beside the general one. */
  private List<String> overrides() {
    return input.overrides.get().stream()
        .map(
            text ->
                text.strip().startsWith("{") && !text.contains(JsonText.compact(name()))
                    ? "{" + JsonText.compact(name()) + ": " + text + "}"
                    : text)
        .toList();
  }

  private ContainerSpec adjusted(ContainerSpec spec) {
    SourcePosition at = SourcePosition.of("--interactive");
    Map<Key, Value> changed = new EnumMap<>(Key.class);
    if (isForPerson()) {
      changed.put(Key.INTERACTIVE, new Value.Scalar("true", at));
      changed.put(Key.TTY, new Value.Scalar("true", at));
      changed.put(Key.REMOVE, new Value.Scalar("true", at));
    }
    if (shell.get()) {
      changed.putAll(DebugShell.inPlaceOfTheProgram(spec, at));
    }
    user.get()
        .filter(given -> !given.isEmpty())
        .ifPresent(given -> changed.put(Key.USER, new Value.Scalar(given, at)));
    return (shell.get() ? DebugShell.withoutSideEffects(spec) : spec).with(changed);
  }

  private Invocation invocation(ContainerSpec spec, Settings settings) {
    Engine engine = wiring.engine(settings, DebugCommand::runNothing);
    if (spec.role() == ContainerSpec.Role.EXEC) {
      Invocation exec =
          engine.commandLine().exec(spec, wiring.paths(settings).engineEnvironment(spec.name()));
      return isForPerson() ? atTheTerminal(exec) : exec;
    }
    DigestKey key = DigestKey.random();
    Supervisor supervisor =
        wiring.supervisor(settings, host.labels.get(), DebugCommand::runNothing);
    return besideTheRealOne(
        spec,
        engine
            .commandLine()
            .run(
                new Renderer(
                        engine.commandLine(),
                        supervisor,
                        wiring.paths(settings),
                        Choices.renderOptions(settings, host.labels.get()),
                        key)
                    .request(
                        spec,
                        input.configId.get().orElse(DEBUG_ID),
                        DEBUG_ID,
                        Map.of(),
                        mode(spec, supervisor))));
  }

  /** Only what the engine would run is of interest. */
  private static CommandResult runNothing(dev.berth.host.Command command) {
    throw new IllegalStateException("debug runs no " + command.argv());
  }

  private boolean isForPerson() {
    return interactive.get() || shell.get();
  }

  /**
   * What is printed says how apply would have a service run; what is run here is to end with it.
   */
  private Mode mode(ContainerSpec spec, Supervisor supervisor) {
    if (isForPerson() || spec.isAwaited()) {
      return Mode.FOREGROUND;
    }
    boolean runsAsPrinted =
        spec.role() == ContainerSpec.Role.SERVICE && supervisor.care() == Care.CONTAINER;
    return runsAsPrinted && action().equals("print-cmd") ? supervisor.mode() : Mode.DETACHED_TASK;
  }

  /**
   * Under the name of the container itself, Podman would refuse it or replace what runs. The image
   * is fetched by the same command, as no plan has done so before.
   */
  private Invocation besideTheRealOne(ContainerSpec spec, Invocation invocation) {
    List<String> argv = new ArrayList<>(invocation.argv());
    // Each stands before the image, and so before any word of the command that may be equal.
    argv.set(argv.indexOf("--name=" + name()), "--name=" + name() + "-" + DEBUG_ID);
    argv.set(
        argv.indexOf("--pull=never"), "--pull=" + spec.text(Key.PULL_POLICY).orElse("missing"));
    return new Invocation(
        argv, invocation.inherited(), invocation.fileText(), invocation.volumes());
  }

  private static Invocation atTheTerminal(Invocation exec) {
    List<String> argv = new ArrayList<>(exec.argv());
    argv.addAll(argv.indexOf("exec") + 1, List.of("--interactive", "--tty"));
    return new Invocation(argv, exec.inherited(), exec.fileText(), exec.volumes());
  }

  /** Assignments before the command give it the variables that it inherits. */
  private static String pasteable(Invocation invocation) {
    List<String> words = new ArrayList<>();
    invocation
        .inherited()
        .forEach((name, value) -> words.add(name + "=" + ShellQuoting.word(value)));
    words.add(ShellQuoting.line(inlined(invocation)));
    return String.join(" ", words);
  }

  /** With a file of its own for the variables that cannot be inherited: others see arguments. */
  private int runInForeground(Invocation invocation, Settings settings) {
    Map<String, String> environment = new HashMap<>(wiring.processEnvironment(settings));
    environment.putAll(invocation.inherited());
    if (invocation.fileText().isEmpty()) {
      return ForegroundProcess.run(invocation.argv(), environment);
    }
    HostPaths paths = wiring.paths(settings);
    Path file =
        paths.environment().resolve(name() + "." + ProcessHandle.current().pid() + ".debug-env");
    paths.create();
    AtomicFile.write(file, invocation.fileText());
    try {
      List<String> argv =
          invocation.argv().stream().map(word -> isOurs(word) ? ENV_FILE + file : word).toList();
      return ForegroundProcess.run(argv, environment);
    } finally {
      AtomicFile.remove(file);
    }
  }

  /** Without the file for the variables that cannot be inherited: they stand in the line itself. */
  private static List<String> inlined(Invocation invocation) {
    List<String> argv = new ArrayList<>();
    for (String word : invocation.argv()) {
      if (!invocation.fileText().isEmpty() && isOurs(word)) {
        invocation.fileText().lines().forEach(line -> argv.add("--env=" + line));
      } else {
        argv.add(word);
      }
    }
    return argv;
  }

  private static boolean isOurs(String word) {
    return word.startsWith(ENV_FILE) && word.endsWith(".engine-env");
  }
}
