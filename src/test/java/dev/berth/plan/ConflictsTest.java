package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.Golden;
import dev.berth.model.Labels;
import dev.berth.model.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names that somebody else has: the plan is refused, and says who has them. */
class ConflictsTest {
  private static final Golden GOLDEN = new Golden("plan/conflicts.txt");
  private static final String WEB = "web: {image: i, restart: always}\n";

  private final SimulatedHost host = new SimulatedHost();

  @Test
  void aContainerOfNobody() {
    host.foreignContainer("web", Map.of());
    refuses("a container of nobody", host.plan(WEB));
    refuses("a task with the name of a container of nobody", host.plan("web: {image: i}\n"));
  }

  @Test
  void aContainerOfAnotherManager() {
    host.foreignContainer("web", Map.of(Labels.MANAGED_BY, "paunch", Labels.CONFIG_ID, "set"));
    refuses("a container of another manager", host.plan(WEB));
  }

  @Test
  void aContainerWhoseLabelsNothingProves() {
    host.foreignContainer("web", Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, "set"));
    refuses("a container whose labels nothing proves", host.plan(WEB));
  }

  @Test
  void aContainerOfAnotherConfiguration() {
    host.apply(List.of(Configurations.read("other", WEB)));
    refuses("a container and a unit of another configuration", host.plan(WEB));
    host.ended("web", "inactive", "dead", "success");
    refuses("a unit of another configuration", host.plan(WEB));
  }

  @Test
  void aUnitOfNobody() {
    host.foreignUnit("berth-web.service", "[Service]\nExecStart=/bin/true");
    refuses("a unit of nobody", host.plan(WEB));
  }

  @Test
  void aUnitThatLiesElsewhere() {
    host.foreignUnit("berth-web.service", "");
    host.unitText("web", Optional.empty());
    refuses("a unit in a directory that is not ours", host.plan(WEB));
  }

  @Test
  void aUnitOfAnotherManager() {
    host.foreignUnit("berth-web.service", "other\nset\nweb\ndigest\nimage\n0\n{}");
    refuses("a unit of another manager", host.plan(WEB));
  }

  @Test
  void aUnitThatIsNotThereIsNoConflict() {
    host.foreignUnit("berth-web.service", "");
    host.unitText("web", Optional.empty());
    host.loaded("web", "not-found", "", false);
    Plan plan = host.plan(WEB);
    GOLDEN.check("a unit that systemd does not find", PlanText.of(plan));
    assertThat(plan.isRefused()).isFalse();
  }

  private static void refuses(String title, Plan plan) {
    GOLDEN.check(title, PlanText.of(plan));
    assertThat(plan.isRefused()).as(title).isTrue();
  }
}
