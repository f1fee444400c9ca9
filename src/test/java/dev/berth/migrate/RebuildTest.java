package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.Key;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RebuildTest {
  private static final String ID = "abcdef012345" + "6".repeat(52);
  private static final String IMAGE =
      """
      {"Config": {"Cmd": ["serve"], "Entrypoint": ["/run"], "Env": ["PATH=/bin", "MODE=a"],
        "Labels": {"vendor": "v"}, "WorkingDir": "/app", "Volumes": {"/image": {}},
        "ExposedPorts": {"80/tcp": {}},
        "Healthcheck": {"Test": ["CMD", "ok"], "Interval": 5000000000}}}
      """;

  private static Rebuilt rebuilt(String config, String host, String rest) {
    return rebuilt(IMAGE, config, host, rest);
  }

  private static Rebuilt rebuilt(String image, String config, String host, String rest) {
    String defaults =
        """
        "Image": "web:1", "Cmd": ["serve"], "Entrypoint": ["/run"], "WorkingDir": "/app",
        "Env": ["PATH=/bin", "MODE=a"], "Hostname": "abcdef012345", "Labels": {"vendor": "v"},
        "Healthcheck": {"Test": ["CMD", "ok"], "Interval": 5000000000}
        """;
    String text =
        "{\"Id\": \"%s\", \"Name\": \"/web\", \"Config\": {%s%s}, \"HostConfig\": {%s}%s}"
            .formatted(ID, defaults, config, host, rest);
    return ContainerRebuild.of(
        Json.parse("docker", text),
        Json.parse("docker", image),
        Map.of("9".repeat(64), new ContainerName("other")));
  }

  private static Map<String, Object> keys(String config, String host) {
    return rebuilt(config, host, "").keys();
  }

  @Test
  void whatTheImageSaysIsNotRepeated() {
    assertThat(rebuilt("", "", "").text()).isEqualTo("web:\n  image: web:1\n  restart: \"no\"\n");
  }

  @Test
  void whatDiffersFromTheImageIsSaid() {
    Map<String, Object> keys =
        rebuilt(
                ", \"Env\": [\"PATH=/bin\", \"MODE=b\", \"L=x\\n"
                    + "y\"], \"Cmd\": [\"other\"], \"Labels\": {\"vendor\": \"v\", \"a\": \"b\","
                    + " \"com.docker.compose.project\": \"p\"}, \"Healthcheck\": {\"Test\":"
                    + " [\"NONE\"]}, \"Hostname\": \"own\"",
                "",
                "")
            .keys();
    assertThat(keys)
        .containsEntry("command", List.of("other"))
        .containsEntry("environment", Map.of("MODE", "b", "L", "x\ny"))
        .containsEntry("labels", Map.of("a", "b"))
        .containsEntry("healthcheck", Map.of("disable", true))
        .containsEntry("hostname", "own")
        .doesNotContainKeys("entrypoint", "working_dir");
  }

  @Test
  void anEntryPointOfItsOwnTakesTheCommandWithIt() {
    assertThat(keys(", \"Entrypoint\": [\"/bin/sh\"], \"Cmd\": null", ""))
        .containsEntry("entrypoint", List.of("/bin/sh"))
        .doesNotContainKey("command");
    assertThat(keys(", \"Entrypoint\": null, \"Cmd\": [\"serve\"]", ""))
        .containsEntry("entrypoint", List.of())
        .containsEntry("command", List.of("serve"));
  }

  @Test
  void othersAreNamedByTheNameThatLivesOn() {
    String other = "container:" + "9".repeat(64);
    assertThat(
            keys(
                "",
                "\"NetworkMode\": \"%s\", \"PidMode\": \"%s\", \"VolumesFrom\": [\"x:ro\"]"
                    .formatted(other, other)))
        .containsEntry("net", "container:other")
        .containsEntry("pid", "container:other")
        .containsEntry("volumes_from", List.of("x:ro"));
  }

  @Test
  void volumesWithoutANameAreToldApart() {
    Rebuilt rebuilt =
        rebuilt(
            ", \"Volumes\": {\"/image\": {}, \"/own\": {}}",
            "\"Binds\": [\"data:/data:ro\"]",
            ", \"Mounts\": [{\"Type\": \"volume\", \"Name\": \"data\", \"Destination\": \"/data\"},"
                + "{\"Type\": \"volume\", \"Name\": \"1\", \"Destination\": \"/image\"},"
                + "{\"Type\": \"volume\", \"Name\": \"2\", \"Destination\": \"/own\"}]");
    assertThat(rebuilt.keys()).containsEntry("volumes", List.of("data:/data:ro", "/own"));
    assertThat(rebuilt.anonymous()).isEqualTo(Map.of("/image", "1", "/own", "2"));
  }

  /** The author of an image would choose what is bound from the host. */
  @Test
  void aVolumeThatWouldBecomeABindIsAnObstacle() {
    Rebuilt own =
        rebuilt(
            ", \"Volumes\": {\"/etc:/host\": {}}",
            "",
            ", \"Mounts\": [{\"Type\": \"volume\", \"Name\": \"1\", \"Destination\":"
                + " \"/etc:/host\"}]");
    assertThat(own.keys()).doesNotContainKey("volumes");
    assertThat(own.obstacles())
        .containsExactly(
            new Obstacle(
                "container web", "Mounts has the path '/etc:/host', which no key can say"));
    // Where the image itself declares it, it is the image's still, and a volume.
    Rebuilt images =
        rebuilt(
            IMAGE.replace("/image", "/etc:/host"),
            ", \"Volumes\": {\"/etc:/host\": {}}",
            "",
            ", \"Mounts\": [{\"Type\": \"volume\", \"Name\": \"1\", \"Destination\":"
                + " \"/etc:/host\"}]");
    assertThat(images.keys()).doesNotContainKey("volumes");
    assertThat(images.obstacles()).isEmpty();
    assertThat(images.anonymous()).containsExactly(Map.entry("/etc:/host", "1"));
    assertThat(rebuilt("", "\"Tmpfs\": {\"/t:size=1\": \"\"}", "").obstacles())
        .containsExactly(
            new Obstacle(
                "container web",
                "HostConfig.Tmpfs has the path '/t:size=1', which no key can say"));
  }

  @ParameterizedTest
  @CsvSource({
    "bind, /srv, /a:/etc, /a:/etc",
    "bind, /s:r, /a, /s:r",
    "volume, data, /a:/etc, /a:/etc",
    "tmpfs, '', /a:size=1, /a:size=1"
  })
  void aMountWithAColonIsAnObstacle(String type, String source, String target, String named) {
    String mount =
        "{\"Type\": \"%s\", \"Source\": \"%s\", \"Target\": \"%s\"}"
            .formatted(type, source, target);
    assertThat(rebuilt("", "\"Mounts\": [" + mount + "]", "").obstacles())
        .singleElement()
        .satisfies(
            obstacle ->
                assertThat(obstacle.toString())
                    .contains(
                        "HostConfig.Mounts has the ", "'" + named + "', which no key can say"));
  }

  /**
   * What docker inspect cannot say, or says in another key: a file's variables, the networks' names
   * and addresses, the log's own; what is Berth's or a unit's, and secrets, which a swarm has.
   */
  private static final String SAID_OTHERWISE =
      """
      action start_order pull_policy when detach remove exit_codes env_file network_alias ip
      ip6 log_tag logging secrets files check_interval depends_on systemd_exec_flags kill_mode
      pre_stop_exec reload_signal restart_on reload_on part_of config_volume pod pod_init
      """;

  /** For a new key somebody has to have said from what it is rebuilt. */
  @Test
  void everyKeyIsRebuiltOrSaidOtherwise() {
    String config =
        """
        , "Cmd": ["other"], "Entrypoint": ["/other"], "WorkingDir": "/w", "Env": ["A=b"], "User": "u",
        "Hostname": "own", "Domainname": "d", "MacAddress": "m", "StopSignal": "INT", "Tty": true,
        "StopTimeout": 3, "OpenStdin": true, "ExposedPorts": {"81/tcp": {}}, "Labels": {"a": "b"},
        "Healthcheck": {"Test": ["NONE"]}
        """;
    String host =
        """
        "Binds": ["data:/data"], "Tmpfs": {"/t": ""}, "VolumesFrom": ["x"], "ReadonlyRootfs": true,
        "Init": true, "Annotations": {"a": "b"}, "LogConfig": {"Type": "local", "Config": {"a": "b"}},
        "PortBindings": {"80/tcp": [{"HostPort": "8080"}]}, "Dns": ["1.1.1.1"], "DnsSearch": ["d"],
        "DnsOptions": ["o"], "ExtraHosts": ["a:1.1.1.1"], "IpcMode": "host", "PidMode": "host",
        "UTSMode": "host", "UsernsMode": "host", "CgroupnsMode": "host", "Privileged": true,
        "CapAdd": ["A"], "CapDrop": ["B"], "SecurityOpt": ["apparmor=x"], "GroupAdd": ["g"],
        "Devices": [{"PathOnHost": "/d", "PathInContainer": "/d"}], "Sysctls": {"a": "b"},
        "DeviceCgroupRules": ["c 1:2 r"],
        "Ulimits": [{"Name": "nofile", "Soft": 1, "Hard": 2}], "CpuShares": 3, "NanoCpus": 1500000000,
        "CpusetCpus": "0", "PidsLimit": 3, "Memory": 4096, "MemoryReservation": 2048,
        "MemorySwap": 4097, "MemorySwappiness": 5, "OomScoreAdj": 6, "ShmSize": 8
        """;
    Set<String> keys = new TreeSet<>(List.of(SAID_OTHERWISE.strip().split("\\s+")));
    keys.addAll(keys("", "\"NetworkMode\": \"host\"").keySet());
    keys.addAll(
        rebuilt(config, host, ", \"NetworkSettings\": {\"Networks\": {\"app\": {}}}")
            .keys()
            .keySet());
    assertThat(keys)
        .as("a key is rebuilt from what is inspected here, or in SAID_OTHERWISE")
        .containsExactlyInAnyOrderElementsOf(Stream.of(Key.values()).map(Key::label).toList());
  }

  @Test
  void limitsAreSaidInOurUnits() {
    assertThat(
            keys(
                "",
                "\"NanoCpus\": 1500000000, \"Memory\": 1048576, \"MemorySwap\": 2097152,"
                    + " \"ShmSize\": 67108864, \"OomScoreAdj\": -5, \"PidsLimit\": 7"))
        .containsEntry("cpus", "1.5")
        .containsEntry("mem_limit", 1048576L)
        .containsEntry("oom_score_adj", -5L)
        .containsEntry("pids_limit", 7L)
        .doesNotContainKeys("memswap_limit", "shm_size");
  }

  @Test
  void aPrivilegedContainerIsNotToldWhatDockerAddedItself() {
    assertThat(keys("", "\"Privileged\": true, \"SecurityOpt\": [\"label=disable\"]"))
        .containsEntry("privileged", true)
        .doesNotContainKey("security_opt");
    assertThat(keys("", "\"SecurityOpt\": [\"label=disable\"]"))
        .containsEntry("security_opt", List.of("label=disable"));
  }

  @Test
  void aFieldThatHasNoKeyIsAnObstacleThatNamesIt() {
    Rebuilt rebuilt =
        rebuilt(
            "",
            "\"BlkioWeight\": 300, \"Links\": [\"/db:/web/db\"], \"StorageOpt\": {\"size\":"
                + " \"1g\"}, \"IOMaximumIOps\": 0, \"Runtime\": \"kata\", \"SomethingNew\": \"x\"",
            "");
    assertThat(rebuilt.obstacles())
        .extracting(obstacle -> obstacle.reason().split(" ")[0])
        .containsExactlyInAnyOrder(
            "HostConfig.BlkioWeight",
            "HostConfig.Links",
            "HostConfig.StorageOpt",
            "HostConfig.Runtime",
            "HostConfig.SomethingNew");
  }

  @Test
  void portsAndNetworksAreSaidAsTheyWereGiven() {
    Rebuilt rebuilt =
        rebuilt(
            ", \"ExposedPorts\": {\"80/tcp\": {}, \"53/udp\": {}, \"99/tcp\": {}}",
            "\"NetworkMode\": \"app\", \"PortBindings\": {\"53/udp\": [{\"HostIp\": \"::1\","
                + " \"HostPort\": \"53\"}], \"80/tcp\": [{\"HostIp\": \"\", \"HostPort\": \"\"}]}",
            ", \"NetworkSettings\": {\"Networks\": {\"app\": {\"Aliases\": [\"web\","
                + " \"abcdef012345\", \"front\"], \"IPAMConfig\": {\"IPv4Address\":"
                + " \"10.0.0.9\"}}}}");
    assertThat(rebuilt.keys())
        .containsEntry("ports", List.of("[::1]:53:53/udp", "80"))
        .containsEntry("expose", List.of("99"))
        .containsEntry(
            "networks",
            Map.of("app", Map.of("aliases", List.of("front"), "ipv4_address", "10.0.0.9")));
  }
}
