package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.Endpoint;
import dev.berth.engine.EngineName;
import dev.berth.engine.PlayedEngines;
import dev.berth.engine.Specs;
import dev.berth.host.RecordedRunner;
import dev.berth.migrate.NetworkPlan.Members;
import dev.berth.migrate.NetworkStep.Way;
import dev.berth.model.ContainerName;
import dev.berth.model.Key;
import dev.berth.model.Network;
import dev.berth.model.Network.Subnet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworksTest {
  private static final Map<String, String> OURS = Map.of(VolumeStep.MIGRATION, "m1");
  private static final Members ALL = new Members(Set.of(), Set.of());

  private static Network docker(String subnet, String options) {
    return read(
        EngineName.DOCKER,
        """
        {"Name": "app", "Driver": "bridge", "Options": {%s}, "Labels": {"l": "1"},
         "IPAM": {"Driver": "default", "Config": [{"Subnet": "%s", "Gateway": "10.7.0.1",
           "IPRange": "10.7.0.128/25"}]}}
        """
            .formatted(options, subnet));
  }

  private static Network read(EngineName engine, String answer) {
    RecordedRunner runner = new RecordedRunner(line -> RecordedRunner.answer("[" + answer + "]"));
    Map<String, Network> found =
        PlayedEngines.of(engine, runner).details().networks(List.of("app"));
    return Optional.ofNullable(found.get("app")).orElseThrow();
  }

  /** The words by which an engine makes it. */
  private static List<String> made(EngineName engine, Network network) {
    RecordedRunner runner = new RecordedRunner(line -> RecordedRunner.answer(""));
    PlayedEngines.of(engine, runner).control().createNetwork(network);
    return List.of(runner.lines().getFirst().split(" "));
  }

  private static Network pooled(String subnet) {
    return Network.bridge(
        "app",
        List.of(new Subnet(subnet, "172.18.0.1", "")),
        false,
        false,
        "",
        "",
        new java.util.TreeMap<>(),
        List.of());
  }

  private static NetworkPlan plan(Network network, Map<String, Network> there, Members members) {
    return NetworkPlan.of(
        Map.of("app", network), there, Map.of("app", members), Map.of(), OURS, Map.of());
  }

  private static Way way(Network network, Members members) {
    return plan(network, Map.of(), members).steps().getFirst().way();
  }

  @Test
  void aNetworkOfDockerIsSaidInPodmansWordsAndBack() {
    Network network =
        docker(
            "10.7.0.0/24",
            "\"com.docker.network.driver.mtu\": \"1400\", \"com.docker.network.bridge.name\":"
                + " \"br\", \"com.docker.network.bridge.enable_icc\": \"true\"");
    assertThat(network.unsaid()).isEmpty();
    assertThat(made(EngineName.PODMAN, network))
        .containsExactly(
            "podman",
            "network",
            "create",
            "--driver=bridge",
            "--subnet=10.7.0.0/24",
            "--gateway=10.7.0.1",
            "--ip-range=10.7.0.128/25",
            "--opt=mtu=1400",
            "--interface-name=br",
            "--label=l=1",
            "app");
    assertThat(made(EngineName.DOCKER, network))
        .contains(
            "--opt=com.docker.network.driver.mtu=1400", "--opt=com.docker.network.bridge.name=br");
    assertThat(made(EngineName.PODMAN, network.withoutAddresses().with(Map.of())))
        .containsExactly("podman", "network", "create", "--driver=bridge", "--opt=mtu=1400", "app");
  }

  @Test
  void aNetworkOfPodmanKeepsItsRange() {
    Network network =
        read(
            EngineName.PODMAN,
            """
                {"name": "app", "driver": "bridge", "network_interface": "podman3",
                 "subnets": [{"subnet": "10.7.0.0/24", "gateway": "10.7.0.1",
                   "lease_range": {"start_ip": "10.7.0.129", "end_ip": "10.7.0.255"}}],
                 "internal": true, "options": {"isolate": "true"},
                 "ipam_options": {"driver": "host-local"}}
                """);
    assertThat(network.subnets())
        .containsExactly(new Subnet("10.7.0.0/24", "10.7.0.1", "10.7.0.128/25"));
    assertThat(network.bridge()).isEmpty();
    assertThat(network.internal()).isTrue();
    assertThat(network.unsaid()).containsExactly("options isolate=true");
  }

  @Test
  void whatHasNoCounterpartIsNamed() {
    Network network = docker("10.7.0.0/24", "\"com.docker.network.bridge.enable_icc\": \"false\"");
    assertThat(plan(network, Map.of(), ALL).obstacles())
        .extracting(Obstacle::toString)
        .containsExactly(
            "network app: has no counterpart for Options"
                + " com.docker.network.bridge.enable_icc=false");
    Network overlay = read(EngineName.DOCKER, "{\"Name\": \"app\", \"Driver\": \"overlay\"}");
    assertThat(overlay.unsaid()).containsExactly("Driver overlay");
  }

  @Test
  void chosenAddressesChangeHandsAndOthersAreFoundAnew() {
    assertThat(way(pooled("172.18.0.0/16"), ALL)).isEqualTo(Way.BESIDE);
    assertThat(way(pooled("192.168.16.0/20"), ALL)).isEqualTo(Way.BESIDE);
    assertThat(way(pooled("172.18.0.0/24"), ALL)).isEqualTo(Way.INSTEAD);
    assertThat(way(docker("10.7.0.0/24", ""), ALL)).isEqualTo(Way.INSTEAD);
    assertThat(way(pooled("172.18.0.0/16"), new Members(Set.of(), Set.of(new ContainerName("db")))))
        .isEqualTo(Way.INSTEAD);
  }

  @Test
  void addressesThatOthersKeepUsingCannotChangeHands() {
    Members members = new Members(Set.of(new ContainerName("theirs")), Set.of());
    assertThat(plan(docker("10.7.0.0/24", ""), Map.of(), members).obstacles())
        .singleElement()
        .asString()
        .contains("theirs would stay");
    assertThat(plan(pooled("172.18.0.0/16"), Map.of(), members).obstacles()).isEmpty();
  }

  @Test
  void aNetworkThatIsThereIsTakenUnlessSomebodyHasAnAddressInOtherSubnets() {
    Network network = docker("10.7.0.0/24", "");
    NetworkPlan same = plan(network, Map.of("app", network), ALL);
    assertThat(same.obstacles()).isEmpty();
    assertThat(same.steps().getFirst().way()).isEqualTo(Way.PRESENT);
    Map<String, Network> other = Map.of("app", pooled("172.18.0.0/16"));
    assertThat(plan(network, other, ALL).obstacles()).isEmpty();
    assertThat(
            plan(network, other, new Members(Set.of(), Set.of(new ContainerName("web"))))
                .obstacles())
        .singleElement()
        .asString()
        .startsWith("network app: exists already with other subnets");
  }

  @Test
  void networksOfTheEngineItselfAreNotCarried() {
    assertThat(Networks.named(Specs.spec(Map.of(Key.NET, Specs.scalar("app")))))
        .containsExactly("app");
    for (String mode : List.of("host", "none", "bridge", "container:db", "ns:/run/x")) {
      assertThat(Networks.named(Specs.spec(Map.of(Key.NET, Specs.scalar(mode)))))
          .as(mode)
          .isEmpty();
    }
  }

  @Test
  void changesBesideVolumesAreCountedWithoutTheirParents() {
    String diff =
        """
        C /etc
        A /etc/foo
        C /etc/hosts
        A /data
        C /run
        A /run/secrets
        D /home
        C /var
        C /var/lib
        A /var/lib/volume
        C /dev
        A /q
        A /q/r
        """;
    LayerChanges changes =
        LayerChanges.of(diff.lines().toList(), List.of("/data", "/var/lib/volume"));
    assertThat(changes.first()).containsExactly("A /etc/foo", "D /home", "A /q", "A /q/r");
    assertThat(changes.count()).isEqualTo(4);
    assertThat(LayerChanges.imageName(new ContainerName("My_App"), "2026:1"))
        .isEqualTo("localhost/berth-layer/my-app:2026-1");
  }

  @Test
  void aContainerJoinsWithTheAddressAndTheNamesThatItHad() {
    RecordedRunner runner = new RecordedRunner(line -> RecordedRunner.answer(""));
    PlayedEngines.docker(runner)
        .control()
        .connect(
            "app", new Endpoint(new ContainerName("db"), "10.7.0.9", "", List.of("data", "store")));
    assertThat(runner.lines())
        .containsExactly("docker network connect --ip=10.7.0.9 --alias=data --alias=store app db");
  }

  private static NetworkStep declared(Network there, Network wanted) {
    return NetworkPlan.of(
            Map.of("app", there),
            Map.of(),
            Map.of("app", ALL),
            Map.of(),
            OURS,
            Map.of("app", wanted))
        .steps()
        .getFirst();
  }

  @Test
  void oneThatTheConfigurationMakesIsMadeAsItIsDeclared() {
    Network composes =
        pooled("172.18.0.0/16").with(Map.of("com.docker.compose.network", "app", "owner", "us"));
    Network open =
        Network.bridge(
            "app",
            List.of(),
            true,
            false,
            "1400",
            "",
            new java.util.TreeMap<>(Map.of("dev.berth.digest", "d")),
            List.of());
    NetworkStep beside = declared(composes, open);
    assertThat(beside.way()).isEqualTo(Way.BESIDE);
    assertThat(beside.made())
        .isEqualTo(open.with(Map.of("dev.berth.digest", "d", VolumeStep.MIGRATION, "m1")));
    // Who names addresses means them, also such as an engine might choose.
    NetworkStep instead = declared(composes, pooled("172.18.0.0/16"));
    assertThat(instead.way()).isEqualTo(Way.INSTEAD);
    assertThat(instead.made().labels()).isEqualTo(OURS);
    assertThat(instead.network().labels()).as("the way back").containsKey("owner");
  }

  @Test
  void whatHasComposesLabelsOnPodmanWouldBeTakenForItsOwn() {
    Network composes =
        pooled("172.18.0.0/16").with(Map.of("com.docker.compose.network", "app", "owner", "us"));
    assertThat(plan(composes, Map.of(), ALL).steps().getFirst().made().labels())
        .isEqualTo(Map.of("owner", "us", VolumeStep.MIGRATION, "m1"));
  }
}
