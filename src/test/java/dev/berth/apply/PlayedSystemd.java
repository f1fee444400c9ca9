package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;

import dev.berth.apply.PlayedContainer.Conduct;
import dev.berth.host.AtomicFile;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.systemd.ExecWords;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** systemd, played: units as they were read last, their states, and the links that enable them. */
final class PlayedSystemd {
  /** What a unit comes to. */
  enum State {
    UP,
    STARTING,
    DOWN,
    FAILED,
    AUTO_RESTART
  }

  final PlayedLinks links;
  private final Object monitor;
  private final HostPaths paths;
  private final Function<String, Optional<PlayedEngine>> engines;

  /** The texts of units as they were read last. */
  private final Map<String, String> loaded = new TreeMap<>();

  final Map<String, State> states = new TreeMap<>();

  /** The units that do not stop. */
  final Set<String> stubborn = new TreeSet<>();

  /** What the containers do that units have made last. */
  private final Map<String, Conduct> conducts = new TreeMap<>();

  /** What the journal has of the last start of a unit. */
  private final Map<String, String> journal = new TreeMap<>();

  /**
   * A systemd without units.
   *
   * @param monitor of which nobody else is in need while a start waits
   * @param engines by the names of their programs
   */
  PlayedSystemd(Object monitor, HostPaths paths, Function<String, Optional<PlayedEngine>> engines) {
    this.links = new PlayedLinks(paths.units());
    this.monitor = monitor;
    this.paths = paths;
    this.engines = engines;
  }

  CommandResult play(Command command) {
    List<String> words = command.argv();
    List<String> subjects = subjects(words);
    return switch (words.get(1)) {
      case "show" ->
          words.contains("--")
              ? answer(subjects.stream().map(this::shown).collect(Collectors.joining("\n")))
              : answer("Version=257 (257.9)\n");
      case "list-units" -> answer(listed());
      case "daemon-reload" -> {
        loaded.clear();
        AtomicFile.names(paths.units()).stream()
            .filter(this::isFile)
            .forEach(unit -> loaded.put(unit, file(unit)));
        yield answer("");
      }
      case "enable" -> {
        subjects.forEach(unit -> links.link(unit, file(unit)));
        yield answer("");
      }
      case "disable" -> {
        subjects.forEach(links::unlink);
        yield answer("");
      }
      case "reset-failed" -> {
        subjects.forEach(unit -> states.replace(unit, State.FAILED, State.DOWN));
        yield answer("");
      }
      case "start", "restart" ->
          jobs(words.contains("--no-block") ? Set.of() : new TreeSet<>(subjects), words, command);
      case "stop" -> {
        subjects.stream().filter(unit -> !stubborn.contains(unit)).forEach(this::stop);
        yield failed(subjects.stream().filter(stubborn::contains).toList());
      }
      default -> answer("");
    };
  }

  private static List<String> subjects(List<String> words) {
    int dashes = words.lastIndexOf("--");
    return words.subList(dashes < 0 ? Math.min(2, words.size()) : dashes + 1, words.size());
  }

  /** What {@code journalctl} tells of a unit. */
  String journal(String line) {
    return line.contains("--unit=")
        ? journal.getOrDefault(line.replaceFirst(".*--unit=(\\S+).*", "$1"), "")
        : "";
  }

  private CommandResult jobs(Set<String> mustBeUp, List<String> words, Command command) {
    List<String> subjects = subjects(words);
    List<String> failed = new ArrayList<>();
    for (String unit : subjects) {
      boolean isStarted =
          words.get(1).equals("restart") ? restart(unit) : isUp(unit) || start(unit);
      if (isStarted && isGated(unit) && conduct(unit) == Conduct.SICK) {
        states.put(unit, State.STARTING);
        return givenUp(command);
      }
      if (!isStarted && mustBeUp.contains(unit)) {
        failed.add(unit);
      }
    }
    return failed(failed);
  }

  private static CommandResult failed(List<String> units) {
    return units.isEmpty()
        ? answer("")
        : failure(
            1,
            "",
            units.stream()
                .map(unit -> "Job for " + unit + " failed.\n")
                .collect(Collectors.joining()));
  }

  /** A start that does not end until nobody waits for it any more. */
  private CommandResult givenUp(Command command) {
    long begun = System.nanoTime();
    try {
      while (!command.givenUp().getAsBoolean()) {
        if (System.nanoTime() - begun > 60_000_000_000L) {
          throw new IllegalStateException("nobody gives it up: " + command.argv());
        }
        monitor.wait(5);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    return new CommandResult(command.argv(), 143, "", "", true);
  }

  boolean isUp(String unit) {
    return states.getOrDefault(unit, State.DOWN) == State.UP;
  }

  private boolean isGated(String unit) {
    String text = text(unit);
    return text.contains("--sdnotify=healthy") || text.contains("wait-healthy");
  }

  private Conduct conduct(String unit) {
    return conducts.getOrDefault(unit, Conduct.GOOD);
  }

  private Optional<PlayedContainer> container(String unit) {
    return engine(unit).flatMap(engine -> engine.find(containerOf(unit)));
  }

  private Optional<PlayedEngine> engine(String unit) {
    return startOf(unit).stream()
        .filter(word -> word.startsWith("/usr/bin/"))
        .flatMap(word -> engines.apply(word.substring("/usr/bin/".length())).stream())
        .findFirst();
  }

  /** What it runs: Docker's runs its container before it follows it. */
  private List<String> startOf(String unit) {
    List<List<String>> commands =
        text(unit)
            .lines()
            .filter(line -> line.startsWith("ExecStartPre=") || line.startsWith("ExecStart="))
            .map(line -> ExecWords.ofStart(line.replace("ExecStartPre=", "ExecStart=")))
            .toList();
    return commands.stream()
        .filter(words -> words.size() > 1 && words.get(1).equals("run"))
        .findFirst()
        .or(() -> commands.stream().findFirst())
        .orElse(List.of());
  }

  private String containerOf(String unit) {
    List<String> words = startOf(unit);
    return words.stream()
        .filter(word -> word.startsWith("--name="))
        .map(word -> word.substring("--name=".length()))
        .findFirst()
        .orElse(words.isEmpty() ? "" : words.getLast());
  }

  /** As it was read last; one that never was is read when it is needed. */
  private String text(String unit) {
    return loaded.getOrDefault(unit, "").isEmpty() ? file(unit) : loaded.get(unit);
  }

  private boolean isFile(String unit) {
    return Files.isRegularFile(paths.units().resolve(unit), LinkOption.NOFOLLOW_LINKS);
  }

  private String file(String unit) {
    return isFile(unit) ? AtomicFile.read(paths.units().resolve(unit)).orElse("") : "";
  }

  /** Stops what requires it with it, and starts that again after it. */
  private boolean restart(String unit) {
    List<String> stopped = followers(unit).filter(this::isUp).toList();
    stop(unit);
    boolean isStarted = start(unit);
    if (isStarted) {
      stopped.forEach(this::start);
    }
    return isStarted;
  }

  private boolean start(String unit) {
    for (String needed : required(unit)) {
      if (!isUp(needed) && !start(needed)) {
        return false;
      }
    }
    if (text(unit).isEmpty()) {
      states.put(unit, State.FAILED);
      return false;
    }
    conducts.remove(unit);
    CommandResult ran = engine(unit).map(engine -> run(engine, unit)).orElseGet(() -> answer(""));
    Conduct conduct = conduct(unit);
    boolean isGatedFall = ran.succeeded() && conduct == Conduct.FALLS && isGated(unit);
    journal.remove(unit);
    if (conduct == Conduct.FALLS) {
      journal.put(unit, unit + ": Main process exited, code=exited, status=1/FAILURE\n");
      container(unit).ifPresent(one -> engine(unit).orElseThrow().remove(one.name));
    } else if (!ran.succeeded()) {
      journal.put(unit, ran.stderr());
    }
    states.put(
        unit,
        conduct == Conduct.FALLS
            ? State.AUTO_RESTART
            : ran.succeeded() ? State.UP : State.AUTO_RESTART);
    if (ran.succeeded() && !isGatedFall) {
      wanted(unit).filter(it -> !isUp(it)).forEach(this::start);
    }
    return ran.succeeded() && !isGatedFall;
  }

  /** The script of a unit has the engine write down the id of what it makes. */
  private CommandResult run(PlayedEngine engine, String unit) {
    List<String> words = startOf(unit);
    int run = words.indexOf("run");
    if (run < 0) {
      return words.size() > 1 && words.get(1).equals("start")
          ? engine.play(List.of(engine.name, "start", words.getLast()))
          : answer("");
    }
    String container = containerOf(unit);
    engine.remove(container);
    PlayedContainer made = engine.create(words.subList(run + 1, words.size()));
    conducts.put(unit, made.conduct());
    made.idFile = Optional.of(paths.made().resolve(container).toString());
    return engine.start(made);
  }

  private void stop(String unit) {
    followers(unit).filter(this::isUp).toList().forEach(this::stop);
    boolean isOurs = startOf(unit).contains("run");
    // Of one that is down nothing is run.
    engine(unit)
        .filter(_ -> states.getOrDefault(unit, State.DOWN) != State.DOWN)
        .ifPresent(
            engine ->
                container(unit)
                    .ifPresent(
                        one -> {
                          engine.end(one, 0);
                          if (isOurs) {
                            engine.remove(one.name);
                          }
                        }));
    states.put(unit, State.DOWN);
  }

  private Stream<String> followers(String unit) {
    return states.keySet().stream()
        .filter(other -> required(other).contains(unit))
        .toList()
        .stream();
  }

  private List<String> required(String unit) {
    return Stream.of("Requires=", "BindsTo=", "Requisite=")
        .flatMap(key -> names(unit, key))
        .filter(name -> !name.equals("docker.service"))
        .toList();
  }

  private Stream<String> wanted(String unit) {
    return names(unit, "Wants=").filter(name -> !text(name).isEmpty());
  }

  private Stream<String> names(String unit, String key) {
    return text(unit)
        .lines()
        .filter(line -> line.startsWith(key))
        .flatMap(line -> Stream.of(line.substring(key.length()).split(" ")));
  }

  private String shown(String unit) {
    boolean isDaemon = unit.equals("docker.service");
    State state = isDaemon ? State.UP : states.getOrDefault(unit, State.DOWN);
    String text = text(unit);
    boolean isOld = isFile(unit) && loaded.containsKey(unit) && !file(unit).equals(text);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("Id", unit);
    values.put("Names", unit);
    values.put("LoadState", text.isEmpty() && !isDaemon ? "not-found" : "loaded");
    values.put(
        "ActiveState",
        switch (state) {
          case UP -> "active";
          case DOWN -> "inactive";
          case FAILED -> "failed";
          case AUTO_RESTART, STARTING -> "activating";
        });
    values.put(
        "SubState",
        switch (state) {
          case UP -> "running";
          case DOWN -> "dead";
          case FAILED -> "failed";
          case AUTO_RESTART -> "auto-restart";
          case STARTING -> "start";
        });
    values.put(
        "UnitFileState", text.isEmpty() ? "" : links.isEnabled(unit) ? "enabled" : "disabled");
    values.put(
        "Result",
        Set.of(State.UP, State.STARTING, State.DOWN).contains(state) ? "success" : "exit-code");
    values.put("NeedDaemonReload", isOld ? "yes" : "no");
    values.put("NRestarts", state == State.AUTO_RESTART ? "1" : "0");
    values.put("FragmentPath", text.isEmpty() ? "" : paths.units().resolve(unit).toString());
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private String listed() {
    StringBuilder list = new StringBuilder("docker.service loaded active running Docker\n");
    states.forEach(
        (unit, state) -> {
          if (state != State.DOWN) {
            list.append(
                unit + " loaded " + (isUp(unit) ? "active running" : "failed failed") + "\n");
          }
        });
    return list.toString();
  }
}
