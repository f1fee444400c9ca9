package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;

import dev.berth.Configurations;
import dev.berth.engine.CommandLine;
import dev.berth.engine.Engine;
import dev.berth.engine.podman.Podman;
import dev.berth.host.CommandResult;
import dev.berth.host.PlayedWaits;
import dev.berth.host.RecordedRunner;
import dev.berth.host.Selinux;
import dev.berth.json.JsonText;
import dev.berth.model.Desired;
import dev.berth.model.EngineInfo;
import dev.berth.model.Observed;
import dev.berth.model.ObservedImage;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.model.Step;
import dev.berth.plan.PlanOptions;
import dev.berth.supervisor.RenderFacts;
import dev.berth.supervisor.RenderOptions;
import dev.berth.supervisor.Supervisor;
import dev.berth.supervisor.SystemdSupervisor;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A host whose engine and systemd are played: enough for what a run asks and does. */
final class PlayedHost {
  static final RenderOptions OPTIONS =
      new RenderOptions("berth", "berth-", new TreeMap<>(), Optional.empty(), true);

  final HostPaths paths;
  final RecordedRunner runner = new RecordedRunner(this::play);
  final Engine engine = Podman.of(runner, "podman", "/usr/bin/podman");
  final Systemctl systemctl = new Systemctl(runner, Scope.SYSTEM);
  final Journal journal = new Journal(runner, Scope.SYSTEM);
  final AppliedRecords records;

  /** The images that are there, id by reference. */
  final Map<String, String> images = new ConcurrentHashMap<>();

  /** The names that lead to all of them; empty where the engine does not say. */
  final Set<String> imageNames = new HashSet<>();

  /** The labels of every image. */
  final Map<String, String> imageLabels = new ConcurrentHashMap<>();

  /** What {@code podman ps} answers. */
  final List<Map<String, Object>> containers = new ArrayList<>();

  /** The units that are up. */
  final Set<String> up = Collections.synchronizedSet(new TreeSet<>());

  /** Asked first: an answer other than the usual one. */
  Function<String, Optional<CommandResult>> exceptions = line -> Optional.empty();

  PlayedHost(Path root) {
    paths =
        new HostPaths(
            root.resolve("units"),
            root.resolve("etc"),
            root.resolve("var"),
            root.resolve("tmpfiles"),
            Optional.empty());
    dev.berth.host.Directories.make(paths.units(), "rwxr-xr-x");
    paths.create();
    records = new AppliedRecords(paths.applied());
  }

  /** What killed runs have kept. */
  KeptPredecessors kept() {
    return new KeptPredecessors(paths, line -> {});
  }

  /** None. */
  Selinux selinux() {
    return Selinux.in(runner, paths.state().resolve("no-kernel"), paths.state());
  }

  /** Its parts. */
  Host host() {
    return new Host(engine, systemctl, journal, paths, selinux(), new PlayedWaits());
  }

  /** systemd. */
  Supervisor supervisor(RenderOptions options) {
    return new SystemdSupervisor(engine.commandLine(), systemctl, paths, options);
  }

  /** Renders what systemd looks after. */
  static Renderer renderer(
      CommandLine commandLine, HostPaths paths, RenderOptions options, DigestKey key) {
    Systemctl unasked = new Systemctl(new RecordedRunner(line -> answer("")), Scope.SYSTEM);
    return new Renderer(
        commandLine,
        new SystemdSupervisor(commandLine, unasked, paths, options),
        paths,
        options,
        key);
  }

  private CommandResult play(String line) {
    return exceptions
        .apply(line)
        .orElseGet(
            () ->
                line.startsWith("podman network ls")
                    ? answer("[]")
                    : usual(line, List.of(line.split(" "))));
  }

  private CommandResult usual(String line, List<String> words) {
    List<String> subjects = words.subList(words.indexOf("--") + 1, words.size());
    return switch (words.getFirst() + " " + words.get(1)) {
      case "podman --version" -> answer("podman version 5.4.2");
      case "podman ps" -> answer(JsonText.compact(containers));
      case "podman image" -> line.contains(" ls ") ? answer("") : inspect(subjects);
      case "podman container" -> answer(JsonText.compact(withoutChecks(subjects)));
      case "podman volume" -> answer(line.contains(" ls ") ? "[]" : "");
      case "podman pull" -> {
        images.put(words.getLast(), "id-of-" + words.getLast());
        yield answer("");
      }
      case "systemctl show" ->
          line.contains("UnitsLoadTimestamp") ? answer("Version=257 (257.9)") : show(subjects);
      case "systemctl start", "systemctl restart" -> {
        up.addAll(subjects);
        yield answer("");
      }
      case "systemctl stop" -> {
        subjects.forEach(up::remove);
        yield answer("");
      }
      default -> answer("");
    };
  }

  /** What is there has no health check. */
  private List<Map<String, Object>> withoutChecks(List<String> names) {
    return names.stream()
        .filter(
            name ->
                containers.stream()
                    .anyMatch(container -> List.of(name).equals(container.get("Names"))))
        .map(name -> Map.<String, Object>of("Id", name + "-id", "Name", name, "State", Map.of()))
        .toList();
  }

  private CommandResult inspect(List<String> references) {
    List<Map<String, Object>> found = new ArrayList<>();
    StringBuilder errors = new StringBuilder();
    for (String reference : references) {
      if (images.containsKey(reference)) {
        found.add(Map.of("Id", images.get(reference), "Config", Map.of("Labels", imageLabels)));
      } else {
        errors.append("Error: ").append(reference).append(": image not known\n");
      }
    }
    String json = JsonText.compact(found);
    return errors.isEmpty() ? answer(json) : failure(125, json, errors.toString());
  }

  private CommandResult show(List<String> units) {
    StringBuilder shown = new StringBuilder();
    for (String unit : units) {
      boolean isUp = up.contains(unit);
      shown.append(
          """
          Id=%s
          Names=%s
          LoadState=%s
          ActiveState=%s
          SubState=%s
          UnitFileState=%s
          Result=success

          """
              .formatted(
                  unit,
                  unit,
                  isUp ? "loaded" : "not-found",
                  isUp ? "active" : "inactive",
                  isUp ? "running" : "dead",
                  isUp ? "enabled" : ""));
    }
    return answer(shown.toString());
  }

  /** Puts a container in the list of {@code podman ps}. */
  void container(String name, String imageId, Map<String, String> labels) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("Id", name + "-id");
    container.put("Names", List.of(name));
    container.put("ImageID", imageId);
    container.put("Labels", labels);
    container.put("State", "running");
    containers.add(container);
  }

  /** What was run for containers that are only made for a trial. */
  List<String> trials() {
    return runner.lines().stream().filter(line -> line.contains("berth-trial-")).toList();
  }

  /** What was run that changes something, in order; trials leave nothing. */
  List<String> changes() {
    return runner.lines().stream()
        .filter(
            line ->
                !line.contains("--version")
                    && !line.contains("berth-trial-")
                    && !line.startsWith("podman ps")
                    && !line.startsWith("podman image inspect")
                    && !line.startsWith("podman image ls")
                    && !line.startsWith("podman volume ls")
                    && !line.startsWith("podman info")
                    && !line.startsWith("systemctl show")
                    && !line.startsWith("systemd-analyze")
                    && !line.startsWith("systemctl list-units"))
        .toList();
  }

  static Desired desired(String yaml) {
    return new Desired(List.of(Configurations.read("set", yaml)));
  }

  static PlanOptions planOptions() {
    return new PlanOptions(
        "berth",
        new PlanOptions.Removal.OfConfigurations(Set.of("set")),
        PlanOptions.MissingBinds.FAIL,
        Set.of(),
        false);
  }

  RenderedState wanted(String yaml) {
    return renderer(engine.commandLine(), paths, OPTIONS, DigestKey.random())
        .render(desired(yaml), facts(imageValues()));
  }

  static RenderFacts facts(Map<String, ObservedImage> images) {
    return new RenderFacts(new EngineInfo("podman", "5.4.2"), images, 257, Map.of());
  }

  private Map<String, ObservedImage> imageValues() {
    Map<String, ObservedImage> values = new HashMap<>();
    images.forEach(
        (reference, id) ->
            values.put(
                reference,
                new ObservedImage(
                    id,
                    List.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(imageNames).filter(names -> !names.isEmpty()),
                    Optional.empty(),
                    Optional.empty())));
    return values;
  }

  /** A host on which nothing is but the images. */
  Observed empty() {
    return new Observed(
        new EngineInfo("podman", "5.4.2"),
        List.of(),
        imageValues(),
        Map.of(),
        Map.of(),
        Observed.Files.NONE,
        Observed.Past.NONE);
  }

  Plan plan(RenderedState wanted) {
    return new dev.berth.plan.Planner(dev.berth.plan.ServiceStrategy.BY_UNIT)
        .plan(wanted, empty(), planOptions());
  }

  /**
   * Carries a plan for a host on which nothing is but the images out; what became of its groups.
   */
  List<StepResult> execute(
      Plan plan,
      RenderedState wanted,
      Progress progress,
      java.util.function.BooleanSupplier interrupted,
      int parallel) {
    DigestKey key = DigestKey.random();
    return new Execution(
            host(),
            supervisor(OPTIONS),
            records,
            progress,
            interrupted,
            new ExecutionOptions(parallel, true, false),
            MigrationPort.NONE,
            new Trials(
                engine,
                renderer(engine.commandLine(), paths, OPTIONS, key),
                new TrialNames(key),
                empty(),
                List.of()))
        .run(plan, wanted, empty(), Map.of()).stream()
            .filter(result -> result.step().stage().phase() == dev.berth.model.Stage.Phase.GROUP)
            .toList();
  }

  /** Progress that nobody looks at. */
  static class Silence implements Progress {
    /** What a user would have been told beside the steps. */
    final List<String> notes = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void note(String line) {
      notes.add(line);
    }

    @Override
    public void warning(String line) {
      notes.add("warning: " + line);
    }

    @Override
    public void planned(Plan plan) {}

    @Override
    public void started(Step step) {}

    @Override
    public void output(Step step, String line) {}

    @Override
    public void finished(StepResult result) {}
  }
}
