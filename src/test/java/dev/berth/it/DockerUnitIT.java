package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineName;
import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Docker's containers under units: order at boot, restart and stop as for Podman's. */
class DockerUnitIT {
  @RegisterExtension static final TestHost host = new TestHost(EngineName.DOCKER);

  private static final String SET =
      """
      early:
        image: localhost/berth-test/busybox:1
        restart: always
        start_order: 1
        net: none
        stop_grace_period: 1s
        command: [sh, -c, "sleep 1; touch /tmp/ready; exec sleep 100000"]
        healthcheck: {test: "test -e /tmp/ready", interval: 1s, retries: 10}
      front:
        image: localhost/berth-test/web:1
        restart: always
        start_order: 2
        net: host
        stop_grace_period: 1s
        environment: {NAME: "it's $HOME %n", PORT: "8091", odd.name: x}
        depends_on: {early: {condition: service_healthy}}
      late:
        image: localhost/berth-test/busybox:1
        restart: "no"
        start_order: 3
        net: none
        stop_grace_period: 1s
        command: [sh, -c, "echo late is here; exec sleep 100000"]
      """;

  @BeforeEach
  void isApplied() {
    host.apply(SET, "--config-id", "boot", "--supervisor", "systemd");
    assertThat(host.pids()).containsOnlyKeys("early", "front", "late");
  }

  private static String show(String property, String name) {
    return host.get("systemctl", "show", "-P", property, "berth-" + name + ".service");
  }

  private static long activeSince(String name) {
    return Long.parseLong(show("ActiveEnterTimestampMonotonic", name));
  }

  private static void assertStartedInOrder() {
    assertThat(List.of("early", "front", "late"))
        .isSortedAccordingTo(Comparator.comparingLong(DockerUnitIT::activeSince));
    assertThat(host.inspect("early", "{{.State.Health.Status}}")).isEqualTo("healthy");
    assertThat(host.get("curl", "-s", "http://127.0.0.1:8091/")).isEqualTo("it's $HOME %n");
  }

  private static CommandResult berth(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "env";
    all[1] = "BERTH_SUPERVISOR=systemd";
    all[2] = "/opt/berth/berth";
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return host.run(all);
  }

  private static CommandResult plan() {
    return berth("plan", "--exit-code", "-f", "/root/set.yaml", "--config-id", "boot");
  }

  @Test
  void startsInOrderNowAndAtBoot() {
    assertStartedInOrder();
    assertThat(plan().exitCode()).isZero();
    assertThat(host.engine("inspect", "--format", "{{.HostConfig.RestartPolicy.Name}}", "early"))
        .isEqualTo("no");

    host.reboot();

    Eventually.holds(
        "all are up",
        () -> host.pids().size() == 3 && show("ActiveState", "late").equals("active"));
    assertStartedInOrder();
    assertThat(plan().exitCode()).as(plan().stdout()).isZero();
  }

  @Test
  void aKilledContainerIsStartedAgainAndOneThatIsStoppedStaysDown() {
    Map<String, String> before = host.pids();
    host.get("kill", "-KILL", before.get("front"));
    Eventually.holds(
        "systemd has started it again",
        () ->
            host.pids().containsKey("front")
                && !host.pids().get("front").equals(before.get("front"))
                && show("ActiveState", "front").equals("active"));
    assertThat(show("NRestarts", "front")).isEqualTo("1");
    host.engine("rm", "--force", "front");
    Eventually.holds(
        "it is there again",
        () -> host.hasContainer("front") && show("ActiveState", "front").equals("active"));
    assertThat(host.pids()).containsEntry("early", before.get("early"));

    host.get("systemctl", "stop", "berth-late", "berth-front");
    for (String name : List.of("late", "front")) {
      assertThat(show("ActiveState", name)).as(name).isEqualTo("inactive");
      assertThat(host.hasContainer(name)).as(name).isFalse();
    }
    assertThat(plan().stdout()).contains("start front", "start late", "unit was stopped by hand");
    CommandResult listed = berth("list", "-f", "value", "-c", "container", "-c", "unit");
    assertThat(listed.stdout()).contains("early active (running), enabled", "late inactive (dead)");
    host.apply(SET, "--config-id", "boot", "--supervisor", "systemd");
    assertThat(plan().exitCode()).isZero();
  }

  @Test
  void logsHealthAndGraphTellOfThem() {
    assertThat(berth("logs", "late").stdout()).contains("late is here");
    assertThat(host.get("journalctl", "-u", "berth-late", "-o", "cat")).contains("late is here");
    assertThat(berth("health").stdout()).containsPattern("early +healthy");
    assertThat(berth("graph", "--state").stdout()).containsPattern("early .*healthy");
    assertThat(berth("graph", "--boot").stdout()).contains("early", "front", "late");
    assertThat(berth("list").stdout()).containsPattern("front +localhost/berth-test/web:1 ");

    host.get("systemctl", "stop", "berth-early");
    CommandResult down = berth("health");
    assertThat(down.exitCode()).isEqualTo(1);
    assertThat(down.stdout()).containsPattern("early +down");
  }

  @Test
  void aReplacementThatDoesNotGetHealthyGoesBack() {
    String early = host.inspect("early", "{{.Image}}") + show("FragmentPath", "early");
    String unit = host.read("/etc/systemd/system/berth-early.service");

    CommandResult bad =
        host.tryApply(
            SET.replace("touch /tmp/ready", "true").replace("retries: 10", "retries: 2"),
            "--config-id",
            "boot",
            "--supervisor",
            "systemd");

    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.stdout())
        .containsPattern("restored replace early: .*what was there before runs");
    assertThat(host.read("/etc/systemd/system/berth-early.service")).isEqualTo(unit);
    assertThat(host.inspect("early", "{{.Image}}") + show("FragmentPath", "early"))
        .isEqualTo(early);
    assertThat(host.inspect("early", "{{.State.Health.Status}}")).isEqualTo("healthy");
  }

  @Test
  void anotherUserThanTheContainersOwnChecks() {
    String checked =
        """
        checked:
          image: localhost/berth-test/busybox:1
          restart: always
          net: none
          stop_grace_period: 1s
          user: "1000"
          command: [sleep, "100000"]
          healthcheck: {test: "echo as $(id -u); test $(id -u) = 0", user: root, interval: 1s}
        """;
    host.apply(checked, "--config-id", "checked", "--supervisor", "systemd", "--wait");
    assertThat(host.inspect("checked", "{{.Config.Healthcheck.Test}}")).isEqualTo("[NONE]");
    assertThat(berth("health", "checked").stdout()).contains("healthy").contains("as 0");
    CommandResult refused =
        host.tryApply(checked, "--config-id", "checked", "--supervisor", "engine");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.stderr()).contains("healthcheck.user cannot be honoured: the engine itself");
    berth("delete", "checked");
  }
}
