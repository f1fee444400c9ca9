package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Findings;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.Ownership;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service without a unit: the engine itself keeps it up. */
class EngineServicesTest {
  private static final String WEB = "web: {image: i, restart: always}\n";
  private static final String ON_DATA = "web: {image: i, restart: always, volumes: [data:/d]}\n";

  private final SimulatedHost host = new SimulatedHost();

  EngineServicesTest() {
    host.retag("i", "id-of-i");
  }

  private static List<ContainerSet> sets(String yaml) {
    return List.of(Configurations.read("set", yaml));
  }

  private RenderedState wanted(String yaml) {
    return new RenderedState(
        host.wanted(sets(yaml)).sets().stream()
            .map(
                set ->
                    new WantedSet(
                        set.configId(),
                        set.containers().stream().map(Rendering::inEnginesCare).toList(),
                        List.of()))
            .toList());
  }

  private String plan(String yaml) {
    RenderedState wanted = wanted(yaml);
    return PlanText.of(
        new Planner(ServiceStrategy.BY_CONTAINER)
            .plan(wanted, host.observed(wanted), host.options(sets(yaml), Set.of())));
  }

  private Rendered web() {
    return wanted(WEB).container(new ContainerName("web")).orElseThrow();
  }

  /** The container that an apply has made, under any name, of any configuration. */
  private void made(String name, String state, int exitCode, String policy, String configId) {
    host.put(
        new ObservedContainer(
                "id-of-" + name,
                new ContainerName(name),
                new Made(
                    "i",
                    "id-of-i",
                    Map.of(
                        Labels.MANAGED_BY,
                        "berth",
                        Labels.CONFIG_ID,
                        configId,
                        Labels.CONTAINER_NAME,
                        "web",
                        Labels.DIGEST,
                        web().digest()),
                    List.of(),
                    policy,
                    0),
                new Life(state, exitCode, 0, state))
            .with(Ownership.proven("berth", configId)));
  }

  private void made(String state, String policy) {
    made("web", state, 3, policy, "set");
  }

  @Test
  void whatIsNotThereIsNew() {
    assertThat(plan(WEB)).isEqualTo(" 1  group 0/0 create web: new");
  }

  @Test
  void whatIsGoneIsTold() {
    recorded(WEB);
    assertThat(plan(WEB)).endsWith("create web: its container is gone");
    assertThat(plan(ON_DATA))
        .as("another configuration: its volumes say nothing")
        .endsWith("create web: its container is gone");
    recorded(ON_DATA);
    assertThat(plan(ON_DATA))
        .endsWith("create web: its container is gone; its volume 'data' is gone");
  }

  private void recorded(String yaml) {
    Rendered then = wanted(yaml).container(new ContainerName("web")).orElseThrow();
    host.records.put("web", new Applied(then.digest(), "id-of-i", then.configuration()));
  }

  @Test
  void whatRunsAsItIsWantedStays() {
    made("running", "always");
    assertThat(plan(WEB)).isEqualTo("unchanged: web");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "running    | set restart policy of web (enable): restart policy is no, not always",
        "exited     | start web (enable): has ended with exit code 3",
        "created    | start web (enable): was created and never started",
        "restarting | start web (enable): does not stay up (last exit code 3)",
        "paused     | replace web: its container is paused"
      })
  void itsContainerTellsWhatIsToBeDone(String state, String step) {
    made(state, "no");
    assertThat(plan(WEB)).isEqualTo(" 1  group 0/0 " + step);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exited     | start web: has ended with exit code 3",
        "created    | start web: was created and never started",
        "restarting | start web: does not stay up (last exit code 3)"
      })
  void aPolicyThatIsAsWantedIsNotSet(String state, String step) {
    made(state, "always");
    assertThat(plan(WEB)).isEqualTo(" 1  group 0/0 " + step);
  }

  @Test
  void whatIsWantedOtherwiseIsReplaced() {
    made("running", "always");
    assertThat(plan("web: {image: i, restart: always, tty: true}\n")).contains("replace web: ");
  }

  @Test
  void whatIsNotInItsNetworkIsReplaced() {
    made("running", "always");
    host.findings =
        new Findings(
            Map.of(),
            Map.of(),
            Map.of(new ContainerName("web"), "is not in 'front'"),
            Map.of(),
            Map.of());
    assertThat(plan(WEB)).endsWith("replace web: is not in 'front'");
  }

  @Test
  void whatAKilledRunHadStartedIsWatched() {
    made("running", "always");
    host.findings =
        new Findings(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            Set.of(new ContainerName("web")));
    assertThat(plan(WEB)).endsWith("watch web: " + Services.UNSETTLED);

    host.findings = Findings.NONE;
    made("web" + ObservedContainer.ASIDE, "exited", 0, "no", "set");
    assertThat(plan(WEB)).isEqualTo(" 1  group 0/0 watch web: " + Services.UNSETTLED);
    made("running", "no");
    assertThat(plan(WEB)).isEqualTo(" 1  group 0/0 watch web (enable): " + Services.UNSETTLED);
  }

  @Test
  void whatIsSetAsideGoesWhereNothingFollowsIt() {
    made("web" + ObservedContainer.ASIDE, "exited", 0, "no", "set");
    assertThat(plan(WEB)).doesNotContain("remove");
    assertThat(plan("other: {image: i, restart: always}\n"))
        .contains("remove web" + ObservedContainer.ASIDE);
    assertThat(plan("web: {image: i}\n")).as("a task").contains("remove web");
  }

  @Test
  void whatAUnitStartedIsMadeAnew() {
    host.apply(WEB);
    assertThat(plan(WEB)).contains("create web", ": was started by a unit");
    assertThat(plan("other: {image: i, restart: always}\n"))
        .contains("create other: new")
        .doesNotContain("was started by a unit");
  }

  @Test
  void whatAnotherConfigurationHasChangesHands() {
    made("web", "running", 0, "always", "other");
    assertThat(plan(WEB)).contains("error: the name 'web' is taken by the configuration 'other'");
    host.takingOver(Set.of(new ContainerName("web")));
    assertThat(plan(WEB))
        .isEqualTo(" 1  group 0/0 replace web: moves here from the configuration 'other'");
    assertThat(plan("web: {image: i, restart: always, tty: true}\n"))
        .contains("replace web: moves here from the configuration 'other'; ");
  }

  @Test
  void whatPaunchLeftIsTakenOver() {
    host.adopting().left("paunch", WEB, "running", 0);
    assertThat(plan(WEB)).contains("adopt web: ");
  }

  @Test
  void whatTookOverIsWatchedUntilTheFormerGoes() {
    host.adopting().left("paunch", WEB, "exited", 0, "web-before-berth");
    made("running", "always");
    assertThat(plan(WEB)).contains("watch web: " + Services.UNSETTLED);

    made("exited", "always");
    assertThat(plan(WEB)).as("it does not run").contains("adopt web: ");
    host.left("paunch", WEB, "running", 0, "web-before-berth");
    made("running", "always");
    assertThat(plan(WEB)).as("the former runs").contains("adopt web: ");
    host.left("paunch", WEB, "exited", 0, "web-before-berth");
    assertThat(plan("web: {image: i, restart: always, tty: true}\n"))
        .as("not as wanted")
        .contains("adopt web: ");
  }
}
