package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.Ownership;
import dev.berth.model.PeerContainer;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.model.UnitOwner;
import dev.berth.plan.PlanOptions.MigrateOnly;
import dev.berth.plan.PlanOptions.Migration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A wanted name that the other engine has for a container that is not ours. */
class StrangersTest {
  private static final String WEB = "web: {image: i, restart: always}\n";
  private static final MigrateOnly ALL = new MigrateOnly(Set.of(), false, Set.of());

  private final SimulatedHost host = new SimulatedHost();

  private Plan plan(Map<String, String> labels, String state, String restart, Migration migration) {
    return plan(
        new PeerContainer(
            "docker",
            new ObservedContainer(
                "1",
                new ContainerName("web"),
                new Made("i", "2", labels, List.of(), restart, 0),
                new Life(state, 0, 0, state)),
            Optional.empty()),
        migration);
  }

  private Plan plan(PeerContainer there, Migration migration) {
    List<ContainerSet> sets = List.of(Configurations.read("set", WEB));
    RenderedState wanted = host.wanted(sets);
    Observed here = host.observed(wanted);
    Observed both =
        here.beside(new Observed.OtherSide(Map.of(there.container().name(), there), Set.of("i")));
    return new Planner(ServiceStrategy.BY_UNIT)
        .plan(wanted, both, host.options(sets, Set.of()).migrating(migration));
  }

  @Test
  void anApplyStartsNoSecondOneBesideIt() {
    Plan runs = plan(Map.of(), "running", "no", Migration.OURS);
    assertThat(runs.isRefused()).isTrue();
    assertThat(PlanText.of(runs)).contains("there is a 'web' on docker, which Berth did not make");
    assertThat(plan(Map.of(), "exited", "always", Migration.OURS).isRefused())
        .as("the daemon would start it")
        .isTrue();
    Plan ended = plan(Map.of(), "exited", "no", Migration.OURS);
    assertThat(ended.isRefused()).isFalse();
    assertThat(PlanText.of(ended)).contains("its volumes do not come over", "create web");
  }

  @Test
  void whatPaunchCalledTheSameIsNoOtherContainer() {
    Map<String, String> labels =
        Map.of(Labels.MANAGED_BY, "paunch", Labels.CONTAINER_NAME, "web", Labels.CONFIG_ID, "set");
    for (String state : List.of("running", "exited")) {
      PeerContainer there =
          new PeerContainer(
              "docker",
              new ObservedContainer(
                  "1",
                  new ContainerName("web-0a1b2c3d"),
                  new Made("i", "2", labels, List.of()),
                  new Life(state, 0, 0, state)),
              Optional.empty());
      Plan plan = plan(there, Migration.OURS);
      assertThat(plan.isRefused()).as(state).isEqualTo(state.equals("running"));
      assertThat(PlanText.of(plan))
          .contains(
              "<stdin>:1:1: ",
              "there is a 'web' on docker, which 'paunch' manages under the name 'web-0a1b2c3d'",
              "'docker rename web-0a1b2c3d web' gives it its name, then --adopt brings it over");
    }
  }

  @Test
  void oneThatIsUnderWayAndLeftNothingThereComesOverAllTheSame() {
    PeerContainer gone = PeerContainer.begun("podman", new ContainerName("web"), "berth", "set");
    for (Migration migration :
        List.of(Migration.OURS, new Migration(true, Set.of(new ContainerName("web"))))) {
      assertThat(PlanText.of(plan(gone, migration)))
          .contains("migrate web")
          .doesNotContain("create web");
    }
    host.apply(WEB);
    assertThat(plan(gone, new Migration(true, Set.of(new ContainerName("web")))).steps()).isEmpty();
  }

  @Test
  void whatWasBroughtStoppedIsNotStartedByTheRunThatFinishes() {
    host.apply(WEB);
    host.ended("web", "inactive", "dead", "success");
    PeerContainer gone = PeerContainer.begun("podman", new ContainerName("web"), "berth", "set");
    Migration finishing =
        new Migration(true, Set.of(new ContainerName("web")))
            .alone(new MigrateOnly(Set.of(new ContainerName("web")), true, Set.of()));
    Plan plan = plan(gone, finishing);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.unchanged()).containsExactly(new ContainerName("web"));
  }

  @Test
  void oneWhoseUnitDoesNotRunComesOverAllTheSame() {
    UnitOwner owner = new UnitOwner("berth", "set", new ContainerName("web"), "digest");
    PeerContainer stopped = PeerContainer.ofUnit("docker", owner, false);
    assertThat(PlanText.of(plan(stopped, Migration.OURS))).contains("migrate web");
    assertThat(PlanText.of(plan(stopped, Migration.OURS.alone(ALL)))).contains("bring web");
    PeerContainer trying = PeerContainer.ofUnit("docker", owner, true);
    assertThat(PlanText.of(plan(trying, Migration.OURS.alone(ALL)))).contains("migrate web");
  }

  @Test
  void oneOfTheConfigurationThatIsNotWantedAnyMoreIsReported() {
    for (String state : List.of("running", "exited")) {
      ObservedContainer old =
          new ObservedContainer(
                  "1",
                  new ContainerName("old"),
                  new Made("i", "2", Map.of(), List.of()),
                  new Life(state, 0, 0, state))
              .with(Ownership.proven("berth", "set"));
      Plan plan = plan(new PeerContainer("docker", old, Optional.empty()), Migration.OURS);
      assertThat(plan.isRefused()).isFalse();
      assertThat(plan.problems()).hasSize(state.equals("running") ? 1 : 0);
      assertThat(PlanText.of(plan).contains("'old' runs on docker and is not wanted any more"))
          .isEqualTo(state.equals("running"));
    }
  }

  @Test
  void whatHasComeOverIsNoStranger() {
    host.apply(WEB);
    assertThat(plan(Map.of(), "exited", "no", Migration.OURS).problems()).isEmpty();
    Plan both = plan(Map.of(), "running", "no", Migration.OURS);
    assertThat(both.isRefused()).isFalse();
    assertThat(both.problems()).hasSize(1);
  }

  @Test
  void aMigrationLeavesItUnlessItIsNamed() {
    Plan left = plan(Map.of(), "running", "no", Migration.OURS.alone(ALL));
    assertThat(left.steps()).isEmpty();
    assertThat(left.isRefused()).isFalse();
    assertThat(PlanText.of(left)).contains("it stays", "'berth migrate -f FILE web'");
    Migration named = new Migration(true, Set.of(new ContainerName("web"))).alone(ALL);
    Plan taken = plan(Map.of(), "running", "no", named);
    assertThat(PlanText.of(taken)).contains("migrate web");
    assertThat(taken.problems()).isEmpty();
  }

  @Test
  void whoHasAnOwnerIsNotTakenByItsName() {
    Migration named = new Migration(true, Set.of(new ContainerName("web"))).alone(ALL);
    Plan paunch = plan(Map.of(Labels.MANAGED_BY, "paunch"), "running", "no", named);
    assertThat(paunch.steps()).isEmpty();
    assertThat(PlanText.of(paunch)).contains("which 'paunch' manages", "--adopt brings it over");
    ObservedContainer mine =
        new ObservedContainer(
                "1",
                new ContainerName("web"),
                new Made("i", "2", Map.of(), List.of()),
                new Life("running", 0, 0, "Up"))
            .with(Ownership.proven("me", "set"));
    assertThat(PlanText.of(plan(new PeerContainer("docker", mine, Optional.empty()), named)))
        .contains("--managed-by me");
  }

  @Test
  void labelsThatNothingProvesBringNothingOver() {
    Map<String, String> copied =
        Map.of(
            Labels.MANAGED_BY, "berth",
            Labels.CONFIG_ID, "set",
            Labels.DIGEST, "d",
            Labels.OWNERSHIP, "s");
    Plan plan = plan(copied, "running", "no", Migration.OURS);
    assertThat(plan.isRefused()).isTrue();
    assertThat(PlanText.of(plan))
        .contains("there is a 'web' on docker, which Berth did not make", "'berth migrate -f FILE");
  }
}
