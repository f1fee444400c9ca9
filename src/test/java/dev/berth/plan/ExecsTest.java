package dev.berth.plan;

import dev.berth.Golden;
import dev.berth.model.Labels;
import dev.berth.model.Plan;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a command runs in its container. */
class ExecsTest {
  private static final Golden GOLDEN = new Golden("plan/execs.txt");
  private static final String DB = "db: {image: i, restart: always}\n";
  private static final String ALWAYS = DB + "sync: {action: exec, command: [db, sync]}\n";
  private static final String CHANGED =
      DB + "sync: {action: exec, command: [db, sync], when: changed}\n";

  private final SimulatedHost host = new SimulatedHost();

  @Test
  void oneForEveryApply() {
    check("an exec in a new container", host.plan(ALWAYS));
    host.apply(ALWAYS);
    check("an exec for every apply", host.plan(ALWAYS));
  }

  @Test
  void oneForChanges() {
    host.apply(DB);
    check("an exec for changes that has not succeeded", host.plan(CHANGED));
    host.apply(CHANGED);
    check("an exec for changes", host.plan(CHANGED));
    check("an exec for changes that changed", host.plan(CHANGED.replace("sync]", "sync, -v]")));
    check(
        "an exec whose container changed",
        host.plan(CHANGED.replace("always", "always, tty: true")));
    host.retag("i", "another-id");
    check("an exec whose container's image changed", host.plan(CHANGED));
  }

  @Test
  void oneWhoseRecordIsLost() {
    host.apply(CHANGED);
    host.records.clear();
    check("an exec without its record", host.plan(CHANGED));
  }

  @Test
  void oneInAContainerOfAnotherConfiguration() {
    host.foreignContainer("db", Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, "other"));
    check(
        "an exec in a container of another configuration",
        host.plan("sync: {action: exec, command: [db, sync], when: changed}\n"));
  }

  @Test
  void oneInNoContainer() {
    check("an exec in no container", host.plan("sync: {action: exec, command: [db, sync]}\n"));
  }

  @Test
  void oneWithTheNameOfAForeignContainerIsNoConflict() {
    host.apply(DB);
    host.foreignContainer("sync", Map.of());
    check("an exec with the name of a foreign container", host.plan(ALWAYS));
  }

  private static void check(String title, Plan plan) {
    GOLDEN.check(title, PlanText.of(plan));
  }
}
