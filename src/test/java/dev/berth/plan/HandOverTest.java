package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.Golden;
import dev.berth.Named;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Ownership;
import dev.berth.model.Plan;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A container of one configuration that another one wants. */
class HandOverTest {
  private static final Golden GOLDEN = new Golden("plan/handovers.txt");
  private static final String WEB = "web: {image: i, restart: always, volumes: [\"data:/data\"]}\n";
  private static final String DB = "db: {image: i, restart: always}\n";
  private static final String TASK = "init: {image: i, detach: false}\n";
  private static final String ID = "--config-id shop";

  private final SimulatedHost host = new SimulatedHost();

  private static ContainerSet set(String configId, String yaml) {
    return Configurations.read(configId, yaml);
  }

  private Plan plan(Set<ContainerName> takeOver, ContainerSet... sets) {
    return host.takingOver(takeOver).plan(List.of(sets));
  }

  /**
   * As an apply in place leaves it: the unit is of the new configuration, the labels of the old.
   */
  private void applyTakingOver(String... names) {
    ContainerSet bank = set("bank", WEB);
    host.takingOver(Named.set(names)).apply(List.of(bank));
    host.judged("web", Ownership.proven("berth", "bank"));
  }

  @Test
  void itIsRefusedUnlessItIsNamed() {
    host.apply(List.of(set("shop", WEB + DB)));
    Plan plan = plan(Set.of(), set("bank", WEB));
    GOLDEN.check("one of two that another configuration has", PlanText.of(plan));
    assertThat(plan.isRefused()).isTrue();
    assertThat(plan.problems()).hasSize(1);
  }

  @Test
  void theSameUnderAnotherIdIsToldTheId() {
    host.apply(List.of(set("shop", WEB + DB)));
    GOLDEN.check(
        "the same under another id", PlanText.of(plan(Set.of(), set("bank", WEB + DB + TASK))));
    host.ended("web", "inactive", "dead", "success");
    host.ended("db", "inactive", "dead", "success");
    GOLDEN.check(
        "the same under another id, at rest", PlanText.of(plan(Set.of(), set("bank", WEB + DB))));
  }

  @Test
  void aNamedServiceGoesOnRunning() {
    host.apply(List.of(set("shop", WEB + DB)));
    Plan plan = plan(Set.of(new ContainerName("web")), set("bank", WEB));
    GOLDEN.check("a named service", PlanText.of(plan));
    assertThat(plan.isRefused()).isFalse();
  }

  @Test
  void whatMovesBetweenSetsOfOneApplyGoesOnRunning() {
    host.apply(List.of(set("shop", WEB + DB), set("bank", TASK)));
    Plan plan = plan(Set.of(), set("shop", DB), set("bank", TASK + WEB));
    GOLDEN.check("a service that moves within one apply", PlanText.of(plan));
    assertThat(plan.isRefused()).isFalse();
  }

  @Test
  void afterwardsItIsOfTheNewOneAlone() {
    host.apply(List.of(set("shop", WEB + DB)));
    applyTakingOver("web");
    assertThat(plan(Set.of(), set("bank", WEB)).isEmpty()).as("nothing is left to do").isTrue();
    assertThat(plan(Set.of(), set("shop", DB)).isEmpty()).as("the old one lets it be").isTrue();
    assertThat(plan(Set.of(), set("shop", WEB + DB)).isRefused()).as("nor takes it back").isTrue();
    GOLDEN.check(
        "a change after it was handed over",
        PlanText.of(plan(Set.of(), set("bank", WEB.replace("restart", "user: a, restart")))));
  }

  @Test
  void aTaskThatHasRunDoesNotRunAgain() {
    host.apply(List.of(set("shop", TASK)));
    GOLDEN.check(
        "a task that has run",
        PlanText.of(plan(Set.of(new ContainerName("init")), set("bank", TASK))));
    host.state("init", "exited", 3);
    GOLDEN.check(
        "a task that failed",
        PlanText.of(plan(Set.of(new ContainerName("init")), set("bank", TASK))));
    host.state("init", "running", 0);
    GOLDEN.check(
        "a task that runs",
        PlanText.of(plan(Set.of(new ContainerName("init")), set("bank", TASK))));
  }

  @Test
  void aServiceThatChangesAtTheSameTimeIsReplaced() {
    host.apply(List.of(set("shop", WEB)));
    GOLDEN.check(
        "a service that moves and changes",
        PlanText.of(
            plan(
                Set.of(new ContainerName("web")),
                set("bank", WEB.replace("restart", "user: a, restart")))));
  }

  @Test
  void whatIsNamedOpensNoOther() {
    host.apply(List.of(set("shop", WEB + DB)));
    assertThat(plan(Set.of(new ContainerName("db")), set("bank", WEB)).isRefused()).isTrue();
    Plan both = plan(Set.of(new ContainerName("web")), set("bank", WEB + DB));
    assertThat(both.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("--take-over db "));
  }

  @Test
  void theIdIsOnlyToldWhereAllOfTheOtherIsWantedHere() {
    host.apply(List.of(set("shop", WEB + DB), set("third", "alone: {image: i}\n")));
    assertThat(advice(set("bank", WEB + DB))).as("a third has nothing to do with it").contains(ID);
    assertThat(advice(set("bank", WEB), set("more", DB))).doesNotContain(ID);
    assertThat(advice(set("bank", WEB + "db: {action: exec, command: [web, id]}\n")))
        .as("an exec is no container")
        .doesNotContain(ID);
    host.ended("db", "inactive", "dead", "success");
    assertThat(advice(set("bank", WEB))).as("a unit at rest").doesNotContain(ID);
  }

  @Test
  void aTaskOfTheOtherThatIsNotWantedHereCountsToo() {
    host.apply(List.of(set("shop", WEB + TASK)));
    assertThat(advice(set("bank", WEB))).doesNotContain(ID);
    assertThat(advice(set("bank", WEB + TASK))).contains(ID);
  }

  private String advice(ContainerSet... sets) {
    Plan plan = plan(Set.of(), sets);
    assertThat(plan.isRefused()).isTrue();
    return PlanText.of(plan);
  }
}
