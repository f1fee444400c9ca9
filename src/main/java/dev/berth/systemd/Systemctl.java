package dev.berth.systemd;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.host.SideBySide;
import dev.berth.model.LegacyUnit;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** systemd, driven by {@code systemctl}. */
public final class Systemctl {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  // 500 names of 255 characters stay far below what one command line may hold (execve(2)).
  private static final int CHUNK = 500;
  private static final String TIMER = ".timer";

  /** Those that Podman has for health checks begin with the id of the container. */
  private static final String CONTAINER_TIMERS = "[0-9a-f]".repeat(12) + "*" + TIMER;

  private final CommandRunner runner;
  private final Scope scope;
  private final Consumer<ManagerSettings> check;
  private final Freezer freezer;
  private final Optional<SlowStops> slow;

  /** The systemd of a scope. */
  public Systemctl(CommandRunner runner, Scope scope) {
    this(runner, scope, _ -> {});
  }

  /**
   * The same, looked at before it is relied on.
   *
   * @param check told what units have from it, whenever all is observed; throws where that will not
   *     do
   */
  public Systemctl(CommandRunner runner, Scope scope, Consumer<ManagerSettings> check) {
    this(runner, scope, check, Optional.empty());
  }

  private Systemctl(
      CommandRunner runner,
      Scope scope,
      Consumer<ManagerSettings> check,
      Optional<SlowStops> slow) {
    this.runner = runner;
    this.scope = scope;
    this.check = check;
    this.freezer = Freezer.of(scope);
    this.slow = slow;
  }

  /**
   * The same, telling of units that take long to stop.
   *
   * @param listener told a line of each, from another thread
   */
  public Systemctl telling(Consumer<String> listener) {
    return new Systemctl(runner, scope, check, Optional.of(new SlowStops(runner, scope, listener)));
  }

  /**
   * What its units have from it.
   *
   * @throws SystemdException when systemd does not answer
   */
  public ManagerSettings settings() {
    List<String> words = List.of("show", "--property=" + ManagerSettings.ASKED);
    return ManagerSettings.of(UnitProperties.values(scope.read(runner, words, List.of())));
  }

  /** Whose systemd it is. */
  public Scope scope() {
    return scope;
  }

  /**
   * Reads the units whose files lie there, and those named.
   *
   * @see #observe(Path, Collection, Optional, Set)
   */
  public SystemdSnapshot observe(Path unitDirectory, Collection<UnitName> names) {
    return observe(unitDirectory, names, Optional.empty(), Set.of());
  }

  /**
   * Reads everything once, with two processes where all units are up as they were written, and a
   * third for the others.
   *
   * @param unitDirectory where Berth's units lie
   * @param names further units that are of interest
   * @param prefix how the names of services begin that are of interest, too, as long as systemd
   *     runs them without a file in the directory: until it reads them anew it goes on with a unit
   *     whose file was deleted, and restarts it; empty where none are
   * @param foreign units of the host that are referred to, of which only this is of interest:
   *     whether they can be started; those that units of Berth's with a file require are added
   * @throws SystemdException when systemd does not answer
   */
  public SystemdSnapshot observe(
      Path unitDirectory,
      Collection<UnitName> names,
      Optional<String> prefix,
      Set<String> foreign) {
    Set<String> named = texts(names);
    UnitFiles files = UnitFiles.all(unitDirectory, named);
    SortedMap<String, String> texts = files.texts();
    TreeSet<String> ours = new TreeSet<>(named);
    ours.addAll(texts.keySet());
    TreeSet<String> all = new TreeSet<>(ours);
    all.addAll(files.formers().keySet());
    CompletableFuture<ManagerFacts> asked = SideBySide.begin(() -> ManagerFacts.of(runner, scope));
    Set<String> referred = new TreeSet<>(foreign);
    prefix.ifPresent(_ -> referred.addAll(ForeignUnits.required(texts.values())));
    referred.removeAll(all);
    ForeignUnits foreigners = new ForeignUnits(scope, referred);
    List<String> patterns = new ArrayList<>(all);
    patterns.addAll(foreigners.patterns());
    prefix.ifPresent(
        word -> patterns.addAll(List.of(word + "*" + UnitName.SERVICE, CONTAINER_TIMERS)));
    CompletableFuture<String> listed = SideBySide.begin(() -> list(patterns));
    ManagerFacts manager = SideBySide.join(asked);
    String list = SideBySide.join(listed);
    manager.settings().ifPresent(check);
    List<String> withoutFile =
        LoadedUnits.running(list)
            .filter(name -> !all.contains(name) && !referred.contains(name))
            .filter(name -> !name.endsWith(TIMER))
            .toList();
    ours.addAll(withoutFile);
    all.addAll(withoutFile);
    Map<String, UnitProperties> shown = new HashMap<>();
    // The clock of nanoTime is CLOCK_MONOTONIC on Linux, as systemd's; elsewhere the two would not
    // agree.
    manager
        .read()
        .flatMap(last -> last.comparable(Instant.now(), System.nanoTime() / 1000))
        .ifPresent(when -> shown.putAll(new LoadedUnits(unitDirectory, when).settled(list)));
    shown.putAll(
        show(
            Stream.concat(
                    all.stream().filter(name -> !shown.containsKey(name)),
                    foreigners.doubtful(list).stream())
                .toList()));
    Set<String> frozen = freezer.frozen(all);
    Map<UnitName, ObservedUnit> units = new HashMap<>();
    for (String text : all) {
      UnitProperties properties = shown.getOrDefault(text, new UnitProperties(Map.of()));
      UnitName name = new UnitName(text);
      units.put(
          name,
          properties
              .withoutDeletedFile(unitDirectory.resolve(text))
              .observed(name, Optional.ofNullable(texts.get(text)))
              .frozen(frozen.contains(text)));
    }
    List<LegacyUnit> formers =
        files.formers().values().stream()
            .map(
                found -> {
                  ObservedUnit unit = Objects.requireNonNull(units.get(new UnitName(found.name())));
                  return new LegacyUnit(found.kind(), found.container(), unit);
                })
            .toList();
    units.keySet().removeIf(name -> !ours.contains(name.text()));
    return new SystemdSnapshot(
        manager.version(),
        units,
        formers,
        LoadedUnits.running(list)
            .filter(name -> name.endsWith(TIMER) && !referred.contains(name))
            .collect(Collectors.toUnmodifiableSet()),
        foreigners.unusable(shown));
  }

  /** Those of these that it has in memory, with the state of each. */
  private String list(Collection<String> names) {
    List<String> words = List.of("list-units", "--all", "--full", "--plain", "--no-legend");
    return chunks(names).stream()
        .map(chunk -> scope.read(runner, words, chunk))
        .collect(Collectors.joining());
  }

  /** What systemd knows of units now; their files are not read. */
  public Map<UnitName, ObservedUnit> state(Collection<UnitName> names) {
    Map<UnitName, ObservedUnit> units = new HashMap<>();
    show(texts(names))
        .forEach(
            (text, unit) -> {
              UnitName name = new UnitName(text);
              units.put(name, unit.observed(name, Optional.empty()));
            });
    return units;
  }

  private Map<String, UnitProperties> show(Collection<String> names) {
    Map<String, UnitProperties> shown = new LinkedHashMap<>();
    for (List<String> chunk : chunks(names)) {
      shown.putAll(
          UnitProperties.parse(scope.read(runner, List.of("show", UnitProperties.ASKED), chunk)));
    }
    return shown;
  }

  /**
   * What systemd says against units that are yet to be written, with one process; none for none.
   *
   * @param texts their texts, by their names
   * @param version systemd's
   * @throws SystemdException when it cannot be asked
   * @throws java.io.UncheckedIOException when there is no place where it could read them
   */
  public List<UnitFinding> verify(Map<UnitName, String> texts, int version) {
    return new UnitVerification(runner, scope, version).of(texts);
  }

  /**
   * The texts of all services that systemd could start, whoever wrote them, with one process.
   *
   * @throws SystemdException when systemd does not answer
   */
  public Map<String, String> serviceTexts() {
    List<String> words = List.of("show", "--property=UnitPath", "--value");
    return ServiceTexts.read(
        scope
            .read(runner, words, List.of())
            .lines()
            .flatMap(line -> Stream.of(line.split(" ")))
            .filter(path -> path.startsWith("/"))
            .map(Path::of)
            .toList());
  }

  /**
   * The units among these that are up or on their way, with one process; none for none.
   *
   * @param patterns names, or shell patterns of names
   */
  public Set<String> up(Collection<String> patterns) {
    return patterns.isEmpty()
        ? Set.of()
        : LoadedUnits.running(list(List.copyOf(patterns))).collect(Collectors.toUnmodifiableSet());
  }

  /** Makes systemd read changed unit files. */
  public CommandResult daemonReload() {
    return runner.run(
        Command.changing(scope.systemctl(List.of("daemon-reload"), List.of()), TIMEOUT));
  }

  /** Makes units start at boot, without the reload that {@link #daemonReload} does once. */
  public CommandResult enable(Collection<UnitName> names) {
    return inChunks(List.of("enable", "--no-reload"), names);
  }

  /** Makes units not start at boot, without a reload. */
  public CommandResult disable(Collection<UnitName> names) {
    return inChunks(List.of("disable", "--no-reload"), names);
  }

  /** Forgets failures, counted starts and grown delays. */
  public CommandResult resetFailed(Collection<UnitName> names) {
    return inChunks(List.of("reset-failed"), names);
  }

  /** Starts units, waits, and says for each one that did not start why. */
  public Map<UnitName, String> start(Collection<UnitName> names) {
    return start(names, () -> false);
  }

  /** Starts units without waiting for them. */
  public CommandResult beginStart(Collection<UnitName> names) {
    return inChunks(List.of("start", "--no-block"), names);
  }

  /**
   * Lets units that are frozen run on; none, where none is. systemd gives up stopping one that is
   * frozen only when its time is over.
   */
  public CommandResult thaw(Collection<UnitName> names) {
    Set<String> frozen = freezer.frozen(texts(names));
    return inChunks(
        List.of("thaw"), names.stream().filter(name -> frozen.contains(name.text())).toList());
  }

  /** Has units read their files anew; each by its own command. */
  public CommandResult reload(Collection<UnitName> names) {
    return inChunks(List.of("reload"), names);
  }

  /** Stops and starts units, waits, and says for each one that did not start why. */
  public Map<UnitName, String> restart(Collection<UnitName> names) {
    return restart(names, () -> false);
  }

  /** The same as {@link #start}, until it is given up; the jobs go on all the same. */
  public Map<UnitName, String> start(Collection<UnitName> names, BooleanSupplier givenUp) {
    return jobs("start", names, true, givenUp);
  }

  /** The same as {@link #restart}, until it is given up; the jobs go on all the same. */
  public Map<UnitName, String> restart(Collection<UnitName> names, BooleanSupplier givenUp) {
    thaw(names);
    return jobs("restart", names, true, givenUp);
  }

  /** Stops units, waits, and says for each one that did not stop why. */
  public Map<UnitName, String> stop(Collection<UnitName> names) {
    thaw(names);
    return jobs("stop", names, false, () -> false);
  }

  /** No deadline of its own: each job has the unit's. */
  private Map<UnitName, String> jobs(
      String verb, Collection<UnitName> names, boolean mustBeUp, BooleanSupplier givenUp) {
    Map<UnitName, String> failures = new LinkedHashMap<>();
    for (List<String> chunk : chunks(texts(names))) {
      // The clock of nanoTime is CLOCK_MONOTONIC on Linux, as systemd's.
      long begun = System.nanoTime() / 1000;
      Command command =
          Command.changing(scope.systemctl(List.of(verb), chunk), TIMEOUT)
              .withoutTimeout()
              .unless(givenUp);
      CommandResult result =
          verb.equals("start")
              ? runner.run(command)
              : slow.map(it -> it.watch(names, () -> runner.run(command)))
                  .orElseGet(() -> runner.run(command));
      if (!result.succeeded()) {
        JobFailures.of(chunk, result, show(chunk), mustBeUp, begun)
            .forEach((text, why) -> failures.put(new UnitName(text), why));
      }
    }
    return failures;
  }

  private CommandResult inChunks(List<String> verb, Collection<UnitName> names) {
    CommandResult last = new CommandResult(List.of(), 0, "", "", false);
    for (List<String> chunk : chunks(texts(names))) {
      CommandResult result = runner.run(Command.changing(scope.systemctl(verb, chunk), TIMEOUT));
      last = last.succeeded() ? result : last;
    }
    return last;
  }

  /** The names in their order. */
  private static Set<String> texts(Collection<UnitName> names) {
    return names.stream().map(UnitName::text).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<List<String>> chunks(Collection<String> names) {
    List<String> all = List.copyOf(names);
    List<List<String>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += CHUNK) {
      chunks.add(all.subList(from, Math.min(from + CHUNK, all.size())));
    }
    return chunks;
  }
}
