package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.Named;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.Ownership;
import dev.berth.model.PeerContainer;
import dev.berth.model.RenderedState;
import dev.berth.plan.PlanOptions.MigrateOnly;
import dev.berth.plan.PlanOptions.Migration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is wanted here, and is ours on the host's other engine. */
class MigrationsTest {
  private static final String WEB = "web: {image: i, restart: always}\n";
  private static final String TASK = "init: {image: i, detach: false, exit_codes: [0, 2]}\n";
  private static final String BOTH =
      """
      db: {image: i, restart: always}
      web: {image: i, restart: always, depends_on: {db: {condition: service_started, required: true}}}
      """;

  private final SimulatedHost host = new SimulatedHost();
  private final Map<ContainerName, PeerContainer> elsewhere = new LinkedHashMap<>();

  private static List<ContainerSet> sets(String yaml) {
    return List.of(Configurations.read("set", yaml));
  }

  private static Migration alone(Set<ContainerName> names, boolean finishing, String... ran) {
    return Migration.OURS.alone(new MigrateOnly(names, finishing, Named.set(ran)));
  }

  private String plan(String yaml) {
    return plan(yaml, Migration.OURS);
  }

  private String plan(String yaml, Migration migration) {
    List<ContainerSet> sets = sets(yaml);
    RenderedState wanted = host.wanted(sets);
    Observed here = host.observed(wanted);
    Observed both = here.beside(new Observed.OtherSide(elsewhere, Set.of("i")));
    return PlanText.of(
        new Planner(ServiceStrategy.BY_UNIT)
            .plan(wanted, both, host.options(sets, Set.of()).migrating(migration)));
  }

  /** Made there by an apply of this configuration. */
  private void there(String name, String yaml, String configId, String state, int exitCode) {
    String digest =
        host.wanted(sets(yaml))
            .container(new ContainerName(name))
            .map(one -> one.digest())
            .orElse("unknown");
    elsewhere.put(
        new ContainerName(name),
        new PeerContainer(
            "docker",
            new ObservedContainer(
                    "1",
                    new ContainerName(name),
                    new Made(
                        "i",
                        "id-of-i",
                        Map.of(Labels.MANAGED_BY, "berth", Labels.DIGEST, digest),
                        List.of()),
                    new Life(state, exitCode, 0, state))
                .with(Ownership.proven("berth", configId)),
            Optional.empty()));
  }

  private void there(String name, String yaml, String state) {
    there(name, yaml, "set", state, 0);
  }

  @Test
  void comesOverOnlyWhereThatIsAskedFor() {
    there("web", WEB, "running");
    assertThat(plan(WEB, Migration.REFUSED))
        .contains(
            "'web' is on docker",
            "--migrate auto brings it over; 'berth plan --migrate auto' shows how")
        .doesNotContain("migrate web");
    assertThat(plan(WEB)).endsWith("migrate web (install, enable): runs on docker");
  }

  @Test
  void whatChangesOnTheWayIsTold() {
    there("web", WEB, "running");
    assertThat(plan("web: {image: i, restart: always, tty: true}\n"))
        .contains(": runs on docker; ");
    there("web", WEB, "exited");
    assertThat(plan(WEB)).endsWith(": is stopped on docker");
  }

  @Test
  void whatIsHereHasComeOver() {
    host.apply(WEB);
    there("web", WEB, "running");
    assertThat(plan(WEB)).contains("migrate web", ": runs on docker, too");
    there("web", WEB, "exited");
    assertThat(plan(WEB)).isEqualTo("unchanged: web");
  }

  @Test
  void theNameOfAnotherConfigurationThereIsTaken() {
    there("web", WEB, "other", "running", 0);
    assertThat(plan(WEB))
        .contains(
            "the name 'web' is taken on docker by the configuration 'other'", "--take-over web")
        .doesNotContain("migrate web");
    host.takingOver(Set.of(new ContainerName("web")));
    assertThat(plan(WEB)).contains("migrate web").doesNotContain("is taken");
  }

  @Test
  void aTaskThatHasRunThereDoesNotRunAgain() {
    there("init", TASK, "set", "exited", 2);
    assertThat(plan(TASK))
        .contains("adopt init")
        .endsWith(": has run on docker and does not run again");
    assertThat(plan(TASK, Migration.REFUSED)).contains("'init' is on docker");
  }

  @Test
  void aTaskRunsWhereItHasNotRunAsItIsWanted() {
    there("init", TASK, "set", "exited", 1);
    assertThat(plan(TASK)).contains("run init").doesNotContain("adopt");
    there("init", TASK, "set", "created", 0);
    assertThat(plan(TASK)).contains("run init").doesNotContain("adopt");
    there("init", "init: {image: i, detach: false, tty: true}\n", "set", "exited", 0);
    assertThat(plan(TASK)).contains("run init").doesNotContain("adopt");
    there("init", TASK, "set", "exited", 0);
    host.apply(TASK);
    assertThat(plan(TASK)).isEqualTo("unchanged: init");
    assertThat(plan("init: {image: i, detach: false, tty: true}\n")).contains("run init");
  }

  @Test
  void aTaskThatStillRunsThereIsAProblem() {
    there("init", TASK, "running");
    assertThat(plan(TASK))
        .contains("the task 'init' still runs on docker", "wait for its end: docker wait init");
  }

  @Test
  void anExecAndAReplicaOfABundleAreNoneOfTheOtherEngine() {
    host.apply(WEB);
    there("say", "say: {image: i}\n", "running");
    assertThat(plan(WEB + "say: {action: exec, command: [web, id]}\n"))
        .doesNotContain("docker", "migrate");
    there("a-bundle-docker-0", WEB, "running");
    assertThat(plan("a-bundle-docker-0: {image: i, restart: always}\n"))
        .contains("create a-bundle-docker-0")
        .doesNotContain("migrate");
  }

  @Test
  void whatIsNotWantedAnyMoreAndRunsThereIsTold() {
    there("old", WEB, "running");
    String told = "'old' runs on docker and is not wanted any more";
    assertThat(plan(WEB)).contains(told, "'docker rm --force old' ends it");
    assertThat(plan(WEB, alone(Set.of(), false))).doesNotContain(told);
    there("old", WEB, "exited");
    assertThat(plan(WEB)).doesNotContain(told);
    there("old", WEB, "other", "running", 0);
    assertThat(plan(WEB)).doesNotContain(told);
    there("old-bundle-docker-1", WEB, "running");
    assertThat(plan(WEB)).doesNotContain("not wanted any more");
    elsewhere.clear();
    there("web", WEB, "running");
    assertThat(plan(WEB)).doesNotContain("not wanted any more");
  }

  @Test
  void aMoveAloneDoesNothingElse() {
    there("web", WEB, "running");
    String more = WEB + "new: {image: i, restart: always}\n" + TASK;
    assertThat(plan(more)).contains("migrate web", "create new", "run init");
    assertThat(plan(more, alone(Set.of(), false)))
        .contains("migrate web")
        .doesNotContain("new", "init");
    assertThat(plan(more, alone(Set.of(new ContainerName("new")), false)))
        .doesNotContain("migrate", "create", "run");
    assertThat(plan(more, alone(Set.of(), true)))
        .contains("migrate web", "create new")
        .doesNotContain("init");
    there("init", TASK, "exited");
    assertThat(plan(more, alone(Set.of(), false))).contains("migrate web", "adopt init");
  }

  @Test
  void whatIsNeededComesAlong() {
    there("db", BOTH, "running");
    there("web", BOTH, "running");
    assertThat(plan(BOTH, alone(Set.of(new ContainerName("web")), false)))
        .contains(
            "'web' needs 'db', which stays on docker", "bring both over at once: name 'db', too");
    String stays = "which stays on docker";
    assertThat(plan(BOTH, alone(Set.of(new ContainerName("web"), new ContainerName("db")), false)))
        .doesNotContain(stays);
    assertThat(plan(BOTH, alone(Set.of(new ContainerName("db")), false)))
        .contains("migrate db")
        .doesNotContain(stays, "migrate web");
    assertThat(
            plan(
                BOTH.replace("required: true", "required: false"),
                alone(Set.of(new ContainerName("web")), false)))
        .contains("migrate web")
        .doesNotContain(stays);
    elsewhere.remove(new ContainerName("db"));
    assertThat(plan(BOTH, alone(Set.of(new ContainerName("web")), false))).doesNotContain(stays);
  }

  @Test
  void whatIsHereNeedNotComeAlong() {
    host.apply("db: {image: i, restart: always}\n");
    there("db", BOTH, "exited");
    there("web", BOTH, "running");
    assertThat(plan(BOTH, alone(Set.of(new ContainerName("web")), false)))
        .contains("migrate web")
        .doesNotContain("stays on docker");
  }

  @Test
  void aMoveAloneStartsOnlyWhatRan() {
    for (String state : List.of("exited", "created")) {
      there("web", WEB, state);
      assertThat(plan(WEB, alone(Set.of(), false)))
          .contains("bring web (install)")
          .endsWith(": is stopped on docker, and stays so");
      assertThat(plan(WEB, alone(Set.of(), false, "web")))
          .endsWith("migrate web (install, enable): is stopped on docker");
    }
  }

  @Test
  void whatWasBroughtStoppedIsNotBroughtAgain() {
    host.apply(WEB);
    host.ended("web", "inactive", "dead", "success");
    there("web", WEB, "exited");
    assertThat(plan(WEB, alone(Set.of(), true))).isEqualTo("unchanged: web");
    host.units.clear();
    assertThat(plan(WEB, alone(Set.of(), true))).contains("bring web");
  }
}
