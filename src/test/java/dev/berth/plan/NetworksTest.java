package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.Network;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.Ownership;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The networks of a project: when they are made, made anew, removed, and left alone. */
class NetworksTest {
  private static final String PROJECT =
      """
      services:
        db: {image: i, networks: [back]}
        init: {image: i, networks: [back], depends_on: [db]}
        web:
          image: i
          networks: [back, front]
          depends_on: {init: {condition: service_completed_successfully}}
      networks: {back: , front: }
      """;

  private final SimulatedHost host = new SimulatedHost();

  private String plan(String yaml) {
    return PlanText.of(host.plan(yaml));
  }

  private void there(Network network, Ownership ownership) {
    host.networks.put(network.name(), new ObservedNetwork("id", network).with(ownership));
  }

  @Test
  void theyComeFirstAndOnlyWhereSomebodyIsToBeInThem() {
    assertThat(plan(PROJECT.replace("front: }", "front: , spare: }")))
        .contains("prepare   create network set_back: needed by 'set-db', 'set-init', 'set-web'")
        .contains("prepare   create network set_front: needed by 'set-web'")
        .contains("the network 'set_spare' is not made: no service is in it")
        .doesNotContain("create network set_spare");
    host.apply(PROJECT);
    assertThat(plan(PROJECT)).isEqualTo("unchanged: set-db, set-init, set-web");
  }

  @Test
  void oneThatDiffersIsMadeAnewWithAllItsServicesAndNoTaskRunsAgain() {
    host.apply(PROJECT);
    String plan = plan(PROJECT.replace("{back: ,", "{back: {internal: true},"));
    assertThat(plan)
        .contains("remove    stop set-db: its network 'set_back' is made anew")
        .contains("remove    stop set-web: its network 'set_back' is made anew")
        .contains(
            "remove    replace network set_back: internal: none → true;"
                + " down meanwhile: set-db, set-web")
        .contains("replace set-db")
        .contains("replace set-web")
        .contains("unchanged: set-init")
        .doesNotContain("network set_front");
  }

  @Test
  void oneWithCopiedLabelsIsNotTakenForAsItShallBe() {
    host.apply(PROJECT);
    Network made = host.networks.get("set_front").network();
    there(
        new Network(
            made.name(),
            "macvlan",
            List.of(),
            false,
            false,
            "",
            "",
            new TreeMap<>(),
            made.labels(),
            List.of()),
        Ownership.proven("berth", "set"));
    assertThat(plan(PROJECT)).contains("replace network set_front: driver: macvlan → bridge");
  }

  @Test
  void whatOthersMadeIsNeitherTakenNorChanged() {
    Network bare =
        Network.bridge("set_front", List.of(), false, false, "", "", new TreeMap<>(), List.of());
    there(bare, Ownership.NONE);
    assertThat(plan(PROJECT))
        .contains("the network 'set_front' is there, and nothing proves that Berth made it")
        .contains("declare it `external: true`, or remove it");
    there(bare, Ownership.proven("berth", "other"));
    assertThat(plan(PROJECT)).contains("and of the configuration 'other'");
  }

  @Test
  void aStrangerInOneStandsAgainstAnother() {
    host.apply(PROJECT);
    ObservedContainer web = host.containers.get(new ContainerName("set-web"));
    host.put(
        new ObservedContainer(
                "x",
                new ContainerName("stranger"),
                new Made("i", web.imageId(), Map.of(), List.of()),
                new Life("running", 0, 7, ""))
            .attached(Map.of("set_back", "")));
    assertThat(plan(PROJECT.replace("{back: ,", "{back: {internal: true},")))
        .contains("'set_back' is to be made anew, and 'stranger' is in it");
    assertThat(plan("services: {lone: {image: i, network_mode: none}}\n"))
        .contains("the network 'set_back' is used by stranger: it stays")
        .contains("tidy      remove network set_front: not in the configuration 'set'");
  }

  @Test
  void oneThatNobodyIsInAnyMoreGoesLast() {
    host.apply(PROJECT);
    Map<String, String> others = new HashMap<>(host.networks.get("set_front").network().labels());
    others.put(Labels.CONFIG_ID, "other");
    there(
        Network.bridge(
            "other_one", List.of(), false, false, "", "", new TreeMap<>(others), List.of()),
        Ownership.proven("berth", "other"));
    String plan = plan(PROJECT.replace("[back, front]", "[back]"));
    assertThat(plan)
        .contains("tidy      remove network set_front: not in the configuration 'set'")
        .doesNotContain("other_one");
    assertThat(plan.indexOf("replace set-web")).isLessThan(plan.indexOf("remove network"));
  }
}
