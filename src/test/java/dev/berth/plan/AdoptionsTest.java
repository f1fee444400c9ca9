package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.Golden;
import dev.berth.model.LegacyUnit.Kind;
import dev.berth.model.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Paunch and tripleo-ansible left: a conflict, or with {@code --adopt} a step of its own. */
class AdoptionsTest {
  private static final Golden GOLDEN = new Golden("plan/adoptions.txt");
  private static final String WEB =
      "web: {image: i, restart: always, environment: {PASSWORD: hunter2}}\n";
  private static final String TASK = "init: {image: i, detach: false, exit_codes: [0, 2]}\n";

  private final SimulatedHost host = new SimulatedHost();

  @Test
  void aServiceIsAConflictWithoutTheOption() {
    host.left("tripleo-Controller", WEB, "running", 0);
    host.leftUnit("tripleo_web.service", Kind.SERVICE, "web", "enabled");
    Plan plan = host.plan(WEB);
    check("a service, not adopting", plan);
    assertThat(plan.isRefused()).isTrue();
  }

  @Test
  void aServiceIsTakenOver() {
    host.adopting().left("paunch", WEB, "running", 0);
    host.leftUnit("tripleo_web.service", Kind.SERVICE, "web", "enabled");
    check("a service, adopting", host.plan(WEB));
    check("a changed one", host.plan(WEB.replace("hunter2", "hunter3")));
    check("one that was a service and becomes a task", host.plan("web: {image: i}\n"));
    host.retag("i", "newer");
    check("one with another image", host.plan(WEB));
    host.notUnderstood("web");
    check("one that is not understood", host.plan(WEB));
    host.apply(WEB);
    check("one that was taken over, planned again", host.plan(WEB));
  }

  @Test
  void aRandomNameIsNoOtherContainer() {
    host.left("paunch", WEB, "running", 0, "web-0a1b2c3d");
    check("a random name, not adopting", host.plan(WEB));
    assertThat(host.plan(WEB).isRefused()).isTrue();
    check("a random name, adopting", host.adopting().plan(WEB));
    check("a random name that is not wanted", host.plan("other: {image: i, restart: always}\n"));
    check("the random name itself is wanted", host.plan("web-0a1b2c3d: {image: i}\n"));
  }

  @Test
  void whoNamesWhatHasARandomNameIsToldIt() {
    host.left("paunch", WEB, "running", 0, "web-0a1b2c3d");
    check("an exec in it", host.plan("run: {action: exec, command: [web, id]}\n"));
    check(
        "a dependency on it", host.plan("other: {image: i, restart: always, depends_on: [web]}\n"));
  }

  @Test
  void ofTwoContainersOfOneNameNoneIsGuessed() {
    host.adopting().left("paunch", WEB, "running", 0, "web-0a1b2c3d");
    host.left("paunch", WEB, "exited", 0, "web");
    check("a random name and the plain one", host.plan(WEB));
    assertThat(host.plan(WEB).isRefused()).isTrue();
    host.left("tripleo-Controller", WEB, "exited", 0, "web-zzzzzzzz");
    check("three of one name", host.plan(WEB));
  }

  @Test
  void whatPaunchLeftBesideOursIsNotGuessed() {
    host.apply(WEB);
    host.left("paunch", WEB, "running", 0, "web-0a1b2c3d");
    check("a random name beside ours", host.plan(WEB));
    assertThat(host.plan(WEB).isRefused()).isTrue();
    host.forget("web");
    host.left("paunch", WEB, "exited", 0, "web-0a1b2c3d-before-berth");
    assertThat(host.adopting().plan(WEB).isRefused()).as("set aside").isFalse();
  }

  @Test
  void aStoppedOneIsStarted() {
    host.adopting().left("tripleo_ansible", WEB, "exited", 143);
    check("a stopped service", host.plan(WEB));
    check("one of another configuration", host.plan(List.of(Configurations.read("mine", WEB))));
  }

  @Test
  void aUnitWithoutAContainer() {
    host.leftUnit("tripleo_web.service", Kind.SERVICE, "web", "enabled");
    check("a unit alone, not adopting", host.plan(WEB));
    check("a unit alone, adopting", host.adopting().plan(WEB));
  }

  @Test
  void healthChecksThatAKilledRunLeftCostNoRestart() {
    host.adopting().apply(WEB);
    host.leftUnit("tripleo_web_healthcheck.service", Kind.HEALTHCHECK, "web", "static");
    check("health checks alone", host.plan(WEB));
    host.apply(WEB);
    assertThat(host.plan(WEB).isEmpty()).isTrue();
  }

  @Test
  void whatIsMaskedStaysAsItIs() {
    host.adopting().left("paunch", WEB, "created", 0);
    host.leftUnit("tripleo_web.service", Kind.SERVICE, "web", "masked");
    check("a masked unit", host.plan(WEB));
  }

  @Test
  void aFinishedTaskDoesNotRunAgain() {
    host.adopting().left("paunch", TASK, "exited", 2);
    check("a task that has ended well", host.plan(TASK));
    host.apply(TASK);
    check("the same, adopted", host.plan(TASK));
    check("the same, adopted and changed", host.plan(TASK.replace("}", ", command: [a]}")));
    host.retag("i", "newer");
    check("the same, adopted, with another image", host.plan(TASK));
    host.apply(TASK).state("init", "exited", 0);
    host.containers.clear();
    check("one that has run here since, and whose container is gone", host.plan(TASK));
  }

  @Test
  void anyOtherTaskRuns() {
    host.adopting().left("paunch", TASK, "exited", 2);
    check("a changed task", host.plan(TASK.replace("}", ", command: [a]}")));
    host.state("init", "exited", 3);
    check("a task that has failed", host.plan(TASK));
    host.state("init", "created", 0);
    check("a task that never ran", host.plan(TASK));
    host.notUnderstood("init");
    check("a task that is not understood", host.plan(TASK));
  }

  @Test
  void aRunningTaskIsLeftToItsEnd() {
    host.adopting().left("paunch", TASK, "running", 0);
    check("an awaited task that runs", host.plan(TASK));
    check("a detached task that runs", host.plan("init: {image: i}\n"));
  }

  @Test
  void whatStaysInItsNamespacesForbidsIt() {
    host.adopting().left("paunch", WEB, "running", 0);
    host.left("paunch", "side: {image: i, restart: always, pid: 'container:web'}\n", "running", 0);
    Plan plan = host.plan(List.of(Configurations.read("mine", WEB)));
    check("one that another one needs, which stays", plan);
    assertThat(plan.isRefused()).isTrue();
    assertThat(host.plan(WEB).isRefused()).as("the other one goes").isFalse();
  }

  @Test
  void whatIsNotWantedGoesOnlyWhereItIsOfTheSameConfiguration() {
    host.left("paunch", WEB, "running", 0);
    String other = WEB.replace("web", "other");
    check("one that is not wanted, not adopting", host.plan(other));
    check("one that is not wanted, adopting", host.adopting().plan(other));
    host.removing(new PlanOptions.Removal.Nothing());
    check("one that is not wanted, without cleanup", host.plan(other));
  }

  private static void check(String title, Plan plan) {
    String text = PlanText.of(plan);
    assertThat(text).doesNotContain("hunter");
    GOLDEN.check(title, text);
  }
}
