package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Samples;
import dev.berth.apply.PlayedHost.Silence;
import dev.berth.apply.StepResult.Outcome;
import dev.berth.host.CommandFailure;
import dev.berth.host.CommandResult;
import dev.berth.model.Change;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are awaited, and services, run side by side by their dependencies. */
class GroupsTest {
  private static final Pattern RUN = Pattern.compile("podman run .*--name[= ](\\S+).*");

  @TempDir Path directory;
  private PlayedHost host;

  @BeforeEach
  void start() {
    host = new PlayedHost(directory);
    host.images.put("i", "id-of-i");
  }

  @Test
  void whatDependsOnAnotherBeginsAfterItHasEnded() {
    Samples.forAll(
        10,
        samples -> {
          List<String> events = Collections.synchronizedList(new ArrayList<>());
          Map<String, List<String>> dependencies = new TreeMap<>();
          StringBuilder yaml = new StringBuilder();
          for (int i = 0; i < 8; i++) {
            List<String> earlier = new ArrayList<>(dependencies.keySet());
            List<String> needed =
                earlier.stream().filter(any -> samples.number(3) == 0).distinct().toList();
            dependencies.put("t" + i, needed);
            yaml.append(task("t" + i, needed));
          }
          onRun(
              name -> {
                events.add("begin " + name);
                pause(2);
                events.add("end " + name);
                return answer("");
              });
          assertThat(run(yaml.toString(), 3, new AtomicBoolean()))
              .hasSize(8)
              .allMatch(result -> result.outcome() == Outcome.DONE);
          dependencies.forEach(
              (name, needed) ->
                  needed.forEach(
                      earlier ->
                          assertThat(events.indexOf("end " + earlier))
                              .isLessThan(events.indexOf("begin " + name))));
        });
  }

  @Test
  void asManyRunSideBySideAsAreAllowed() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    onRun(
        name -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          pause(40);
          running.decrementAndGet();
          return answer("");
        });
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      yaml.append(task("t" + i, List.of()));
    }
    run(yaml.toString(), 3, new AtomicBoolean());
    assertThat(most).hasValue(3);
  }

  @Test
  void aFailureStopsWhatDependsOnItAndNothingElse() {
    onRun(name -> name.equals("a") ? failure(7, "", "Error: no such thing") : answer(""));
    List<StepResult> results =
        run(
            task("a", List.of())
                + task("b", List.of("a"))
                + task("c", List.of("b"))
                + task("d", List.of()),
            2,
            new AtomicBoolean());
    assertThat(outcomes(results))
        .containsExactly(
            Map.entry(
                "a",
                "FAILED: ended with exit code 7, accepted: 0; see 'berth logs a'; it printed:\n"
                    + "         | Error: no such thing"),
            Map.entry("b", "SKIPPED: it depends on 'a', which failed"),
            Map.entry("c", "SKIPPED: it depends on 'b', and 'a' failed"),
            Map.entry("d", "DONE: "));
  }

  @Test
  void whatNoLogKeepsIsToldWithItsFailure() {
    StringBuilder lines = new StringBuilder("first\n");
    for (int i = 1; i <= 20; i++) {
      lines.append("line ").append(i).append("\n\n");
    }
    host.exceptions =
        line ->
            line.startsWith("podman exec ")
                ? Optional.of(
                    line.endsWith(" silent")
                        ? failure(4, "", "")
                        : failure(3, lines.toString(), ""))
                : line.startsWith("podman run ")
                    ? Optional.of(failure(5, "one word\n", ""))
                    : Optional.empty();
    Map<String, String> outcomes =
        outcomes(
            run(
                """
                there: {image: i, restart: always}
                sync: {action: exec, command: [there, sh, -c, work]}
                quiet: {action: exec, command: [there, silent]}
                gone: {image: i, detach: false, remove: true}
                """,
                1,
                new AtomicBoolean()));
    assertThat(outcomes.get("sync"))
        .startsWith(
            "FAILED: ended with exit code 3, accepted: 0; it printed: (the last 20 lines)\n"
                + "         | line 1\n         | line 2\n")
        .endsWith("\n         | line 20");
    assertThat(outcomes)
        .containsEntry("quiet", "FAILED: ended with exit code 4, accepted: 0; it printed nothing")
        .containsEntry(
            "gone",
            "FAILED: ended with exit code 5, accepted: 0; it printed:\n         | one word");
  }

  @Test
  void aFaultInOneIsThatOnesFailure() {
    onRun(
        name -> {
          if (name.equals("a")) {
            throw new CommandFailure(List.of("podman"), new IOException("too many open files"));
          }
          return answer("");
        });
    List<StepResult> results =
        run(task("a", List.of()) + task("b", List.of()), 2, new AtomicBoolean());
    assertThat(outcomes(results))
        .containsEntry("a", "FAILED: cannot run podman: too many open files")
        .containsEntry("b", "DONE: ");
  }

  @Test
  void anInterruptionLetsEndWhatRunsAndBeginsNothing() {
    AtomicBoolean interrupted = new AtomicBoolean();
    List<String> ended = Collections.synchronizedList(new ArrayList<>());
    onRun(
        name -> {
          interrupted.set(true);
          pause(30);
          ended.add(name);
          return answer("");
        });
    List<StepResult> results =
        run(task("a", List.of()) + task("b", List.of("a")) + task("c", List.of()), 1, interrupted);
    assertThat(outcomes(results))
        .containsExactly(
            Map.entry("a", "DONE: "),
            Map.entry("b", "SKIPPED: interrupted"),
            Map.entry("c", "SKIPPED: interrupted"));
    assertThat(ended).containsExactly("a");
  }

  @Test
  void servicesThatAreReadyTogetherStartInFewCalls() {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      yaml.append("s").append(i).append(": {image: i, restart: always}\n");
    }
    run(yaml.toString(), 4, new AtomicBoolean());
    List<String> starts =
        host.runner.lines().stream().filter(line -> line.startsWith("systemctl start")).toList();
    assertThat(starts).hasSize(4).allMatch(line -> line.split(" ").length == 5);
    assertThat(String.join(" ", starts)).contains("berth-s0.service", "berth-s7.service");
  }

  @Test
  void whatIsReplacedIsRestartedAndWhatIsUpdatedIsLeftRunning() {
    RenderedState wanted =
        host.wanted(
            """
            new: {image: i, restart: always}
            old: {image: i, restart: always}
            same: {image: i, restart: always}
            """);
    List<Step> steps =
        List.of(
            service(wanted, 1, "new", Kind.CREATE),
            service(wanted, 2, "old", Kind.REPLACE),
            service(wanted, 3, "same", Kind.UPDATE));
    List<StepResult> results = execute(wanted, 8, steps);
    assertThat(results).hasSize(3).allMatch(result -> result.outcome() == Outcome.DONE);
    assertThat(host.changes())
        .filteredOn(line -> line.startsWith("systemctl start") || line.contains(" restart "))
        .containsExactlyInAnyOrder(
            "systemctl start -- berth-new.service", "systemctl restart -- berth-old.service");
  }

  @Test
  void whatStartedHasARecordAndWhatOnlyGotAnotherUnitKeepsItsOwn() {
    RenderedState wanted =
        host.wanted("new: {image: i, restart: always}\nsame: {image: i, restart: always}\n");
    execute(
        wanted,
        2,
        List.of(service(wanted, 1, "new", Kind.START), service(wanted, 2, "same", Kind.UPDATE)));
    assertThat(host.records.read(wanted.container(new ContainerName("new")).orElseThrow()))
        .isPresent();
    assertThat(host.records.read(wanted.container(new ContainerName("same")).orElseThrow()))
        .isEmpty();
  }

  @Test
  void aServiceThatDoesNotStartFailsAloneAndLeavesNoRecord() {
    host.exceptions =
        line ->
            line.startsWith("systemctl start")
                ? Optional.of(
                    failure(
                        1,
                        "",
                        "Job for berth-bad.service failed because a timeout was exceeded.\n"))
                : line.startsWith("journalctl") && line.contains("berth-bad.service")
                    ? Optional.of(answer("Error: preparing container: no space left"))
                    : Optional.empty();
    host.up.add((new ContainerName("berth-good.service")).text());
    RenderedState wanted =
        host.wanted("bad: {image: i, restart: always}\ngood: {image: i, restart: always}\n");
    List<StepResult> results =
        execute(
            wanted,
            4,
            List.of(
                service(wanted, 1, "bad", Kind.CREATE), service(wanted, 2, "good", Kind.CREATE)));
    assertThat(outcomes(results))
        .containsEntry("bad", "FAILED: preparing container: no space left")
        .containsEntry("good", "DONE: ");
    assertThat(host.records.read(wanted.container(new ContainerName("bad")).orElseThrow()))
        .isEmpty();
  }

  private List<StepResult> run(String yaml, int parallel, AtomicBoolean interrupted) {
    RenderedState wanted = host.wanted(yaml);
    return host.execute(host.plan(wanted), wanted, new Silence(), interrupted::get, parallel);
  }

  private List<StepResult> execute(RenderedState wanted, int parallel, List<Step> steps) {
    Plan plan = host.plan(wanted);
    return host.execute(
        new Plan(steps, plan.unchanged(), plan.left(), plan.problems()),
        wanted,
        new Silence(),
        () -> false,
        parallel);
  }

  private void onRun(Function<String, CommandResult> played) {
    host.exceptions =
        line -> {
          Matcher run = RUN.matcher(line);
          return run.matches() ? Optional.of(played.apply(run.group(1))) : Optional.empty();
        };
  }

  private static Step service(RenderedState wanted, int number, String name, Kind kind) {
    return new Step(
        number,
        Stage.group(0, 0),
        new Change.Service(
            wanted.container(new ContainerName(name)).orElseThrow(), kind, true, true),
        List.of("test"),
        Set.of());
  }

  private static String task(String name, List<String> dependencies) {
    return name
        + ": {image: i, detach: false, depends_on: ["
        + String.join(", ", dependencies)
        + "]}\n";
  }

  private static Map<String, String> outcomes(List<StepResult> results) {
    Map<String, String> outcomes = new TreeMap<>();
    results.forEach(
        result ->
            outcomes.put(
                result.step().change().subject(), result.outcome() + ": " + result.message()));
    return outcomes;
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException ended) {
      throw new IllegalStateException(ended);
    }
  }
}
