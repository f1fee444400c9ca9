package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.ComposeReplica;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.PeerContainer;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.plan.PlanOptions.MigrateOnly;
import dev.berth.plan.PlanOptions.Migration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A wanted project that Compose has on the other engine. */
class ComposedTest {
  private static final String PROJECT =
      """
      services:
        web: {image: i, restart: always}
        late: {image: i, restart: always, networks: [own]}
      networks:
        own: {}
      """;

  private static final Migration ALONE =
      Migration.OURS.composed().alone(new MigrateOnly(Set.of(), false, Set.of()));

  private final SimulatedHost host = new SimulatedHost();

  private static ObservedContainer container(String id, String name, String service) {
    return new ObservedContainer(
            id,
            new ContainerName(name),
            new Made(
                "i",
                "2",
                Map.of(
                    "com.docker.compose.project",
                    "set",
                    "com.docker.compose.service",
                    service,
                    "com.docker.compose.container-number",
                    "1",
                    "com.docker.compose.oneoff",
                    "False"),
                List.of()),
            new Life("running", 0, 1, "Up"))
        .attached(Map.of("set_default", "n"));
  }

  private static PeerContainer web() {
    return new PeerContainer("docker", container("1", "set-web", "web"), Optional.empty())
        .known(new ComposeReplica("set", "web", 1), new ContainerName("set-web-1"));
  }

  private Plan plan(Migration migration, PeerContainer... unmatched) {
    List<ContainerSet> sets = List.of(Configurations.read("set", PROJECT));
    RenderedState wanted = host.wanted(sets);
    Observed both =
        host.observed(wanted)
            .beside(
                new Observed.OtherSide(
                    Map.of(new ContainerName("set-web"), web()), Set.of("i"), List.of(unmatched)));
    return new Planner(ServiceStrategy.BY_UNIT)
        .plan(wanted, both, host.options(sets, Set.of()).migrating(migration));
  }

  @Test
  void anApplyStartsNoSecondOneWhateverComposeCallsIt() {
    Plan plan = plan(Migration.OURS);
    assertThat(plan.isRefused()).isTrue();
    assertThat(PlanText.of(plan))
        .contains(
            "Compose has 'set-web' on docker as 'set-web-1': a second one would start here",
            "'berth migrate --from docker --to podman -f <stdin>' brings the project over");
  }

  @Test
  void itComesOverWithTheNetworkThatItIsIn() {
    Plan plan = plan(ALONE);
    assertThat(plan.isRefused()).isFalse();
    assertThat(PlanText.of(plan))
        .contains("migrate set-web", "runs on docker as 'set-web-1'")
        .contains("'docker compose up' would start the project 'set' on docker a second time")
        .doesNotContain("create network", "set-late");
    assertThat(PlanText.of(plan(Migration.OURS.composed())))
        .as("an apply makes what the other engine does not have")
        .contains("migrate set-web", "create network set_own", "create set-late")
        .doesNotContain("create network set_default");
  }

  @Test
  void whatIsInDoubtIsRefusedAndWhatStaysIsTold() {
    PeerContainer twice =
        new PeerContainer("docker", container("2", "double", "web"), Optional.empty());
    assertThat(plan(ALONE, twice).isRefused()).isTrue();
    assertThat(PlanText.of(plan(ALONE, twice)))
        .contains("'set-web-1' and 'double' on docker both say", "docker rm --force double");
    PeerContainer namesake =
        new PeerContainer("docker", container("2", "set-web", "other"), Optional.empty());
    assertThat(plan(ALONE, namesake).isRefused()).isTrue();
    assertThat(PlanText.of(plan(ALONE, namesake)))
        .contains("'set-web' on docker is another container", "docker rename set-web NAME");
    PeerContainer stays =
        new PeerContainer("docker", container("2", "set-old-1", "old"), Optional.empty());
    assertThat(plan(ALONE, stays).isRefused()).isFalse();
    assertThat(PlanText.of(plan(ALONE, stays))).contains("'set-old-1' runs on docker", "it stays");
  }
}
