package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Waiting for health: of what is started, at boot and of other configurations, with an end. */
class GateIT {
  @RegisterExtension static final TestHost host = new TestHost();

  /** Healthy as long as a file is there. */
  private static final String DB =
      """
      db:
        image: localhost/berth-test/busybox:1
        restart: always
        stop_grace_period: 1s
        volumes: ["/root/gate:/gate"]
        healthcheck:
          test: "ls /gate/open"
          interval: 1s
          timeout: 5s
          retries: RETRIES
      """;

  private static final String WEB =
      """
      web:
        image: localhost/berth-test/busybox:1
        restart: always
        stop_grace_period: 1s
        depends_on: {db: {condition: service_healthy, required: REQUIRED}}
      """;

  @BeforeEach
  void theGateIsClosed() {
    host.get("sh", "-c", "mkdir -p /root/gate; rm -f /root/gate/open");
  }

  @AfterEach
  void nothingStays() {
    assertThat(host.berth("cleanup", "--yes").exitCode()).isZero();
  }

  @Test
  void whatDependsOnHealthStartsWhenItIsThere() {
    host.write("/root/gate.yaml", db(1000) + web(true));
    RunningBerth apply = RunningBerth.begin(host, "gated", "apply", "-f", "/root/gate.yaml");
    Eventually.holds("db runs", () -> host.pids().containsKey("db"));
    Eventually.holds(
        "a check has failed", () -> health("{{.State.Health.FailingStreak}}").matches("[1-9].*"));
    assertThat(host.pids()).doesNotContainKey("web");
    assertThat(state("berth-db.service")).isEqualTo("activating");

    open();
    assertThat(apply.exitStatus()).as(apply.talk()).isZero();
    assertThat(host.pids()).containsOnlyKeys("db", "web");
    assertThat(timestamp("berth-web.service", "InactiveExit"))
        .isGreaterThanOrEqualTo(timestamp("berth-db.service", "ActiveEnter"));
    assertThat(plan("/root/gate.yaml").exitCode()).isZero();
  }

  @Test
  void whatTurnsUnhealthyEndsTheWait() {
    CommandResult apply = host.tryApply(db(2) + web(true));
    assertThat(apply.exitCode()).as(apply.stderr()).isEqualTo(1);
    assertThat(apply.stdout())
        .containsPattern("failed +create db: is unhealthy: ls: /gate/open: No such file")
        .contains("skipped  create web: it depends on 'db', which failed");
    assertThat(host.pids()).doesNotContainKey("web");
  }

  @Test
  void whatEndsInsteadOfGettingHealthyEndsTheWait() {
    CommandResult apply =
        host.tryApply(
            db(1000).replace("restart: always", "restart: always\n  command: [sh, -c, exit 7]")
                + web(false));
    assertThat(apply.exitCode()).as(apply.stderr()).isEqualTo(1);
    assertThat(apply.stdout()).contains("create db", "skipped  create web");
  }

  /** As at boot, when nobody but systemd looks: its deadline is the last word. */
  @Test
  void withoutBerthTheRequiredOneDecides() {
    open();
    host.apply(
        db(1).replace("restart: always", "restart: \"no\"")
            + web(true)
            + web(false).replace("web:", "tolerant:"));
    host.get("systemctl", "stop", "berth-web", "berth-tolerant", "berth-db");
    host.get("rm", "/root/gate/open");

    assertThat(
            Long.parseLong(
                host.get("systemctl", "show", "-P", "TimeoutStartUSec", "berth-db")
                    .replace("s", "")))
        .as("start period 0, two checks of 1.1 s and at most 5 s, and 30 s")
        .isBetween(40L, 45L);
    CommandResult start = host.run("systemctl", "start", "berth-web", "berth-tolerant");
    assertThat(start.exitCode()).isNotZero();
    assertThat(host.pids()).containsOnlyKeys("tolerant");
    assertThat(host.get("systemctl", "show", "-P", "Result", "berth-db")).isEqualTo("timeout");
  }

  @Test
  void theHealthOfAnotherConfigurationIsWaitedForToo() {
    host.apply(db(1000), "--config-id", "base");
    host.write("/root/web.yaml", web(true));
    RunningBerth apply =
        RunningBerth.begin(
            host, "elsewhere", "apply", "-f", "/root/web.yaml", "--config-id", "site");
    Eventually.holds("web waits", () -> state("berth-web.service").equals("activating"));
    assertThat(host.pids()).containsOnlyKeys("db");

    open();
    assertThat(apply.exitStatus()).as(apply.talk()).isZero();
    assertThat(host.pids()).containsOnlyKeys("db", "web");
    assertThat(host.get("systemctl", "show", "-P", "After", "berth-web"))
        .contains("berth-db.service");
  }

  @Test
  void applyWaitsOnDemandAlsoForWhatItLeavesAlone() {
    open();
    assertThat(host.apply(db(2), "--wait").stdout()).contains("1 done, 0 unchanged.");
    assertThat(health("{{.State.Health.Status}}")).isEqualTo("healthy");

    host.get("rm", "/root/gate/open");
    Eventually.holds(
        "it is unhealthy", () -> health("{{.State.Health.Status}}").equals("unhealthy"));
    CommandResult unhealthy = host.tryApply(db(2), "--wait");
    assertThat(unhealthy.exitCode()).isEqualTo(1);
    assertThat(unhealthy.stdout())
        .contains("failed   wait for db: is unhealthy: ls: /gate/open", "0 done, 1 unchanged.");
  }

  @Test
  void whatCannotBeWaitedForIsRefused() {
    CommandResult unchecked =
        host.tryApply("db: {image: localhost/berth-test/busybox:1, restart: always}\n" + web(true));
    assertThat(unchecked.exitCode()).isEqualTo(2);
    assertThat(unchecked.stderr())
        .contains("set.yaml:6:16: error: 'web' waits for the health of 'db', which has no health");

    CommandResult absent = host.tryApply(web(true));
    assertThat(absent.exitCode()).isEqualTo(2);
    assertThat(absent.stderr()).contains("which is no container here or on this host");
    assertThat(host.pids()).isEmpty();
  }

  private static void open() {
    host.write("/root/gate/open", "");
  }

  private static String db(int retries) {
    return DB.replace("RETRIES", Integer.toString(retries));
  }

  private static String web(boolean required) {
    return WEB.replace("REQUIRED", Boolean.toString(required));
  }

  private static String health(String template) {
    return host.run("podman", "inspect", "--format", template, "db").stdout().strip();
  }

  private static String state(String unit) {
    return host.get("systemctl", "show", "-P", "ActiveState", unit);
  }

  private static long timestamp(String unit, String which) {
    return Long.parseLong(host.get("systemctl", "show", "-P", which + "TimestampMonotonic", unit));
  }

  private static CommandResult plan(String file) {
    return host.berth("plan", "--exit-code", "-f", file);
  }
}
