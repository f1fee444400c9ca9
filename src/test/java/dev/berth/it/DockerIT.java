package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineName;
import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services in Docker's own care: what only Docker does, and what is done to it by hand. */
class DockerIT {
  @RegisterExtension static final TestHost host = new TestHost(EngineName.DOCKER);

  private static final String SET =
      """
      kept: {IMAGE, restart: always}
      once: {IMAGE, restart: "no"}
      tried: {IMAGE, restart: "on-failure:3"}
      lasting: {IMAGE, restart: unless-stopped}
      """
          .replace(
              "IMAGE", "image: 'localhost/berth-test/busybox:1', net: none, stop_grace_period: 1s");

  @AfterEach
  void nothingStays() {
    assertThat(host.berth("cleanup").exitCode()).isZero();
  }

  private static CommandResult plan() {
    return host.berth("plan", "--exit-code", "-f", "/root/set.yaml", "--config-id", "own");
  }

  private static String policies() {
    return host.get(
        "sh",
        "-c",
        "docker inspect --format '{{.Name}} {{.HostConfig.RestartPolicy.Name}}"
            + " {{.HostConfig.RestartPolicy.MaximumRetryCount}}' $(docker ps -aq) | sort");
  }

  @Test
  void eachHasItsRestartPolicyAndComesBackWithTheDaemonAsThatSays() {
    host.apply(SET, "--config-id", "own");
    assertThat(policies().lines())
        .containsExactly(
            "/kept always 0", "/lasting unless-stopped 0", "/once no 0", "/tried on-failure 3");
    String kept = host.pids().get("kept");
    host.get("kill", "-KILL", kept);
    until(
        "Docker has started it again", () -> !kept.equals(host.pids().getOrDefault("kept", kept)));
    assertThat(plan().exitCode()).isZero();

    host.get("systemctl", "restart", "docker");

    until("they are up", () -> host.pids().keySet().containsAll(List.of("kept", "lasting")));
    assertThat(plan().stdout()).contains("start once", "has ended with exit code");
    host.apply(SET, "--config-id", "own");
    assertThat(host.pids()).containsKeys("kept", "once", "tried", "lasting");
    assertThat(plan().exitCode()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          another policy       | update --restart=no kept                             | set restart policy of kept | restart policy is no, not always | true
          stopped              | stop --time=0 kept                                   | start kept   | has ended with exit code | false
          stopped and disabled | update --restart=no kept; docker stop --time=0 kept  | start kept   | has ended with exit code | false
          removed              | rm --force kept                                      | create kept  | its container is gone    | false
          renamed              | rename kept moved                                    | create kept  | its container is gone    | false
          paused               | pause kept                                           | replace kept | its container is paused  | false
          """)
  void whatWasDoneByHandIsSeenAndMended(
      String name, String byHand, String step, String reason, boolean keepsProcess) {
    host.apply(SET, "--config-id", "own");
    Map<String, String> before = host.pids();
    String policies = policies();
    host.get("sh", "-c", "docker " + byHand);

    assertThat(plan().stdout()).contains(step, reason, "3 containers are as wanted");
    host.apply(SET, "--config-id", "own");

    assertThat(host.pids()).containsOnlyKeys("kept", "once", "tried", "lasting");
    assertThat(host.pids().get("kept").equals(before.get("kept"))).isEqualTo(keepsProcess);
    assertThat(host.pids()).containsEntry("once", before.get("once"));
    assertThat(policies()).isEqualTo(policies);
    assertThat(plan().exitCode()).isZero();
  }

  @Test
  void whoIsInTheNamespaceOfOneThatGoesBackGoesBackWithIt() {
    String good =
        """
        leader:
          IMAGE
          restart: always
          net: none
          environment: {ROLE: former}
          healthcheck: {test: "true", interval: 1s, retries: 2}
        guest:
          IMAGE
          restart: always
          net: container:leader
          environment: {ROLE: former}
        """
            .replace("IMAGE", "image: localhost/berth-test/busybox:1\n  stop_grace_period: 1s");
    host.apply(good, "--config-id", "shared");
    String before = ids();

    CommandResult unhealthy =
        host.tryApply(
            good.replace("former", "latter").replace("\"true\"", "\"false\""),
            "--config-id",
            "shared");
    assertThat(unhealthy.exitCode()).isEqualTo(1);
    assertThat(unhealthy.stdout())
        .contains("restored replace leader: is unhealthy")
        .contains("restored replace guest: what it needs went back; what was there before runs");
    assertThat(ids()).isEqualTo(before);
    assertSharedNetwork();

    CommandResult impossible =
        host.tryApply(
            good.replaceFirst("net: none", "net: none\n  user: nobody-here"),
            "--config-id",
            "shared");
    assertThat(impossible.exitCode()).isEqualTo(1);
    assertThat(impossible.stdout())
        .contains("restored replace leader: ", "skipped  replace guest: ");
    assertThat(ids()).isEqualTo(before);
    assertSharedNetwork();
    assertThat(host.apply(good, "--config-id", "shared").stdout()).contains("0 done, 2 unchanged.");
  }

  private static String ids() {
    return host.engine("inspect", "--format", "{{.Id}}", "leader", "guest");
  }

  private static void assertSharedNetwork() {
    Map<String, String> pids = host.pids();
    assertThat(host.get("readlink", "/proc/" + pids.get("guest") + "/ns/net"))
        .isEqualTo(host.get("readlink", "/proc/" + pids.get("leader") + "/ns/net"));
  }

  @Test
  void aServiceGoesIntoTheCareOfAUnitAndBack() {
    String polite =
        """
        polite:
          image: localhost/berth-test/busybox:1
          restart: always
          volumes: ["/srv:/out"]
          command: [sh, -c, "trap 'sleep 1; echo bye >>/out/polite; exit' TERM; while :; do sleep 0.1; done"]
        """;
    host.get("rm", "-f", "/srv/polite");
    host.apply(SET + polite, "--config-id", "own");
    String once = host.pids().get("once");

    host.apply(SET + polite, "--config-id", "own", "--supervisor", "systemd");
    assertThat(host.read("/srv/polite")).as("it had time to end").isEqualTo("bye\n");
    CommandResult toUnits = host.apply(SET, "--config-id", "own", "--supervisor", "systemd");
    assertThat(toUnits.stdout()).contains("4 unchanged.");
    assertThat(policies()).doesNotContain("always", "on-failure", "unless-stopped");
    for (String name : List.of("kept", "once", "tried", "lasting")) {
      assertThat(host.get("systemctl", "is-active", "berth-" + name)).isEqualTo("active");
    }
    assertThat(host.pids().get("once")).isNotEqualTo(once);
    assertThat(host.apply(SET, "--config-id", "own", "--supervisor", "systemd").stdout())
        .contains("0 done, 4 unchanged.");

    host.apply(SET, "--config-id", "own");
    assertThat(host.run("sh", "-c", "ls -d /etc/systemd/system/berth-*").stdout()).isEmpty();
    assertThat(policies()).contains("/kept always", "/tried on-failure 3");
    assertThat(host.pids()).containsOnlyKeys("kept", "once", "tried", "lasting");
    assertThat(host.apply(SET, "--config-id", "own").stdout()).contains("0 done, 4 unchanged.");
  }

  @Test
  void withoutDockerNothingChangesAndTheReasonIsTold() {
    host.apply(SET, "--config-id", "own");
    String pids = host.pids().toString();
    String changed = SET.replace("net: none", "net: host");

    host.get("systemctl", "stop", "docker.socket", "docker.service");
    assertRefused(changed, "/run/docker.sock", "systemctl start docker");

    host.get("systemctl", "start", "podman.socket");
    host.get("ln", "-sf", "/run/podman/podman.sock", "/run/docker.sock");
    assertRefused(changed, "at /run/docker.sock it is Podman that answers (podman-docker?)");
    host.get("rm", "/run/docker.sock");
    host.get("systemctl", "stop", "podman.socket", "podman.service");

    host.get("systemctl", "start", "docker");
    until("its containers are up", () -> host.pids().containsKey("kept"));
    String before = host.pids().toString();
    host.get("sh", "-c", "kill -STOP $(cat /run/docker.pid)");
    try {
      assertRefused(changed, "Docker at /run/docker.sock gave no answer within 20 s");
    } finally {
      host.get("sh", "-c", "kill -CONT $(cat /run/docker.pid)");
    }
    assertThat(host.pids()).hasToString(before);
    assertThat(pids).isNotEqualTo(before);
  }

  private static void assertRefused(String set, String... words) {
    CommandResult refused = host.tryApply(set, "--config-id", "own");
    assertThat(refused.exitCode()).as(refused.stderr()).isEqualTo(1);
    assertThat(refused.stderr()).contains(words).contains("berth: ").doesNotContain("fault");
  }
}
