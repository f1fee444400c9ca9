package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.ConfigurationLabel;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the host has to give is looked up before anything ends, and only where it is named. */
class ResourcesTest {
  @TempDir Path directory;
  private PlayedHost host;

  @BeforeEach
  void start() {
    host = new PlayedHost(directory.resolve("host"));
    host.images.put("i", "id-of-i");
    host.exceptions =
        line ->
            switch (line.split(" --")[0]) {
              case "podman network ls" ->
                  Optional.of(
                      answer(
                          """
                          [{"name": "podman", "subnets": [{"subnet": "10.88.0.0/16"}]},
                           {"name": "lan"},
                           {"name": "own", "subnets": [{"subnet": "10.77.0.0/23"},
                                                       {"subnet": "fd00:1::/64"}]}]
                          """));
              case "podman secret inspect" ->
                  Optional.of(
                      failure(
                          125,
                          """
                          [{"Spec": {"Name": "known"}, "UpdatedAt": "2026-01-02T03:04:05.5Z"}]
                          """,
                          line.contains("gone")
                              ? "Error: inspecting secret: no secret with name or id \"gone\": no"
                                  + " such secret\n"
                              : ""));
              default -> Optional.empty();
            };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          net: nonet                        | 3:8: error: there is no network 'nonet'
          net: own                          | none
          net: host                         | none
          net: 'slirp4netns:mtu=1500'       | none
          networks: [own, nonet]            | 3:19: error: there is no network 'nonet'
          networks: ['own:ip=10.77.1.255']  | none
          networks: ['own:ip=10.77.2.0']    | 3:14: error: the network 'own' has no address 10.77.2.0 (its addresses are 10.77.0.0/23, fd00:1::/64)
          networks: ['lan:ip=10.77.2.0']    | none
          {net: own, ip: 10.78.0.1}         | error: the network 'own' has no address 10.78.0.1
          {net: own, ip6: 'fd00:2::1'}      | error: the network 'own' has no address fd00:2::1
          {net: own, ip6: 'fd00:1::1'}      | none
          secrets: [known]                  | none
          secrets: [known, gone]            | 3:20: error: there is no secret 'gone', which 'c' uses
          """)
  void whatIsNotThereIsAProblem(String keys, String problem) {
    Plan plan = plan(keys);

    List<String> errors =
        plan.problems().stream().filter(Problem::isError).map(Problem::toString).toList();
    if (problem.equals("none")) {
      assertThat(errors).isEmpty();
    } else {
      assertThat(errors).hasSize(1);
      assertThat(errors.getFirst()).contains(problem);
    }
  }

  /** An engine would find it when those that are in the network have ended. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          subnet: 10.90.0.0/24                          | none
          subnet: 10.90.0.0/24, gateway: 10.90.0.1      | none
          subnet: 10.90.0.0/24, gateway: 10.91.0.1      | the gateway 10.91.0.1 of the network 'new' is not in 10.90.0.0/24
          subnet: 10.90.0.0/24, ip_range: 10.90.0.64/28 | none
          subnet: 10.90.0.0/24, ip_range: 10.91.0.0/28  | the range 10.91.0.0/28 of the network 'new' is not in 10.90.0.0/24
          subnet: 10.77.1.0/24                          | the network 'new' is to have 10.77.1.0/24, and 'own' has 10.77.0.0/23
          subnet: 10.64.0.0/10                          | the network 'new' is to have 10.64.0.0/10, and 'own' has 10.77.0.0/23
          """)
  void aNetworkThatCouldNotBeMadeIsAProblem(String subnet, String problem) {
    String declared = "x-berth: {networks: {new: {ipam: {config: [{" + subnet + "}]}}}}\n";
    Plan plan = planOf(declared + "c: {image: i, networks: [new]}\n");

    List<String> errors =
        plan.problems().stream().filter(Problem::isError).map(Problem::toString).toList();
    if (problem.equals("none")) {
      assertThat(errors).isEmpty();
    } else {
      assertThat(errors).isNotEmpty().first().asString().contains(problem);
    }
    assertThat(planOf(declared + "c: {image: i}\n").problems())
        .as("nobody is in it")
        .noneMatch(Problem::isError);
  }

  @Test
  void nothingIsAskedThatIsNotNamed() {
    plan("command: [a]");
    assertThat(host.runner.lines())
        .noneMatch(line -> line.contains("secret") || line.contains("network"));
  }

  private Plan plan(String keys) {
    return planOf(
        keys.startsWith("{")
            ? "c: " + keys.replaceFirst("\\{", "{image: i, ") + "\n"
            : "c:\n  image: i\n  " + keys + "\n");
  }

  private Plan planOf(String yaml) {
    return new Deployment(
            host.host(),
            host.supervisor(PlayedHost.OPTIONS),
            PlayedHost.OPTIONS,
            new LegacyDetector(new ConfigurationLabel(Map.of(), List::of)::read),
            Optional.empty(),
            () -> HeldByMigration.NOTHING,
            false)
        .plan(PlayedHost.desired(yaml), PlayedHost.planOptions())
        .plan();
  }

  @Test
  void whatDockerLeavesOutInSilenceIsTold() throws IOException {
    put(directory, "sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
    List<Problem> problems = new ArrayList<>();

    new HostLimits(directory, "docker", problems::add)
        .check(
            PlayedHost.desired("c: {image: i, mem_swappiness: 10}\n")
                .containers()
                .findFirst()
                .orElseThrow());

    assertThat(problems)
        .singleElement()
        .matches(problem -> !problem.isError())
        .asString()
        .contains("docker cannot honour mem_swappiness on this host");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          devices: [/dev/fuse]                     | none
          devices: [/dev/nothere]                  | 'c' uses the device '/dev/nothere', which does not exist
          devices: [acme.com/gpu=g1]               | none
          devices: [acme.com/gpu=g]                | there is no device 'acme.com/gpu=g' in /etc/cdi or /run/cdi
          devices: [acme.com/card=g1]              | there is no device 'acme.com/card=g1'
          ports: ['127.0.0.1:80:80']               | none
          ports: ['127.9.9.9:80:80', '0.0.0.0:81:81', '[::]:82:82'] | none
          ports: ['192.0.2.77:80:80']              | 'c' publishes at 192.0.2.77, which is no address of this host
          ports: ['[2001:db8::77]:80:80']          | none
          sysctls: {net.ipv4.ip_forward: 1}        | none
          sysctls: {net.ipv4.ip_forward: abc}      | the kernel parameter 'net.ipv4.ip_forward' takes numbers only
          sysctls: {net.ipv4.ip_foward: 1}         | this kernel has no parameter 'net.ipv4.ip_foward'
          sysctls: {net.ipv4.conf.eth0.rp_filter: 2} | none
          sysctls: {net.ipv4.conf.eth0.rp_filtre: 2} | this kernel has no parameter 'net.ipv4.conf.eth0.rp_filtre'
          sysctls: {net.ipv4.tcp_congestion_control: bbr} | none
          ulimits: {nofile: 1048576}               | none
          ulimits: {nofile: 1048577}               | nofile: this kernel lets nobody open 1048577 files
          cpuset_cpus: 0-3                         | none
          cpuset_cpus: 0,4                         | cpuset_cpus: this host has no processor 4
          mem_swappiness: 10                       | podman cannot honour mem_swappiness on this host
          """)
  void whatThisHostDoesNotHaveIsAProblem(String keys, String problem) throws IOException {
    Path root = directory.resolve("root");
    put(root, "dev/fuse", "");
    put(root, "etc/cdi/acme.yaml", "kind: acme.com/gpu\ndevices:\n- name: g1\n");
    put(root, "proc/sys/net/ipv4/ip_forward", "0\n");
    put(root, "proc/sys/net/ipv4/ip_nonlocal_bind", "0\n");
    put(root, "proc/sys/net/ipv6/ip_nonlocal_bind", "1\n");
    put(root, "proc/sys/net/ipv4/conf/default/rp_filter", "1\n");
    put(root, "proc/sys/net/ipv4/tcp_congestion_control", "cubic\n");
    put(root, "proc/sys/fs/nr_open", "1048576\n");
    put(root, "sys/devices/system/cpu/present", "0-3\n");
    put(root, "sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
    List<Problem> problems = new ArrayList<>();

    new HostLimits(root, "podman", problems::add)
        .check(
            PlayedHost.desired("c:\n  image: i\n  " + keys + "\n")
                .container(new ContainerName("c"))
                .orElseThrow());

    if (problem.equals("none")) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).hasSize(1);
      assertThat(problems.getFirst().toString()).contains("3:", problem);
    }
  }

  private static void put(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
