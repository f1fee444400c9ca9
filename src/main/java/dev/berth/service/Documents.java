package dev.berth.service;

import static dev.berth.json.JsonText.object;

import dev.berth.apply.Report;
import dev.berth.apply.StepResult;
import dev.berth.graph.Graph;
import dev.berth.graph.Timeline;
import dev.berth.graph.Timeline.Bar;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import dev.berth.service.PlannedCalls.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The documents for programs, as trees of maps and lists; maps in the order in which their keys are
 * to stand. Keys are never taken away.
 */
public final class Documents {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1000.0;

  private Documents() {}

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A plan with what it comes to on the host.
   *
   * @param calls empty for one that is refused
   */
  public static Map<String, Object> plan(Plan plan, List<Call> calls) {
    Map<String, Object> document = plan(plan);
    document.put("operations", calls.stream().map(Call::document).toList());
    return document;
  }

  /** A plan. */
  public static Map<String, Object> plan(Plan plan) {
    return object(
        "steps", plan.steps().stream().map(Documents::step).toList(),
        "unchanged", texts(plan.unchanged()),
        "left", texts(plan.left()),
        "problems", plan.problems().stream().map(Documents::problem).toList());
  }

  private static Map<String, Object> step(Step step) {
    Map<String, Object> document =
        object(
            "number", step.number(),
            "action", step.change().verb().replace(' ', '-'),
            "subject", step.change().subject());
    step.change().target().ifPresent(rendered -> document.put("config_id", rendered.configId()));
    document.put("reasons", step.reasons());
    document.put("phase", word(step.stage().phase()));
    if (step.stage().phase() == Stage.Phase.GROUP) {
      document.put("start_order", step.stage().startOrder());
    }
    document.put("after", step.after().stream().sorted().toList());
    return document;
  }

  private static Map<String, Object> problem(Problem problem) {
    Map<String, Object> document =
        object("severity", problem.isError() ? "error" : "warning", "file", problem.at().file());
    if (problem.at().line() > 0) {
      document.put("line", problem.at().line());
      document.put("column", problem.at().column());
    }
    document.put("message", problem.message());
    document.put("advice", problem.advice());
    return document;
  }

  /** What became of a plan. */
  public static Map<String, Object> report(Report report) {
    return object(
        "succeeded", report.succeeded(),
        "interrupted", report.interrupted(),
        "steps", report.results().stream().map(result -> result(report, result)).toList(),
        "unchanged", texts(report.unchanged()),
        "left", texts(report.left()),
        "unhealthy", texts(report.unhealthy()));
  }

  private static Map<String, Object> result(Report report, StepResult result) {
    Map<String, Object> document = step(result.step());
    document.put("outcome", word(result.outcome()));
    document.put("message", result.message());
    if (result.step().change() instanceof Change.Service service && service.isComingOver()) {
      Optional.ofNullable(report.downtimes().get(service.name()))
          .ifPresent(downtime -> document.put("downtime_seconds", downtime.toMillis() / MILLIS));
    }
    document.put("seconds", result.took().toMillis() / MILLIS);
    return document;
  }

  /** A configuration that is valid. */
  public static Map<String, Object> valid(Desired desired) {
    return object(
        "valid",
        true,
        "configurations",
        desired.sets().stream()
            .map(
                set ->
                    object(
                        "config_id",
                        set.configId(),
                        "containers",
                        set.containers().stream().map(spec -> spec.name().text()).toList()))
            .toList());
  }

  /** What is wrong with a configuration. */
  public static Map<String, Object> invalid(List<Problem> problems) {
    return object("valid", false, "problems", problems.stream().map(Documents::problem).toList());
  }

  /** Every setting with where it comes from. */
  public static Map<String, Object> settings(Settings settings) {
    Map<String, Object> document = new LinkedHashMap<>();
    for (HostSetting setting : HostSetting.values()) {
      Settings.Sourced sourced = settings.get(setting);
      document.put(
          setting.key(),
          object(
              "value", sourced.value(),
              "source", sourced.source(),
              "description", setting.description()));
    }
    return document;
  }

  /** A graph. */
  public static Map<String, Object> graph(Graph graph) {
    return object(
        "nodes", graph.nodes().stream().map(Documents::node).toList(),
        "edges", graph.edges().stream().map(Documents::edge).toList());
  }

  private static Map<String, Object> node(Graph.Node node) {
    Map<String, Object> document =
        object(
            "name", node.name(),
            "kind", word(node.kind()),
            "config_id", node.group().configId(),
            "group", node.group().title());
    node.state().ifPresent(state -> document.put("state", word(state)));
    return document;
  }

  private static Map<String, Object> edge(Graph.Edge edge) {
    return object(
        "first", edge.first(),
        "then", edge.then(),
        "condition", word(edge.condition()),
        "required", edge.required());
  }

  /** How a boot went; {@code finished} only once it has. */
  public static Map<String, Object> boot(Timeline timeline) {
    Map<String, Object> document = new LinkedHashMap<>();
    if (!timeline.finished().isZero()) {
      document.put("finished", seconds(timeline.finished()));
    }
    document.put("services", timeline.bars().stream().map(Documents::bar).toList());
    return document;
  }

  private static Map<String, Object> bar(Bar bar) {
    return object(
        "container", bar.container(),
        "config_id", bar.configId(),
        "group", bar.group(),
        "unit", bar.unit(),
        "outcome", word(bar.outcome()),
        "began", seconds(bar.began()),
        "up", seconds(bar.up()),
        "restarts", bar.restarts());
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NANOS;
  }

  /** The health of containers. */
  public static Map<String, Object> health(List<ContainerHealth> containers) {
    return object(
        "healthy", containers.stream().allMatch(ContainerHealth::isWell),
        "containers", containers.stream().map(Documents::health).toList());
  }

  /** The health of one of them. */
  public static Map<String, Object> health(ContainerHealth container) {
    Map<String, Object> entry =
        object(
            "config", container.configId(),
            "container", container.name().text(),
            "state", container.state().word(),
            "stale", container.unchecked().isPresent());
    container.unchecked().ifPresent(why -> entry.put("stale_reason", why));
    entry.put("failing_streak", container.failingStreak());
    container
        .since()
        .ifPresent(
            since -> {
              entry.put("since", millis(since.instant()));
              entry.put("since_is_exact", since.isExact());
            });
    entry.put("last_output", container.lastOutput());
    entry.put("restarts", container.restarts());
    entry.put("last_end", container.lastEnd().orElse(""));
    entry.put(
        "checks",
        container.observed().stream()
            .flatMap(health -> health.checks().stream())
            .map(Documents::check)
            .toList());
    return entry;
  }

  private static Map<String, Object> check(Check check) {
    return object(
        "start", millis(check.start()),
        "end", millis(check.end()),
        "exit_code", check.exitCode(),
        "output", check.output());
  }

  private static String millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /**
   * A change of a container's health.
   *
   * @param before its state before; empty where it was not known
   * @param entry what is known of it now
   */
  public static Map<String, Object> change(String at, String before, Map<String, Object> entry) {
    Map<String, Object> document = object("at", at);
    if (!before.isEmpty()) {
      document.put("before", before);
    }
    document.putAll(entry);
    return document;
  }

  /** What is known of the health of a container that has gone. */
  public static Map<String, Object> gone(ContainerName container, String word) {
    return object("container", container.text(), "state", word);
  }

  /**
   * How far the containers of a migration are.
   *
   * @param running the names of what runs, by engine
   */
  public static Map<String, Object> migration(
      Map<ContainerName, MigratingContainer> containers, Map<String, Set<ContainerName>> running) {
    return object(
        "containers",
        containers.entrySet().stream()
            .map(entry -> mover(entry.getKey(), entry.getValue(), running))
            .toList());
  }

  private static Map<String, Object> mover(
      ContainerName name, MigratingContainer mover, Map<String, Set<ContainerName>> running) {
    Map<String, Object> document =
        object(
            "container", name.text(),
            "stage", word(mover.stage()),
            "since", mover.since().toString());
    mover
        .downtime()
        .ifPresent(downtime -> document.put("downtime_seconds", downtime.toMillis() / MILLIS));
    document.put("from", mover.run().from());
    document.put("to", mover.run().to());
    document.put("runs_on", on(name, running));
    return document;
  }

  /** The engines on which a container runs, by the names of what runs on each. */
  public static List<String> on(ContainerName container, Map<String, Set<ContainerName>> running) {
    return running.entrySet().stream()
        .filter(entry -> entry.getValue().contains(container))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * What became of an end of a migration.
   *
   * @param what became of the containers of which it did, such as {@code removed}
   * @param failed why it did not of others, by container
   * @param kept why something else is kept, by what it is
   */
  public static Map<String, Object> end(
      String what,
      List<ContainerName> done,
      Map<ContainerName, String> failed,
      Map<String, String> kept) {
    return object(what, texts(done), "failed", texts(failed), "kept", kept);
  }

  /** The same for a dry run, which also says what else would be removed. */
  public static Map<String, Object> dryEnd(
      String what,
      List<ContainerName> done,
      List<String> objects,
      Map<ContainerName, String> failed,
      Map<String, String> kept) {
    return object(
        "dry_run",
        true,
        what,
        texts(done),
        "objects",
        objects,
        "failed",
        texts(failed),
        "kept",
        kept);
  }

  private static List<String> texts(List<ContainerName> names) {
    return names.stream().map(ContainerName::text).toList();
  }

  private static Map<String, String> texts(Map<ContainerName, String> named) {
    Map<String, String> texts = new LinkedHashMap<>();
    named.forEach((name, words) -> texts.put(name.text(), words));
    return texts;
  }
}
