package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A configuration rebuilt from a Docker container makes the same container on Podman. */
class RebuildIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String BUSYBOX = "localhost/berth-test/busybox:1";

  /** What the engines write differently, made alike; the order of sets does not matter. */
  private static final String ALIKE =
      """
      def caps: [(. // [])[] | ltrimstr("CAP_")] | sort;
      .[0] | . as $c | (.HostConfig.Init // false) as $init | {
        command: .Config.Cmd, entrypoint: (.Config.Entrypoint // []), user: .Config.User,
        directory: (.Config.WorkingDir | if . == "" then "/" else . end),
        environment: ([.Config.Env[] | select(test("^(container|HOME|HOSTNAME|TERM)=") | not)] | sort),
        labels: (.Config.Labels // {} | with_entries(select(.key | test(
          "^(managed_by|config_id|container_name|dev.berth|com.docker|io.podman|PODMAN)") | not))),
        tty: .Config.Tty, stdin: .Config.OpenStdin, init: $init,
        check: (.Config.Healthcheck // {} | {Test, Interval: (.Interval // 0 | . / 1e9),
          Retries: (.Retries // 0 | if . == 0 then 3 else . end)}
          | if .Test == null then {} else . end),
        mounts: ([.Mounts[] | select(.Type != "tmpfs")
          | {Type, Destination, RW, Source: (if .Type == "bind" then .Source else "" end)}] | sort),
        tmpfs: ([(.HostConfig.Tmpfs // {} | keys[]), ((.HostConfig.Mounts // [])[]
          | select(.Type == "tmpfs") | .Target)] | unique),
        ports: (.HostConfig.PortBindings // {} | map_values([.[] | {
          HostIp: (.HostIp | if . == "0.0.0.0" then "" else . end), HostPort}])),
        added: (.HostConfig.CapAdd | caps), privileged: .HostConfig.Privileged,
        readonly: .HostConfig.ReadonlyRootfs, groups: (.HostConfig.GroupAdd // []),
        shm: (.HostConfig.ShmSize | if . == 65536000 then 67108864 else . end), oom: .HostConfig.OomScoreAdj,
        hosts: (.HostConfig.ExtraHosts // []), dns: (.HostConfig.Dns // []),
        search: (.HostConfig.DnsSearch // []), options: (.HostConfig.DnsOptions // []),
        net: (.HostConfig.NetworkMode | if test("host|none") then . else "" end),
        pid: (.HostConfig.PidMode | if . == "host" then . else "" end),
        uts: (.HostConfig.UTSMode | if . == "host" then . else "" end),
        networks: [.NetworkSettings.Networks | keys[] | select(test("^app"))]
      }\
      """;

  private static final List<List<String>> CREATED =
      List.of(
          List.of("plain", BUSYBOX),
          List.of("words", BUSYBOX, "sh", "-c", "echo \"a b\" # c\nexec sleep 1000"),
          List.of("entry", "--entrypoint=/bin/sleep", BUSYBOX, "1000"),
          List.of(
              "variables",
              "-e",
              "A=1",
              "-e",
              "TEXT=a\n b\n",
              "-e",
              "EMPTY=",
              "-e",
              "HASH= x #y: z",
              "-e",
              "QUOTED=\"it's\"",
              "-e",
              "WIDE=ä€😀",
              BUSYBOX),
          List.of(
              "labels",
              "-l",
              "tier=back",
              "-l",
              "yes=no",
              "-l",
              "text=l1\nl2",
              "-l",
              "com.docker.compose.project=gone",
              BUSYBOX),
          List.of(
              "ports",
              "-p",
              "18080:80",
              "-p",
              "127.0.0.1:15353:53/udp",
              "--expose=99",
              "--hostname=named",
              "--dns=10.9.8.7",
              "--dns-search=a.b",
              "--dns-opt=ndots:2",
              "--add-host=h:10.1.2.3",
              BUSYBOX),
          List.of(
              "mounts",
              "-v",
              "data:/data",
              "-v",
              "/srv:/srv:ro",
              "-v",
              "/nameless",
              "--mount=type=bind,src=/opt,dst=/o,readonly,bind-propagation=rslave",
              "--mount=type=volume,src=more,dst=/more",
              "--tmpfs=/run:size=1m",
              "--mount=type=tmpfs,dst=/t,tmpfs-size=1000000",
              BUSYBOX),
          List.of(
              "rights",
              "--cap-add=NET_ADMIN",
              "--cap-add=SYS_TIME",
              "--cap-drop=MKNOD",
              "--group-add=5",
              "--security-opt=no-new-privileges",
              "--user=1:2",
              "--workdir=/tmp",
              "--device=/dev/fuse",
              "--sysctl=net.ipv4.ip_forward=1",
              "--ulimit=nofile=100:200",
              "--read-only",
              "--shm-size=32m",
              "--oom-score-adj=10",
              BUSYBOX),
          List.of(
              "checked",
              "--health-cmd=true x",
              "--health-interval=50s",
              "--health-retries=2",
              "--restart=on-failure:3",
              "--stop-timeout=7",
              "--stop-signal=INT",
              BUSYBOX),
          List.of(
              "open",
              "--privileged",
              "--network=host",
              "--pid=host",
              "--uts=host",
              "--restart=always",
              BUSYBOX),
          List.of("joined", "--network=app", "--ip=10.99.7.9", "--network-alias=web", BUSYBOX),
          List.of("terminal", "-t", "-i", "--init", "--log-opt=max-size=10m", BUSYBOX),
          List.of("volumed", "localhost/berth-test/volume:1"));

  @BeforeAll
  static void startDocker() {
    host.get("systemctl", "start", "docker");
    host.get("docker", "network", "create", "--subnet=10.99.7.0/24", "app");
    CREATED.forEach(
        words -> {
          List<String> argv =
              new ArrayList<>(List.of("docker", "create", "--name=" + words.getFirst()));
          argv.addAll(words.subList(1, words.size()));
          host.get(argv.toArray(String[]::new));
        });
  }

  private static Json rebuilt(String name) {
    CommandResult result =
        host.run(CarryIT.driver("rebuild", "docker", "podman", name).toArray(String[]::new));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return Json.parse("rebuild", result.stdout());
  }

  private static String alike(String engine, String name) {
    host.write("/root/alike.jq", ALIKE);
    return host.get(
        "sh", "-c", engine + " inspect " + name + " | jq --sort-keys -f /root/alike.jq");
  }

  @Test
  void eachContainerIsTheSameOnBothEngines() {
    StringBuilder set = new StringBuilder();
    Map<String, String> expected = new java.util.LinkedHashMap<>();
    for (List<String> words : CREATED) {
      String name = words.getFirst();
      Json rebuilt = rebuilt(name);
      assertThat(rebuilt.get("obstacles").items()).as(name).isEmpty();
      set.append(rebuilt.get("text").textOrEmpty());
      expected.put(name, alike("docker", name));
      // An apply does not start a second one beside it.
      host.get("docker", "rm", "--volumes", name);
    }
    // Its subnet belongs to one engine at a time.
    host.get("docker", "network", "rm", "app");
    host.get("podman", "network", "create", "--subnet=10.99.7.0/24", "app");

    host.apply(set.toString(), "--config-id", "rebuilt");

    assertSoftly(
        all ->
            expected.forEach(
                (name, docker) ->
                    all.assertThat(unstretched(alike("podman", name))).as(name).isEqualTo(docker)));
    assertThat(host.get("podman", "inspect", "--format", "{{.Config.StopTimeout}}", "checked"))
        .isEqualTo("7");
    assertThat(host.get("systemctl", "cat", "berth-checked.service", "berth-open.service"))
        .contains("Restart=on-failure", "Restart=always");
    assertThat(
            host.get(
                "podman",
                "exec",
                "rights",
                "sh",
                "-c",
                "ulimit -Sn; ulimit -Hn; cat /proc/sys/net/ipv4/ip_forward"))
        .isEqualTo("100\n200\n1");
    assertThat(host.get("podman", "exec", "joined", "ip", "-4", "-o", "addr"))
        .contains("10.99.7.9/24");
  }

  /** Berth stretches intervals by up to a tenth. */
  private static String unstretched(String inspected) {
    return inspected.replaceAll("\"Interval\": 5[0-4](\\.\\d+)?", "\"Interval\": 50");
  }

  @Test
  void whatCannotBeSaidIsNamed() {
    host.get(
        "docker",
        "create",
        "--name=odd",
        "--publish-all",
        "--gpus=all",
        "--device-cgroup-rule=c 1:3 r",
        BUSYBOX);
    String obstacles = rebuilt("odd").get("obstacles").texts().toString();
    assertThat(obstacles).contains("HostConfig.PublishAllPorts", "HostConfig.DeviceRequests");
    // What has a key is in the configuration instead.
    assertThat(obstacles).doesNotContain("DeviceCgroupRules");
    assertThat(rebuilt("odd").toString()).contains("c 1:3 r");
    host.get("docker", "rm", "odd");
  }

  @Test
  void chosenAddressesChangeHandsWhenTheLastContainerHasStoppedAndComeBack() {
    host.get(
        "docker",
        "network",
        "create",
        "--subnet=10.77.0.0/24",
        "--gateway=10.77.0.1",
        "--ip-range=10.77.0.128/25",
        "--label=l=1",
        "-o",
        "com.docker.network.driver.mtu=1400",
        "-o",
        "com.docker.network.bridge.name=br-own",
        "own");
    String before = withoutId(host.get("docker", "network", "inspect", "own"));
    host.get("docker", "run", "-d", "--name=first", "--network=own", "--ip=10.77.0.200", BUSYBOX);
    CommandResult running = drive("networks", "docker", "podman", "carry", "own");
    assertThat(running.exitCode()).isEqualTo(1);
    assertThat(running.stderr()).contains("cannot remove the network own", "active endpoints");
    host.get("docker", "stop", "-t", "0", "first");

    assertThat(drive("networks", "docker", "podman", "there-and-back", "own").stdout())
        .contains("INSTEAD");

    assertThat(withoutId(host.get("docker", "network", "inspect", "own"))).isEqualTo(before);
    assertThat(host.run("podman", "network", "exists", "own").exitCode()).isEqualTo(1);
    host.get("docker", "start", "first");
    assertThat(host.get("docker", "exec", "first", "ip", "-4", "-o", "addr"))
        .contains("10.77.0.200/24");
    host.get("docker", "stop", "-t", "0", "first");
    drive("networks", "docker", "podman", "carry", "own");
    assertThat(
            host.get(
                "podman",
                "run",
                "--rm",
                "--network=own:ip=10.77.0.200",
                "--entrypoint=",
                BUSYBOX,
                "ip",
                "-o",
                "addr"))
        .contains("10.77.0.200/24");
    assertThat(host.get("podman", "network", "inspect", "own"))
        .contains("br-own", "1400", "10.77.0.129", "\"l\": \"1\"");
    drive("networks", "podman", "docker", "carry", "own");
    assertThat(host.get("docker", "network", "inspect", "own"))
        .contains("br-own", "1400", "10.77.0.128/25");
  }

  private static CommandResult drive(String... arguments) {
    return host.run(CarryIT.driver(arguments).toArray(String[]::new));
  }

  private static String withoutId(String inspected) {
    return inspected
        .replaceAll("\"(Id|Created)\": \"[^\"]*\"", "")
        .replaceAll("(?s)\"Containers\".*?},", "");
  }

  @Test
  void addressesThatNobodyChoseAreFoundAnewBesideTheOldOnes() {
    host.get("docker", "network", "create", "pooled");
    host.get("docker", "run", "-d", "--name=stays", "--network=pooled", BUSYBOX);

    assertThat(drive("networks", "docker", "podman", "carry", "pooled").stdout())
        .contains("BESIDE");

    assertThat(host.get("docker", "inspect", "--format={{.State.Running}}", "stays"))
        .isEqualTo("true");
    host.get("podman", "run", "--rm", "--network=pooled", "--entrypoint=", BUSYBOX, "true");
    String subnet = "{{(index .IPAM.Config 0).Subnet}}";
    assertThat(
            host.get(
                "podman", "network", "inspect", "--format={{(index .Subnets 0).Subnet}}", "pooled"))
        .isNotEqualTo(host.get("docker", "network", "inspect", "--format=" + subnet, "pooled"));
  }

  @Test
  void whatWasWrittenBesideTheVolumesIsCountedAndCanBeKept() {
    host.get(
        "docker", "run", "-d", "--name=writer", "--network=none", "localhost/berth-test/volume:1");
    host.get("docker", "exec", "writer", "sh", "-c", "echo kept >/kept; echo x >/data/x");

    Json layer = Json.parse("layer", drive("layer", "docker", "podman", "writer").stdout());

    assertThat(layer.get("first").texts()).containsExactly("A /kept");
    String image = layer.get("image").textOrEmpty();
    assertThat(drive("images", "docker", "podman", image).exitCode()).isZero();
    assertThat(host.get("podman", "run", "--rm", "--entrypoint=", image, "cat", "/kept"))
        .isEqualTo("kept");
  }
}
