package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineName;
import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
    assertThat(host.berth("cleanup", "--yes").exitCode()).isZero();
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
  void theDaemonOfThisHostIsAskedWhateverContextRootHasChosen() {
    host.get("docker", "context", "create", "far", "--docker", "host=tcp://127.0.0.1:1");
    host.get("docker", "context", "use", "far");
    try {
      host.apply(SET, "--config-id", "own");
      assertThat(host.berth("list", "-f", "value", "-c", "container").stdout().lines())
          .containsExactly("kept", "lasting", "once", "tried");
    } finally {
      host.get("docker", "context", "use", "default");
      host.get("docker", "context", "rm", "far");
    }
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
    assertThat(host.berth("list", "-f", "csv", "-c", "container", "-c", "restarts").stdout())
        .containsPattern("kept\"?,\"?1")
        .containsPattern("lasting\"?,\"?(\"|\r|\n)");

    host.get("systemctl", "restart", "docker");

    until("they are up", () -> host.pids().keySet().containsAll(List.of("kept", "lasting")));
    assertThat(plan().stdout()).contains("start once", "has ended with exit code");
    host.apply(SET, "--config-id", "own");
    assertThat(host.pids()).containsKeys("kept", "once", "tried", "lasting");
    assertThat(plan().exitCode()).isZero();
  }

  /** What is done by hand to the container of each name, and what is planned for it then. */
  private static final Map<String, List<String>> BY_HAND =
      Map.of(
          "policy",
          List.of(
              "update --restart=no policy",
              "set restart policy of policy",
              "restart policy is no, not always"),
          "stopped",
          List.of("stop --time=0 stopped", "start stopped", "has ended with exit code"),
          "disabled",
          List.of(
              "update --restart=no disabled; docker stop --time=0 disabled",
              "start disabled",
              "has ended with exit code"),
          "removed",
          List.of("rm --force removed", "create removed", "its container is gone"),
          "renamed",
          List.of(
              "rename renamed moved",
              "create renamed",
              "its container is gone: it was renamed to 'moved'"),
          "paused",
          List.of("pause paused", "replace paused", "its container is paused"));

  @Test
  void whatWasDoneByHandIsSeenAndMended() {
    String set =
        Stream.concat(Stream.of("kept"), BY_HAND.keySet().stream())
            .map(name -> SET.lines().findFirst().orElseThrow().replace("kept", name) + "\n")
            .collect(Collectors.joining());
    host.apply(set, "--config-id", "own");
    Map<String, String> before = host.pids();
    String policies = policies();
    BY_HAND.values().forEach(row -> host.get("sh", "-c", "docker " + row.getFirst()));

    String planned = plan().stdout();
    BY_HAND.forEach(
        (name, row) -> assertThat(planned).containsPattern(row.get(1) + " .*" + row.get(2)));
    assertThat(planned).contains("remove moved", "7 steps, 1 container is as wanted");
    host.apply(set, "--config-id", "own");

    Map<String, String> after = host.pids();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.values().removeIf(before::containsValue);
    assertThat(after).containsOnlyKeys("stopped", "disabled", "removed", "renamed", "paused");
    assertThat(policies()).isEqualTo(policies);
    assertThat(plan().exitCode()).isZero();
  }

  @Test
  void whoseNetworkWasTakenAwayIsReplacedAndTheNetworkIsAskedFor() {
    String set =
        """
        out: {image: "localhost/berth-test/busybox:1", restart: always, net: near}
        rest: {image: "localhost/berth-test/busybox:1", restart: always, net: near}
        """;
    host.get("docker", "network", "create", "near");
    host.apply(set, "--config-id", "near");
    String[] plan = {"plan", "--exit-code", "-f", "/root/set.yaml", "--config-id", "near"};
    assertThat(host.berth(plan).exitCode()).isZero();

    host.get("docker", "network", "disconnect", "--force", "near", "out");
    host.get("docker", "stop", "--time=0", "rest");
    host.get("docker", "network", "rm", "near");
    assertThat(host.berth(2, plan).stderr()).contains("there is no network 'near'");
    host.get("docker", "network", "create", "near");
    assertThat(host.berth(plan).stdout())
        .containsPattern("replace out .*is not in its network 'near' any more")
        .containsPattern("replace rest .*its network 'near' was made anew")
        .contains("2 steps");
    host.apply(set, "--config-id", "near");

    assertThat(host.get("docker", "ps", "--filter", "network=near", "--format", "{{.Names}}"))
        .contains("out", "rest");
    assertThat(host.berth(plan).exitCode()).isZero();
    assertThat(host.berth("delete", "near").exitCode()).isZero();
    host.get("docker", "network", "rm", "near");
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
            good.replaceFirst("net: none", "net: none\n  entrypoint: /no-such-program"),
            "--config-id",
            "shared");
    assertThat(impossible.exitCode()).isEqualTo(1);
    assertThat(impossible.stdout())
        .contains("restored replace leader: ", "skipped  replace guest: ");
    assertThat(ids()).isEqualTo(before);
    assertSharedNetwork();
    assertThat(host.apply(good, "--config-id", "shared").stdout()).contains("0 done, 2 unchanged.");
  }

  @Test
  void whoIsLeftInANamespaceThatItsLeaderHasLeftIsMadeAnew() {
    String leader = "leader: {IMAGE, restart: always, volumes: ['first:/data']}\n";
    String guest =
        "guest: {IMAGE, restart: always, net: 'container:leader', volumes_from: [leader]}\n";
    String image = "image: localhost/berth-test/busybox:1, stop_grace_period: 1s";
    host.write("/root/leader.yaml", leader.replace("IMAGE", image + ", net: none"));
    host.write("/root/guest.yaml", guest.replace("IMAGE", image));
    apply("leader");
    apply("guest");
    assertSharedNetwork();

    String before = host.pids().get("leader");
    host.get("kill", "-KILL", before);
    until("it runs again", () -> !before.equals(host.pids().getOrDefault("leader", before)));
    assertMadeAnew("its network namespace is one that 'leader' has left");

    host.write("/root/leader.yaml", host.read("/root/leader.yaml").replace("first", "second"));
    assertThat(apply("leader").stderr())
        .contains("'guest' is in a namespace of 'leader'", "apply 'guest' afterwards");
    host.get("systemctl", "restart", "docker");
    until("the leader is up", () -> host.pids().containsKey("leader"));
    assertMadeAnew("its network namespace is that of an earlier 'leader'");
    assertThat(host.engine("inspect", "--format", "{{json .Mounts}}", "guest"))
        .contains("\"second\"")
        .doesNotContain("\"first\"");
  }

  private static CommandResult apply(String name) {
    CommandResult applied =
        host.berth("apply", "-f", "/root/" + name + ".yaml", "--config-id", name);
    assertThat(applied.exitCode()).as(applied.stdout() + applied.stderr()).isZero();
    return applied;
  }

  private static void assertMadeAnew(String reason) {
    assertThat(host.berth("plan", "-f", "/root/guest.yaml", "--config-id", "guest").stdout())
        .contains("replace guest", reason);
    apply("guest");
    assertSharedNetwork();
    assertThat(apply("guest").stdout()).contains("0 done, 1 unchanged.");
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
