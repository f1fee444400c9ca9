package dev.berth.cli;

import dev.berth.engine.CommandLine;
import dev.berth.engine.LogPlace;
import dev.berth.engine.LogRange;
import dev.berth.engine.docker.Docker;
import dev.berth.engine.podman.Podman;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.service.InvalidUse;
import dev.berth.service.ManagedContainer;
import dev.berth.systemd.ExecWords;
import dev.berth.systemd.Scope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds where the output of containers is, whatever their log drivers.
 *
 * @param scope whose systemd runs the services
 * @param uid whose processes they are
 * @param commandLine the engine's
 * @param choice what of the output is wanted
 * @param places where the containers that are there keep theirs, by name
 */
record LogSources(
    Scope scope,
    int uid,
    CommandLine commandLine,
    Choice choice,
    Map<ContainerName, LogPlace> places) {
  private static final Set<String> FILES = Set.of("k8s-file", "json-file");
  // Not "cat": Podman's monitor ends each message with a line's end, which is no line of its own.
  private static final List<String> PRINTED =
      List.of("--output=json", "--output-fields=MESSAGE", "--all");
  // The unit of a pod names those of its init containers, and these.
  private static final Pattern INIT =
      Pattern.compile("(?m)^ExecStartPost=.* --unit=(\\S+:init\\.service) .* --name=(\\S+) ");
  // Time, stream, and whether the line is whole or a part of one.
  private static final String FILE_WORDS = "^(\\S+) (?:stdout|stderr) [FP] ";

  private static final int NANOS_OF_MICRO = 1000;

  /**
   * What of the output is wanted.
   *
   * @param unit all lines of the unit, and not only what the program printed
   * @param follow whether to go on as more comes
   * @param lines only so many of the last; empty for all
   * @param since only what came after this time
   * @param until only what came before this time
   * @param times how the time before each line is written; empty for none
   */
  record Choice(
      boolean unit,
      boolean follow,
      Optional<Integer> lines,
      Optional<Instant> since,
      Optional<Instant> until,
      Optional<LineTimes> times) {}

  /**
   * That of a container.
   *
   * @throws InvalidUse where nothing is kept, or what is wanted cannot be had
   */
  LogSource of(ManagedContainer container) {
    Optional<ObservedUnit> unit =
        container.unit().filter(found -> found.text().isPresent() || choice.unit());
    if (unit.isEmpty() && choice.unit()) {
      throw new InvalidUse("'" + container.name() + "' has no unit");
    }
    return unit.map(found -> ofService(container, found))
        .orElseGet(() -> ofEngine(container.name()));
  }

  private LogSource ofService(ManagedContainer container, ObservedUnit unit) {
    ContainerName name = container.name();
    if (choice.unit()) {
      return journal(
          name,
          List.of(
              "--output=short-iso",
              (scope == Scope.USER ? "--user-unit=" : "--unit=") + unit.name()));
    }
    if (unit.runsOn(Docker.NAME)) {
      return journal(name, printedUnderDocker(name, unit.name()));
    }
    // What the unit runs on the other engine may leave one of its name here.
    Optional<LogPlace> present =
        container.container().flatMap(_ -> Optional.ofNullable(places.get(name)));
    LogPlace place =
        present.orElseGet(() -> LogPlace.of(ExecWords.ofStart(unit.text().orElse(""))));
    if (place.driver().equals("none")) {
      throw new InvalidUse("nothing is kept of what '" + name + "' prints: its log driver is none");
    }
    if (FILES.contains(place.driver())) {
      return present.isPresent()
          ? ofEngine(name)
          : place
              .path()
              .map(path -> ofFile(name, path))
              .orElseThrow(
                  () ->
                      new InvalidUse(
                          "what '"
                              + name
                              + "' printed went with its container: its log driver was "
                              + place.driver()));
    }
    // What it prints itself goes to the journal under the name of the program that began it.
    String printed =
        place.driver().startsWith("passthrough")
            ? "SYSLOG_IDENTIFIER=" + Podman.NAME
            : "CONTAINER_NAME=" + name;
    List<String> words = new ArrayList<>(PRINTED);
    words.addAll(ofUnit(unit.name()));
    words.add(printed);
    words.addAll(ofInits(unit.text().orElse("")));
    return journal(name, words);
  }

  /** What runs to its end while a pod starts has no unit that anybody could name. */
  private List<String> ofInits(String unitText) {
    return INIT.matcher(unitText)
        .results()
        .flatMap(
            found ->
                Stream.concat(
                    Stream.concat(Stream.of("+"), ofUnit(new UnitName(found.group(1))).stream()),
                    Stream.of("CONTAINER_NAME=" + found.group(2))))
        .toList();
  }

  /** systemd sets these fields itself (systemd.journal-fields(7)): no other unit can. */
  private List<String> ofUnit(UnitName unit) {
    return scope == Scope.USER
        ? List.of("_UID=" + uid, "_SYSTEMD_USER_UNIT=" + unit)
        : List.of("_SYSTEMD_UNIT=" + unit);
  }

  /** The unit's shell hands the output on, or, with its driver, the daemon does. */
  private static List<String> printedUnderDocker(ContainerName name, UnitName unit) {
    List<String> words = new ArrayList<>(PRINTED);
    words.addAll(
        List.of(
            "_SYSTEMD_UNIT=" + unit,
            "SYSLOG_IDENTIFIER=sh",
            "+",
            "_SYSTEMD_UNIT=docker.service",
            "CONTAINER_NAME=" + name));
    return words;
  }

  /** Without --user: where the journal is not kept by user, only the host's has a user's lines. */
  private LogSource journal(ContainerName name, List<String> words) {
    List<String> argv = new ArrayList<>(List.of("journalctl", "--no-pager", "--quiet"));
    choice.lines().ifPresent(count -> argv.add("--lines=" + count));
    choice.since().ifPresent(time -> argv.add("--since=" + sinceEpoch(time)));
    choice.until().ifPresent(time -> argv.add("--until=" + sinceEpoch(time)));
    if (choice.follow()) {
      argv.add("--follow");
    }
    argv.addAll(words);
    UnaryOperator<String> line =
        words.containsAll(PRINTED)
            ? entry -> JournalMessage.of(entry, choice.times())
            : UnaryOperator.identity();
    return new LogSource(name, argv, line, true);
  }

  /** systemd.time(7): an at sign, and seconds. */
  private static String sinceEpoch(Instant time) {
    return String.format(
        Locale.ROOT, "@%d.%06d", time.getEpochSecond(), time.getNano() / NANOS_OF_MICRO);
  }

  private LogSource ofEngine(ContainerName name) {
    List<String> argv =
        commandLine
            .logs(
                name,
                new LogRange(
                    choice.follow(),
                    choice.lines(),
                    choice.since(),
                    choice.until(),
                    choice.times().isPresent()))
            .orElseThrow(
                () ->
                    new InvalidUse(
                        "its engine has no command that prints what '" + name + "' printed"));
    return new LogSource(name, argv, this::timed, false);
  }

  /** Of a service that is down: the engine shows only what it has a container for. */
  private LogSource ofFile(ContainerName name, Path path) {
    if (choice.since().isPresent() || choice.until().isPresent()) {
      String option = choice.since().isPresent() ? "--since" : "--until";
      throw new InvalidUse(option + " needs the container of '" + name + "', which is not there");
    }
    List<String> argv = new ArrayList<>(List.of("tail"));
    argv.add("--lines=" + choice.lines().map(String::valueOf).orElse("+1"));
    if (choice.follow()) {
      argv.add("--follow=name");
    }
    argv.addAll(List.of("--", path.toString()));
    return new LogSource(
        name,
        argv,
        line -> timed(line.replaceFirst(FILE_WORDS, choice.times().isEmpty() ? "" : "$1 ")),
        false);
  }

  /** A line that begins with its time, where that was asked for, in the one form. */
  private String timed(String line) {
    return choice.times().map(form -> form.ofEngine(line)).orElse(line);
  }
}
