package dev.berth.apply;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.RunEnvironment;
import dev.berth.host.FileState;
import dev.berth.host.ProcessStart;
import dev.berth.model.Care;
import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.MadeWith;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.RenderedState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the services whose process was started with another unit or environment file than Berth
 * wrote: by hand somebody changed one, restarted the unit with it, and perhaps put it back. What a
 * container's labels say of its configuration is the same in either case.
 *
 * <p>The time at which a file last changed tells where to look: one that Berth wrote is older than
 * the record that follows its every start and every change of its files. Only of what is younger
 * the engine is asked, with one process for all. A run that changes the unit of a service that goes
 * on says so in the record before it does; should it be killed before it has confirmed the record,
 * the unit that was announced counts as Berth's.
 */
final class StartedOtherwise {
  /** How long after its announcement a unit may have been written. */
  private static final Duration ANNOUNCEMENT = Duration.ofSeconds(10);

  private final ContainerRuntime runtime;
  private final HostPaths paths;
  private final AppliedRecords records;
  private final MadeContainers made;
  private final Duration announcement;

  StartedOtherwise(ContainerRuntime runtime, HostPaths paths, AppliedRecords records) {
    this(runtime, paths, records, ANNOUNCEMENT);
  }

  /** One with another time in which a unit may be written once it was announced. */
  StartedOtherwise(
      ContainerRuntime runtime, HostPaths paths, AppliedRecords records, Duration announcement) {
    this.announcement = announcement;
    this.made = new MadeContainers(paths.made());
    this.runtime = runtime;
    this.paths = paths;
    this.records = records;
  }

  /**
   * A file that somebody else than Berth has written last.
   *
   * @param content what it holds by now
   * @param isWanted whether that is what it should hold
   * @param changed when it was written
   */
  private record Foreign(String content, boolean isWanted, Instant changed) {
    /** Whether the process that began then may have read something else from it. */
    boolean concerns(Instant start) {
      return !isWanted || changed.isAfter(start);
    }
  }

  /** What was changed of one service. */
  private record Suspect(
      Rendered wanted,
      ObservedContainer container,
      Instant start,
      Optional<Foreign> unit,
      List<Foreign> environment) {}

  /**
   * What the process of each container was started with, in words.
   *
   * @param secretFiles the content of the environment files, by path
   */
  Map<ContainerName, String> find(
      Snapshot snapshot, RenderedState wanted, Map<String, String> secretFiles) {
    Map<ContainerName, ObservedContainer> running =
        snapshot.engine().containers().stream()
            .filter(container -> container.isRunning() && container.ownership().isProven())
            .collect(Collectors.toMap(ObservedContainer::name, it -> it, (first, _) -> first));
    List<Suspect> suspects = new ArrayList<>();
    for (Rendered rendered : wanted.containers().toList()) {
      ObservedContainer container = running.get(rendered.name());
      if (rendered.care() == Care.UNIT && container != null) {
        suspect(rendered, container, snapshot, secretFiles).ifPresent(suspects::add);
      }
    }
    if (suspects.isEmpty()) {
      return Map.of();
    }
    Map<String, MadeWith> origins =
        runtime.origins(suspects.stream().map(it -> it.container().byId()).toList());
    Map<ContainerName, String> found = new LinkedHashMap<>();
    for (Suspect suspect : suspects) {
      Optional.ofNullable(origins.get(suspect.container().id()))
          .flatMap(origin -> difference(suspect, origin))
          .ifPresent(words -> found.put(suspect.wanted().name(), words));
    }
    return found;
  }

  private Optional<Suspect> suspect(
      Rendered wanted,
      ObservedContainer container,
      Snapshot snapshot,
      Map<String, String> secretFiles) {
    Instant written = records.written(wanted).orElse(Instant.MIN);
    Rendered.UnitFile own = wanted.unit().orElseThrow();
    Path unitFile = paths.unit(own.name());
    Optional<String> text =
        Optional.ofNullable(snapshot.systemd().units().get(own.name())).flatMap(ObservedUnit::text);
    Optional<Foreign> unit =
        text.filter(found -> !isAnnounced(wanted, unitFile, found, written))
            .flatMap(found -> foreign(unitFile, found, own.text(), written));
    List<Foreign> environment = new ArrayList<>();
    for (SecretFile file : wanted.secretFiles()) {
      Path path = Path.of(file.path());
      String content = secretFiles.get(file.path());
      if (path.startsWith(paths.environment()) && content != null) {
        foreign(path, content, file.content(), written).ifPresent(environment::add);
      }
    }
    if (unit.isEmpty() && environment.isEmpty()) {
      return Optional.empty();
    }
    return ProcessStart.of(container.pid())
        .map(
            start ->
                new Suspect(
                    wanted,
                    container,
                    start,
                    unit.filter(file -> file.concerns(start)),
                    environment.stream().filter(file -> file.concerns(start)).toList()))
        .filter(it -> it.unit().isPresent() || !it.environment().isEmpty());
  }

  /** Whoever put the same text back by hand did so later than the run that announced it. */
  private boolean isAnnounced(Rendered wanted, Path unitFile, String text, Instant announced) {
    return FileState.of(unitFile)
            .map(FileState::changed)
            .filter(changed -> changed.isAfter(announced))
            .filter(changed -> changed.isBefore(announced.plus(announcement)))
            .isPresent()
        && records.announced(wanted).filter(text::equals).isPresent();
  }

  private static Optional<Foreign> foreign(
      Path file, String content, String wanted, Instant written) {
    return FileState.of(file)
        .map(FileState::changed)
        .filter(changed -> changed.isAfter(written))
        .map(changed -> new Foreign(content, content.equals(wanted), changed));
  }

  private Optional<String> difference(Suspect suspect, MadeWith origin) {
    return suspect
        .unit()
        .flatMap(unit -> differenceOfUnit(suspect, unit, origin))
        .or(() -> differenceOfEnvironment(suspect, origin));
  }

  private Optional<String> differenceOfUnit(Suspect suspect, Foreign unit, MadeWith origin) {
    boolean isOtherCommand =
        words(suspect, origin)
            .filter(words -> !words.equals(words(suspect.wanted().argv())))
            .isPresent();
    boolean isOtherText =
        !unit.isWanted()
            && !unit.changed().isAfter(suspect.start())
            && !lines(unit.content()).equals(lines(suspect.wanted().unit().orElseThrow().text()));
    return isOtherCommand || isOtherText
        ? Optional.of("was started with a unit that was changed by hand")
        : Optional.empty();
  }

  /** The words that made its container, less the engine and its verb, as lines of text. */
  private Optional<List<String>> words(Suspect suspect, MadeWith origin) {
    return origin
        .command()
        .map(StartedOtherwise::words)
        .or(
            () ->
                made.words(suspect.wanted().name(), suspect.container().id())
                    .map(StartedOtherwise::withoutOwner));
  }

  private static List<String> words(List<String> argv) {
    return withoutOwner(
        String.join("\n", argv.subList(Math.min(2, argv.size()), argv.size())).lines().toList());
  }

  /**
   * One that was handed over runs on with the labels of its former configuration; that its digest
   * is the wanted one was found out before. What the script of units adds, and what units of
   * earlier versions had, means nothing either.
   */
  private static List<String> withoutOwner(List<String> words) {
    return words.stream()
        .filter(word -> !word.startsWith("--label=" + Labels.CONFIG_ID + "="))
        .filter(word -> !word.startsWith("--label=" + Labels.OWNERSHIP + "="))
        .filter(word -> !word.startsWith("--label=" + Labels.DIGEST + "="))
        .filter(word -> !word.startsWith("--cidfile=") && !word.equals("--replace"))
        .toList();
  }

  /** The lines that mean something (systemd.syntax(7)). */
  private static List<String> lines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"))
        .toList();
  }

  /** The names are in the configuration, and in labels; the values are told nowhere. */
  private static Optional<String> differenceOfEnvironment(Suspect suspect, MadeWith origin) {
    if (suspect.environment().isEmpty()) {
      return Optional.empty();
    }
    Set<String> has = new HashSet<>(origin.environment());
    RunEnvironment environment = RunEnvironment.of(suspect.wanted().spec());
    Map<String, String> wanted = new LinkedHashMap<>(environment.inherited());
    wanted.putAll(environment.filed());
    for (Map.Entry<String, String> variable : wanted.entrySet()) {
      if (!has.contains(variable.getKey() + "=" + variable.getValue())) {
        return Optional.of(
            "was started with an environment file that was changed by hand: '"
                + variable.getKey()
                + "' differs");
      }
    }
    boolean hasMore =
        suspect.environment().stream()
            .flatMap(file -> file.content().lines())
            .filter(line -> !wanted.containsKey(line.split("=", 2)[0]))
            .anyMatch(has::contains);
    return hasMore
        ? Optional.of(
            "was started with an environment file that was changed by hand: it had a variable more")
        : Optional.empty();
  }
}
