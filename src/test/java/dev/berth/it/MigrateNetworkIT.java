package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Networks that somebody made on Docker come to Podman with the containers on them. */
class MigrateNetworkIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String FILE = "/root/joined.yaml";
  private static final String JOURNAL = "/var/lib/berth/migration.jsonl";

  private static String set(String network, String more) {
    return """
    back:
      image: localhost/berth-test/web:1
      restart: always
      net: %1$s
      environment: {PORT: 8080, NAME: joined}
      ports: ["8091:8080"]
    %2$s
    front:
      image: localhost/berth-test/busybox:1
      restart: always
      net: %1$s
      start_order: 1
      command: [sh, -c, "trap 'exit 0' TERM; while :; do busybox wget -qO /out/new http://back:8080/ && mv /out/new /out/seen; sleep 0.1; done"]
      volumes: ["/srv/joined:/out"]
    """
        .formatted(network, more);
  }

  @BeforeAll
  static void startDocker() {
    host.get("systemctl", "start", "docker");
    host.get("mkdir", "-p", "/srv/joined");
  }

  @AfterEach
  void removeAll() {
    host.get("rm", "-rf", "/var/lib/berth/migration", JOURNAL);
    for (String engine : new String[] {"podman", "docker"}) {
      host.berth("delete", "--container-cli", engine, "joined");
      host.run(engine, "network", "rm", "app");
    }
  }

  @Test
  void oneWhoseAddressesNobodyChoseIsMadeBesideTheOldOne() {
    host.get("docker", "network", "create", "--label=owner=us", "app");
    host.write(FILE, set("app", ""));
    host.berth(0, "apply", "--container-cli", "docker", "-f", FILE);
    assertTheySeeEachOther();

    CommandResult migrated = host.berth(0, "migrate", "-f", FILE, "--yes");

    assertRunOn("podman");
    doAsAdvised(migrated.stderr());
    assertTheySeeEachOther();
    assertThat(inspect("podman", "{{.Labels.owner}}")).isEqualTo("us");
    assertThat(host.run("docker", "network", "inspect", "app").exitCode()).isZero();

    host.berth(0, "migrate", "--rollback", "--yes");
    assertRunOn("docker");
    assertTheySeeEachOther();
    assertThat(host.run("podman", "network", "exists", "app").exitCode()).isEqualTo(1);

    assertThat(host.berth(0, "migrate", "-f", FILE, "--yes").stderr()).doesNotContain("firewall");
    host.berth(0, "migrate", "--commit", "--purge", "--yes");
    assertRunOn("podman");
    assertTheySeeEachOther();
    assertThat(host.run("docker", "network", "inspect", "app").exitCode()).isEqualTo(1);
    assertThat(host.exists(JOURNAL)).isFalse();
  }

  @Test
  void oneWithChosenAddressesChangesHandsWithAllThatAreOnIt() {
    host.get("docker", "network", "create", "--subnet=10.77.0.0/24", "app");
    host.write(FILE, set("app", "  ip: 10.77.0.5"));
    host.berth(0, "apply", "--container-cli", "docker", "-f", FILE);
    host.get(
        "docker",
        "run",
        "--detach",
        "--name=other",
        "--network=app",
        "localhost/berth-test/busybox:1",
        "sh",
        "-c",
        "while :; do sleep 1; done");

    CommandResult refused = host.berth(2, "migrate", "-f", FILE, "--yes");

    assertThat(refused.stderr()).contains("network app", "other would stay");
    assertRunOn("docker");
    host.get("docker", "rm", "--force", "other");

    CommandResult migrated = host.berth(0, "migrate", "-f", FILE, "--yes");

    assertRunOn("podman");
    doAsAdvised(migrated.stderr());
    assertTheySeeEachOther();
    assertThat(inspect("podman", "{{(index .Subnets 0).Subnet}}")).isEqualTo("10.77.0.0/24");
    assertThat(
            host.get(
                "podman",
                "inspect",
                "--format={{.NetworkSettings.Networks.app.IPAddress}}",
                "back"))
        .isEqualTo("10.77.0.5");
    assertThat(host.run("docker", "network", "inspect", "app").exitCode()).isEqualTo(1);

    host.berth(0, "migrate", "--rollback", "--yes");
    assertRunOn("docker");
    assertTheySeeEachOther();
    assertThat(
            host.get(
                "docker",
                "inspect",
                "--format={{.NetworkSettings.Networks.app.IPAddress}}",
                "back"))
        .isEqualTo("10.77.0.5");
  }

  /** Docker drops what Podman forwards where netavark writes for nftables, and Berth says so. */
  private static void doAsAdvised(String advice) {
    String file = "/etc/containers/containers.conf.d/beside-docker.conf";
    if (host.exists(file) || host.run("nft", "list", "table", "inet", "netavark").exitCode() != 0) {
      assertThat(advice).doesNotContain("firewall");
      return;
    }
    assertThat(advice).contains("Docker's firewall drops", ": back, front.");
    assertThat(advice).contains(file);
    // Stopped first: what has set their network up has to take it down.
    host.get("systemctl", "stop", "berth-back", "berth-front");
    host.get("mkdir", "-p", "/etc/containers/containers.conf.d");
    host.write(
        file,
        advice
            .lines()
            .filter(line -> line.startsWith("    [") || line.contains(" = "))
            .map(String::strip)
            .collect(Collectors.joining("\n", "", "\n")));
    host.get("systemctl", "start", "berth-back", "berth-front");
  }

  private static String inspect(String engine, String format) {
    return host.get(engine, "network", "inspect", "--format=" + format, "app");
  }

  private static void assertTheySeeEachOther() {
    host.get("rm", "-f", "/srv/joined/seen");
    until("front sees back by its name", () -> host.exists("/srv/joined/seen"));
    assertThat(host.get("curl", "-s", "http://127.0.0.1:8091/")).isEqualTo("joined");
  }

  private static void assertRunOn(String engine) {
    String other = engine.equals("docker") ? "podman" : "docker";
    assertThat(host.get(engine, "ps", "--format={{.Names}}").lines()).contains("back", "front");
    assertThat(host.get(other, "ps", "--format={{.Names}}").lines())
        .doesNotContain("back", "front");
  }
}
