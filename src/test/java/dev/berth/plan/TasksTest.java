package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Golden;
import dev.berth.model.Plan;
import org.junit.jupiter.api.Test;

/** When a task has to run: its exited container is the record that it did. */
class TasksTest {
  private static final Golden GOLDEN = new Golden("plan/tasks.txt");
  private static final String AWAITED = "init: {image: i, detach: false, exit_codes: [0, 2]}\n";
  private static final String DETACHED = "init: {image: i}\n";
  private static final String REMOVED = "init: {image: i, detach: false, remove: true}\n";

  private final SimulatedHost host = new SimulatedHost();

  @Test
  void aNewOne() {
    check("a new task", host.plan(AWAITED));
  }

  @Test
  void oneThatHasSucceeded() {
    host.apply(AWAITED);
    check("a task that has succeeded", host.plan(AWAITED));
    host.state("init", "exited", 2);
    check("a task with another accepted exit code", host.plan(AWAITED));
  }

  @Test
  void oneThatHasFailed() {
    host.apply(AWAITED);
    host.state("init", "exited", 3);
    check("a task that has failed", host.plan(AWAITED));
  }

  @Test
  void aChangedOne() {
    host.apply(AWAITED);
    check("a changed task", host.plan("init: {image: i, detach: false, command: [a]}\n"));
    host.retag("i", "another-id");
    check("a task with another image", host.plan(AWAITED));
  }

  @Test
  void whatOnlyBerthDoesIsNoChange() {
    host.apply(AWAITED);
    check(
        "a task with other exit codes",
        host.plan("init: {image: i, detach: false, exit_codes: 0}"));
  }

  @Test
  void oneThatStillRuns() {
    host.apply(AWAITED);
    host.state("init", "running", 0);
    check("an awaited task that still runs", host.plan(AWAITED));
    check("the same, changed", host.plan("init: {image: i, detach: false, command: [a]}\n"));
  }

  @Test
  void oneThatNobodyWaitsFor() {
    host.apply(DETACHED);
    check("a detached task that runs", host.plan(DETACHED));
    host.state("init", "exited", 9);
    check("a detached task that has ended", host.plan(DETACHED));
  }

  @Test
  void oneThatWasCreatedAndNeverRan() {
    host.apply(AWAITED);
    host.state("init", "created", 0);
    check("a task that never ran", host.plan(AWAITED));
  }

  @Test
  void oneWhoseContainerIsGone() {
    host.apply(AWAITED);
    host.containers.clear();
    check("a task whose container is gone", host.plan(AWAITED));
  }

  @Test
  void oneThatLeavesNoContainer() {
    host.apply(REMOVED);
    check("a task that leaves no container", host.plan(REMOVED));
    check("the same, changed otherwise", host.plan(REMOVED.replace("}", ", user: app}")));
    host.records.clear();
    check("the same without its record", host.plan(REMOVED));
  }

  @Test
  void oneThatWasAService() {
    host.apply("init: {image: i, restart: always}\n");
    check("a task that was a service", host.plan(AWAITED));
    host.apply(AWAITED);
    check("a task that was a service, afterwards", host.plan(AWAITED));
    assertThat(host.units).isEmpty();
  }

  @Test
  void oneThatWasAServiceWhereNothingIsCleanedUp() {
    host.apply("init: {image: i, restart: always}\n");
    host.removing(new PlanOptions.Removal.Nothing());
    check("a task that was a service, without cleanup", host.plan(AWAITED));
    host.apply(AWAITED);
    check("a task that was a service, without cleanup, afterwards", host.plan(AWAITED));
  }

  @Test
  void aNewDigestKeyRunsNothing() {
    host.apply(AWAITED).key("key2");
    check("a task under a new digest key", host.plan(AWAITED));
  }

  private static void check(String title, Plan plan) {
    GOLDEN.check(title, PlanText.of(plan));
  }
}
