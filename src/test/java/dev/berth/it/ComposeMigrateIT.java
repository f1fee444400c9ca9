package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A project that Docker Compose has brought up moves to Podman by its own file. */
class ComposeMigrateIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String JOURNAL = "/var/lib/berth/migration.jsonl";
  private static final String FILE = "/srv/yard/compose.yaml";

  private static final String YARD =
      """
      name: yard
      x-loop: &loop
        image: localhost/berth-test/busybox:1
        command: sh -c "trap 'exit 0' TERM; while :; do sleep 0.1; done"
      services:
        db:
          <<: *loop
          volumes: ["data:/data"]
          networks: [default, front]
          healthcheck: {test: [CMD, test, -d, /data], interval: 1s}
        init:
          image: localhost/berth-test/busybox:1
          command: sh -c "echo ran >> /data/runs"
          volumes: ["data:/data"]
          depends_on: {db: {condition: service_healthy}}
        web:
          image: localhost/berth-test/web:1
          restart: always
          environment: {NAME: yard, PORT: 8080}
          networks: {default: , front: {ipv4_address: 10.77.6.10}}
          ports: ["18096:8080"]
          volumes: ["./proxy.conf:/etc/proxy.conf:ro"]
          depends_on: {init: {condition: service_completed_successfully}}
        worker:
          <<: *loop
          restart: unless-stopped
          deploy: {replicas: 2}
          depends_on: [web]
      networks:
        front: {ipam: {config: [{subnet: 10.77.6.0/24}]}}
      volumes:
        data:
      """;

  @BeforeEach
  void bringUp() {
    host.get("systemctl", "start", "docker");
    host.get("mkdir", "-p", "/srv/yard");
    host.write(FILE, YARD);
    host.write("/srv/yard/proxy.conf", "events {}\nresolver 127.0.0.11 valid=5s;\n");
    host.get("sh", "-c", "cd /srv/yard && docker-compose up --detach 2>&1");
    host.get("docker", "exec", "yard-db-1", "sh", "-c", "echo kept > /data/kept");
  }

  @AfterEach
  void removeAll() {
    host.run("sh", "-c", "rm -rf /var/lib/berth/migration*");
    for (String project : new String[] {"yard", "from-docker", "rest"}) {
      host.berth("delete", project, "--volumes", "--yes");
    }
    host.run("sh", "-c", "docker ps --all --quiet | xargs -r docker rm --force");
    host.run("sh", "-c", "docker volume ls --quiet | xargs -r docker volume rm");
    host.run("docker", "network", "rm", "yard_default", "yard_front");
    host.run("podman", "network", "rm", "--force", "yard_default", "yard_front");
    host.run("podman", "volume", "rm", "--all", "--force");
    host.run("sh", "-c", "rm -f /root/*.yaml /etc/berth/from-docker.yaml");
  }

  @Test
  void itMovesByItsFileComesBackAndIsCommitted() {
    CommandResult refused = host.berth(2, "apply", "-f", FILE);
    assertThat(refused.stderr())
        .contains(
            "Compose has 'yard-db' on docker as 'yard-db-1': a second one would start here",
            "Compose has 'yard-worker-2' on docker:",
            "'berth migrate --from docker --to podman -f " + FILE + "' brings the project over");
    assertOnDocker();
    assertThat(host.berth(0, "plan", "-f", FILE, "--migrate", "auto").stdout())
        .contains("migrate yard-db", "runs on docker as 'yard-db-1'");

    CommandResult moved = host.berth(0, "migrate", "--from", "docker", "-f", "/srv/yard", "--yes");

    assertThat(moved.stderr())
        .contains("'docker compose up' would start the project 'yard' on docker a second time")
        .contains("Docker's resolver 127.0.0.11 in /srv/yard/proxy.conf:2");
    assertOnPodman();
    doAsAdvised(moved.stderr());
    assertThat(host.berth(0, "plan", "-f", FILE).stdout()).contains("Nothing to do");
    assertThat(host.berth(0, "apply", "-f", FILE).stdout()).contains("0 done, 5 unchanged");
    assertNamesResolve("podman", "yard-worker-1");
    assertThat(host.get("podman", "exec", "yard-db", "cat", "/data/kept", "/data/runs"))
        .isEqualTo("kept\nran");
    assertThat(labels("podman", "yard_front") + labels("podman", "yard_default"))
        .contains("dev.berth.ownership")
        .doesNotContain("com.docker.compose");

    assertThat(host.berth(0, "migrate", "--rollback", "--yes").stdout()).contains("5 back.");

    assertOnDocker();
    assertNamesResolve("docker", "yard-worker-1");
    assertThat(host.get("docker", "inspect", "--format={{.HostConfig.RestartPolicy.Name}}", WEB))
        .isEqualTo("always");
    assertThat(labels("docker", "yard_front")).contains("com.docker.compose.network:front");
    assertThat(host.run("podman", "network", "exists", "yard_default").exitCode()).isEqualTo(1);
    assertThat(host.run("podman", "network", "exists", "yard_front").exitCode()).isEqualTo(1);
    assertThat(host.get("sh", "-c", "cd /srv/yard && docker-compose up --detach 2>&1"))
        .doesNotContain("Recreate");
    assertOnDocker();

    host.berth(0, "migrate", "--from", "docker", "-f", FILE, "--yes");
    assertOnPodman();
    assertThat(host.berth(0, "migrate", "--commit", "--purge", "--yes").stdout())
        .contains("5 removed.");
    assertThat(host.get("docker", "ps", "--all", "--quiet")).isEmpty();
    assertThat(host.get("docker", "volume", "ls", "--quiet")).isEmpty();
    assertThat(host.get("docker", "network", "ls", "--format={{.Name}}").lines())
        .containsExactlyInAnyOrder("bridge", "host", "none");
    assertThat(host.exists(JOURNAL)).isFalse();
    assertThat(host.berth(0, "plan", "-f", FILE).stdout()).contains("Nothing to do");
    // Compose itself runs a task again at each of its ups.
    assertThat(host.get("podman", "exec", "yard-db", "cat", "/data/runs")).isEqualTo("ran\nran");
  }

  @Test
  void whatWasKilledIsFinishedOrTakenBack() {
    for (String event : new String[] {"leaving", "network", "left", "started"}) {
      killedAt(event);
      if (event.equals("network")) {
        host.berth(0, "migrate", "--rollback", "--yes");
        assertOnDocker();
        assertNamesResolve("docker", "yard-worker-2");
        host.run("sh", "-c", "rm -rf /var/lib/berth/migration*");
        killedAt("volume-done");
      }
      host.berth(0, "migrate", "--resume");
      // What had not begun to leave when it was killed is brought by the same command.
      host.berth(0, "migrate", "--from", "docker", "-f", FILE, "--yes");
      assertOnPodman();
      assertThat(host.berth(0, "plan", "-f", FILE).stdout()).contains("Nothing to do");
      assertThat(host.get("podman", "exec", "yard-db", "cat", "/data/kept", "/data/runs"))
          .isEqualTo("kept\nran");
      host.berth(0, "migrate", "--rollback", "--yes");
      assertOnDocker();
      host.run("sh", "-c", "rm -rf /var/lib/berth/migration*");
    }
  }

  @Test
  void whatIsInDoubtIsRefusedAndWhatStaysIsTold() {
    host.get("docker", "run", "--detach", "--name=yard-db", BUSYBOX, "sleep", "100");
    host.get(
        "docker",
        "run",
        "--detach",
        "--name=old",
        "--label=com.docker.compose.project=yard",
        "--label=com.docker.compose.service=gone",
        "--label=com.docker.compose.container-number=1",
        "--label=com.docker.compose.oneoff=False",
        BUSYBOX,
        "sleep",
        "100");
    CommandResult refused = host.berth(2, "migrate", "--from", "docker", "-f", FILE, "--yes");
    assertThat(refused.stderr())
        .contains("'yard-db' on docker is another container than that of this service")
        .contains("'old' runs on docker, and the file has no such container: it stays");
    host.get("docker", "rm", "--force", "yard-db");
    host.get(
        "docker",
        "run",
        "--detach",
        "--name=double",
        "--label=com.docker.compose.project=yard",
        "--label=com.docker.compose.service=web",
        "--label=com.docker.compose.container-number=1",
        "--label=com.docker.compose.oneoff=False",
        BUSYBOX,
        "sleep",
        "100");
    assertThat(host.berth(2, "migrate", "--from", "docker", "-f", FILE, "--yes").stderr())
        .contains("both say that they are this container of the project");
    assertThat(host.exists(JOURNAL)).isFalse();
    assertOnDocker();
  }

  @Test
  void withoutItsFileItsOrderIsWritten() {
    CommandResult shown =
        host.berth(0, "migrate", "--from", "docker", "--all", "--dry-run", "--write", "-");
    assertThat(shown.stdout())
        .contains("yard-web-1:\n", "condition: service_completed_successfully")
        .doesNotContain("com.docker.compose");

    host.berth(0, "migrate", "--from", "docker", "--all", "--yes");

    assertThat(host.get("podman", "ps", "--format={{.Names}}").lines())
        .containsExactlyInAnyOrder("yard-db-1", WEB, "yard-worker-1", "yard-worker-2");
    assertThat(host.berth(0, "apply", "-f", "/etc/berth/from-docker.yaml").stdout())
        .contains("0 done, 5 unchanged");
    assertThat(host.get("podman", "exec", "yard-db-1", "cat", "/data/kept", "/data/runs"))
        .isEqualTo("kept\nran");
    assertThat(host.get("podman", "inspect", "--format={{.Config.Labels}}", WEB))
        .doesNotContain("com.docker.compose");
  }

  private static final String BUSYBOX = "localhost/berth-test/busybox:1";
  private static final String WEB = "yard-web-1";

  private static void killedAt(String event) {
    host.get(
        "sh",
        "-c",
        "/opt/berth/berth migrate --from docker -f /srv/yard --yes & p=$!; until grep -q"
            + " '\"event\":\""
            + event
            + "\"' "
            + JOURNAL
            + " 2>/dev/null; do sleep 0.02; done; kill -9 $p; wait $p || true");
  }

  private static String labels(String engine, String network) {
    return host.get(engine, "network", "inspect", "--format={{.Labels}}", network);
  }

  private static void assertNamesResolve(String engine, String from) {
    until(
        "web answers " + from,
        () ->
            host.run(engine, "exec", from, "wget", "-T", "2", "-qO-", "http://web:8080/")
                .stdout()
                .contains("yard"));
  }

  private static void assertOnDocker() {
    assertThat(host.get("docker", "ps", "--format={{.Names}}").lines())
        .contains("yard-db-1", WEB, "yard-worker-1", "yard-worker-2");
    assertThat(host.get("podman", "ps", "--format={{.Names}}").lines()).isEmpty();
    until("web answers", () -> host.run("curl", "-sf", "http://127.0.0.1:18096/").exitCode() == 0);
  }

  private static void assertOnPodman() {
    assertThat(host.get("podman", "ps", "--format={{.Names}}").lines())
        .containsExactlyInAnyOrder("yard-db", "yard-web", "yard-worker-1", "yard-worker-2");
    assertThat(host.get("docker", "ps", "--format={{.Names}}").lines()).isEmpty();
    assertThat(host.get("docker", "ps", "--all", "--format={{.Names}}").lines())
        .allMatch(name -> name.matches("yard-(db|web|init|worker)-[12]"));
    until("web answers", () -> host.run("curl", "-sf", "http://127.0.0.1:18096/").exitCode() == 0);
  }

  /** Docker drops what Podman forwards where netavark writes for nftables, and Berth says so. */
  private static void doAsAdvised(String advice) {
    String file = "/etc/containers/containers.conf.d/beside-docker.conf";
    if (host.exists(file) || host.run("nft", "list", "table", "inet", "netavark").exitCode() != 0) {
      return;
    }
    assertThat(advice).contains("Docker's firewall drops", file);
    String[] units = {
      "berth-yard-db", "berth-yard-web", "berth-yard-worker-1", "berth-yard-worker-2"
    };
    host.get("systemctl", "stop", units[0], units[1], units[2], units[3]);
    host.get("mkdir", "-p", "/etc/containers/containers.conf.d");
    host.write(
        file,
        advice
            .lines()
            .filter(line -> line.startsWith("    [") || line.contains(" = "))
            .map(String::strip)
            .collect(Collectors.joining("\n", "", "\n")));
    host.get("systemctl", "start", units[0], units[1], units[2], units[3]);
  }
}
