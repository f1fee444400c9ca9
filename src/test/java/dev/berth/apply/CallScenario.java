package dev.berth.apply;

import dev.berth.apply.CallHost.Outcome;
import dev.berth.host.AtomicFile;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a host is like, and what an apply that is recorded is asked for then. */
final class CallScenario {
  final String name;
  private final String says;
  private final List<Before> before = new ArrayList<>();
  private Asked now = new Asked();
  private boolean countsReads = true;
  private boolean isOrdered = true;

  private record Before(String title, String text, Consumer<CallHost> happens) {}

  CallScenario(String name, String says) {
    this.name = name;
    this.says = says;
  }

  /** An apply that comes to its end. */
  CallScenario before(Asked asked) {
    before.add(
        new Before(
            "before: apply " + asked.words(),
            texts(asked),
            host -> {
              Outcome outcome = host.apply(asked);
              if (asked.killedAt.isEmpty() && outcome.report().isEmpty()) {
                throw new AssertionError(name + ": " + outcome.refusals());
              }
            }));
    return this;
  }

  /** The same by Podman under systemd. */
  CallScenario before(String yaml) {
    return before(Asked.of(yaml));
  }

  /** Something else happens before. */
  CallScenario meanwhile(String words, Consumer<CallHost> happens) {
    before.add(new Before("before: " + words, "", happens));
    return this;
  }

  CallScenario now(Asked asked) {
    now = asked;
    return this;
  }

  CallScenario now(String yaml) {
    return now(Asked.of(yaml));
  }

  /** How often it reads depends on how long it waits. */
  CallScenario withoutReads() {
    countsReads = false;
    return this;
  }

  /** Several are started side by side: in any order between what all of them wait for. */
  CallScenario asSets() {
    isOrdered = false;
    countsReads = false;
    return this;
  }

  private List<String> ordered(List<String> lines) {
    if (isOrdered) {
      return lines;
    }
    List<String> ordered = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (String line : lines) {
      if (line.matches("systemctl (?:daemon-reload|reset-failed|enable|disable) ?.*")) {
        ordered.addAll(open.stream().sorted().toList());
        open.clear();
        ordered.add(line);
      } else {
        open.add(line);
      }
    }
    ordered.addAll(open.stream().sorted().toList());
    return ordered;
  }

  private List<String> sorted(List<String> lines) {
    return isOrdered ? lines : lines.stream().sorted().toList();
  }

  private static String texts(Asked asked) {
    return asked.sets.entrySet().stream()
        .map(
            set ->
                (asked.sets.size() > 1 ? "# " + set.getKey() + "\n" : "")
                    + set.getValue().stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  /** A host on which all has happened that comes before. */
  CallHost host(Path root) {
    CallHost host = new CallHost(root);
    AtomicFile.write(host.paths.digestKey(), "0123456789abcdef".repeat(4) + "\n");
    for (String engine : List.of("podman", "docker")) {
      host.engine(engine).image("i");
      host.engine(engine).image("j");
      host.engine(engine).image(ContainerSpec.PAUSE_IMAGE);
    }
    before.forEach(one -> one.happens().accept(host));
    return host;
  }

  /** What an apply is asked for then. */
  Asked now() {
    return now;
  }

  /**
   * What is on a host, one line each: containers, volumes, units, files, of what was last applied
   * only for whom there is a record; and the journal of migrations, with what each of its runs was
   * asked for, tells the story, which is another one.
   */
  static List<String> all(CallHost host) {
    List<String> lines = new ArrayList<>(stands(host).stream().sorted().toList());
    HostFiles.below(host.root)
        .entries()
        .forEach(
            (path, entry) -> {
              boolean isStory =
                  path.endsWith("migration.jsonl") || path.startsWith(host.paths.migration());
              if (!isStory) {
                String content =
                    path.startsWith(host.paths.applied()) ? "" : host.plain(entry.content());
                lines.add(
                    host.plain(path + " " + entry.kind() + " " + entry.mode() + " ") + content);
              }
            });
    return lines;
  }

  /** Plays it below a directory; what was seen, as it stands in its file. */
  String play(Path root) {
    CallHost host = new CallHost(root);
    for (String engine : List.of("podman", "docker")) {
      host.engine(engine).image("i");
      host.engine(engine).image("j");
      host.engine(engine).image(ContainerSpec.PAUSE_IMAGE);
    }
    Page page = new Page();
    page.add("# " + says);
    for (Before one : before) {
      one.happens().accept(host);
      page.section(one.title());
      page.add(one.text());
    }
    page.section("on the host");
    sorted(stands(host)).forEach(page::add);
    page.section("now: apply " + now.words());
    page.add(texts(now));
    try (CallLog log = new CallLog(root, host::plain)) {
      Outcome outcome = host.record(now, log);
      page.section(
          isOrdered
              ? "calls, and what becomes of files before each"
              : "calls and what becomes of files, sorted between what all wait for");
      ordered(log.lines()).forEach(page::add);
      if (!log.beside().isEmpty()) {
        page.section("calls that nothing waits for");
        log.beside().forEach(page::add);
      }
      if (countsReads) {
        page.section("reads");
        page.add(
            log.reads().entrySet().stream()
                .map(read -> read.getKey() + ": " + read.getValue())
                .collect(Collectors.joining("\n")));
      }
      page.section("report");
      sorted(report(outcome)).forEach(line -> page.add(host.plain(line)));
      page.section("on the host then");
      sorted(stands(host)).forEach(page::add);
      page.section("files then");
      log.left().forEach(page::add);
    }
    return page.text();
  }

  private static List<String> stands(CallHost host) {
    List<String> lines = new ArrayList<>();
    host.engines.forEach(
        (engine, played) -> {
          played.containers.values().forEach(one -> lines.add(engine + ": " + one));
          played.volumes.names().forEach(volume -> lines.add(engine + ": volume " + volume));
          played.networks.names().forEach(network -> lines.add(engine + ": network " + network));
        });
    host.systemd.states.forEach(
        (unit, state) ->
            lines.add(
                unit
                    + ": "
                    + state.name().toLowerCase(java.util.Locale.ROOT)
                    + (host.systemd.links.isEnabled(unit) ? ", enabled" : "")));
    return lines.isEmpty() ? List.of("nothing") : lines;
  }

  private static List<String> report(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    outcome.refusals().forEach(problem -> lines.add("refused: " + problem));
    outcome
        .report()
        .ifPresent(
            report -> {
              for (StepResult result : report.results()) {
                lines.add(
                    result.outcome()
                        + " "
                        + result.step().change().verb()
                        + " "
                        + result.step().change().subject()
                        + (result.message().isEmpty() ? "" : ": " + result.message()));
              }
              report.unchanged().forEach(container -> lines.add("unchanged " + container));
              report
                  .left()
                  .forEach((container, why) -> lines.add("left " + container + ": " + why));
              for (Map.Entry<ContainerName, String> one : report.unhealthy().entrySet()) {
                lines.add("unhealthy " + one.getKey() + ": " + one.getValue());
              }
              if (report.interrupted()) {
                lines.add("interrupted");
              }
            });
    outcome.notes().forEach(note -> lines.add("note: " + note));
    return lines.isEmpty() ? List.of("none") : lines;
  }

  /** Lines under titles. */
  private static final class Page {
    private final StringBuilder text = new StringBuilder();

    void section(String title) {
      text.append("\n--- ").append(title).append('\n');
    }

    void add(String line) {
      if (!line.isEmpty()) {
        text.append(line).append('\n');
      }
    }

    String text() {
      return text.toString();
    }
  }
}
