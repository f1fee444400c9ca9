package dev.berth.plan;

import dev.berth.Configurations;
import dev.berth.Golden;
import dev.berth.model.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of the steps, their numbers, and what each follows. */
class OrderingTest {
  private static final Golden GOLDEN = new Golden("plan/ordering.txt");
  private static final String CHAIN =
      """
      c: {image: i, restart: always, depends_on: [b]}
      b: {image: i, restart: always, depends_on: [a]}
      a: {image: i, restart: always}
      """;
  private static final String NAMESPACES =
      """
      infra: {image: i, restart: always}
      net: {image: i, restart: always, net: 'container:infra'}
      pid: {image: i, restart: always, pid: 'container:net'}
      alone: {image: i, restart: always}
      task: {image: i, net: 'container:infra'}
      """;

  private final SimulatedHost host = new SimulatedHost();

  @Test
  void groupsFollowOneAnother() {
    check(
        "start orders",
        host.plan(
            """
            last: {image: i, restart: always, start_order: 10}
            early: {image: i, restart: always, start_order: -1}
            middle: {image: i, restart: always}
            also: {image: i, restart: always}
            """));
  }

  @Test
  void whatIsDependedOnComesFirst() {
    check("dependencies", host.plan(CHAIN));
  }

  @Test
  void anUnchangedContainerHandsTheOrderOn() {
    host.apply(CHAIN);
    check(
        "dependencies through an unchanged container",
        host.plan(
            CHAIN
                .replace("depends_on: [b]", "tty: true, depends_on: [b]")
                .replace("always}", "always, tty: true}")));
  }

  @Test
  void aDependencyOfAnEarlierGroupNeedsNoNumber() {
    check(
        "dependencies across groups",
        host.plan(
            """
            web: {image: i, restart: always, start_order: 2, depends_on: [db, cache]}
            cache: {image: i, restart: always, start_order: 2, depends_on: [db, sshd.service]}
            db: {image: i, restart: always, start_order: 1}
            """));
  }

  @Test
  void setsFollowOneAnother() {
    check(
        "steps",
        host.plan(
            List.of(
                Configurations.read(
                    "tripleo_step1", "b: {image: i, start_order: 5, restart: always}\n"),
                Configurations.read(
                    "tripleo_step2",
                    "a: {image: i, restart: always}\nrun: {action: exec, command: [b, c]}\n"))));
  }

  @Test
  void phasesFollowOneAnother() {
    host.apply("old: {image: i}\n");
    check("phases", host.plan("new: {image: j, restart: always, volumes: [data:/data]}\n"));
  }

  @Test
  void whatSharesANamespaceFollows() {
    host.apply(NAMESPACES);
    check(
        "namespaces, and their owner changed",
        host.plan(NAMESPACES.replace("infra: {", "infra: {tty: true, ")));
    host.ended("infra", "failed", "failed", "signal");
    check("namespaces, and their owner failed", host.plan(NAMESPACES));
  }

  @Test
  void aUnitThatIsOnlyRewrittenTakesNobodyAlong() {
    host.apply(NAMESPACES);
    check(
        "namespaces, and their owner's unit changed",
        host.plan(NAMESPACES.replace("infra: {", "infra: {kill_mode: process, ")));
  }

  @Test
  void whatFollowsKeepsWhatItNeededAnyway() {
    host.apply(NAMESPACES);
    host.loaded("net", "loaded", "disabled", false);
    check(
        "namespaces, and the follower's unit changed",
        host.plan(
            NAMESPACES
                .replace("infra: {", "infra: {tty: true, ")
                .replace("net: {", "net: {kill_mode: process, ")));
  }

  @Test
  void aMaskedUnitDoesNotFollow() {
    host.apply(NAMESPACES);
    host.loaded("net", "masked", "masked", false);
    check(
        "namespaces, and the follower is masked",
        host.plan(NAMESPACES.replace("infra: {", "infra: {tty: true, ")));
  }

  private static void check(String title, Plan plan) {
    GOLDEN.check(title, PlanText.of(plan));
  }
}
