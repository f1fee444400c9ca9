package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineName;
import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void aKilledRunDoesNotTakeTheWayBackAlong() {
    String unit = "/etc/systemd/system/berth-front.service";
    String before = host.read(unit) + host.read("/etc/berth/env/front.env");
    String bad =
        SET.replace("odd.name: x}", "odd.name: x}\n  entrypoint: /no-such-program")
            .replace("it's", "that's");
    host.write("/root/set.yaml", bad);
    KilledBerth.at("systemctl", "after", "restart.*front", 1)
        .run(
            host,
            "apply",
            "-f",
            "/root/set.yaml",
            "--config-id",
            "boot",
            "--supervisor",
            "systemd");

    CommandResult again = host.tryApply(bad, "--config-id", "boot", "--supervisor", "systemd");

    assertThat(again.exitCode()).as(again.stderr()).isEqualTo(1);
    assertThat(again.stdout()).containsPattern("restored .*front: .*runs again");
    assertThat(host.read(unit) + host.read("/etc/berth/env/front.env")).isEqualTo(before);
    assertThat(
            host.get("curl", "-s", "--retry", "5", "--retry-connrefused", "http://127.0.0.1:8091/"))
        .isEqualTo("it's $HOME %n");
    assertThat(host.exists("/var/lib/berth/former")).isFalse();
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
    // A crash of the daemon, which another test makes, has them restart each for itself.
    berth("delete", "boot", "--yes");
    isApplied();
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
    assertThat(berth("list", "-f", "value", "-c", "container", "-c", "restarts").stdout())
        .containsPattern("(?m)^front 1$")
        .containsPattern("(?m)^early *$");
    assertThat(berth("health", "front", "-o", "json").stdout()).contains("\"restarts\" : 1");
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
    host.get("systemctl", "restart", "berth-checked");
    assertThat(show("NRestarts", "checked")).isEqualTo("0");
    Eventually.holds("it is checked", () -> berth("health", "checked").stdout().contains("as 0"));
    CommandResult refused =
        host.tryApply(checked, "--config-id", "checked", "--supervisor", "engine");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.stderr()).contains("healthcheck.user cannot be honoured: the engine itself");
    berth("delete", "checked");
  }

  /** What a unit has for its stop; before, the daemon waited for two of them. */
  private static final Duration ONE_STOP = Duration.ofSeconds(31);

  private static void kill() {
    // docker.service may be started three times in a minute.
    host.get("systemctl", "reset-failed", "docker.service");
    host.get("systemctl", "kill", "--kill-whom=main", "--signal=KILL", "docker.service");
  }

  /** Kills the daemon and waits until the next one has these services up. */
  private static void crash(String... services) {
    String before = host.get("systemctl", "show", "-P", "MainPID", "docker.service");
    Map<String, String> since = new TreeMap<>();
    for (String name : services) {
      since.put(name, show("ActiveEnterTimestampMonotonic", name));
    }
    long begun = System.nanoTime();
    kill();
    Eventually.holds(
        "another daemon answers",
        () ->
            !host.get("systemctl", "show", "-P", "MainPID", "docker.service").equals(before)
                && host.run("timeout", "2", "docker", "version").exitCode() == 0);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ONE_STOP);
    Eventually.holds(
        "all are up again",
        () ->
            host.pids().keySet().containsAll(List.of(services))
                && List.of(services).stream()
                    .allMatch(
                        name ->
                            show("ActiveState", name).equals("active")
                                && !show("ActiveEnterTimestampMonotonic", name)
                                    .equals(since.get(name))));
  }

  private static String[] started() {
    return host.engine("inspect", "--format", "{{.State.StartedAt}}", "early", "front", "late")
        .split("\n");
  }

  @Test
  void aCrashOfTheDaemonWaitsForNoUnit() {
    crash("early", "front", "late");
    assertThat(plan().exitCode()).as(plan().stdout()).isZero();
    assertThat(activeSince("early")).isLessThan(activeSince("front"));
    assertThat(host.get("curl", "-s", "http://127.0.0.1:8091/")).isEqualTo("it's $HOME %n");

    host.get("systemctl", "stop", "docker.service");
    assertThat(host.run("systemctl", "is-active", "docker.service").stdout().strip())
        .isEqualTo("inactive");
    assertThat(show("Result", "front") + show("ActiveState", "front")).isEqualTo("successinactive");
    // Stopped by its unit, it was removed; the daemon by itself would have left it.
    assertThat(host.hasContainer("front")).isFalse();
  }

  /** One whose tag has gone to another image is dangling but for the name that Berth gave it. */
  @Test
  void theImageOfAUnitAtRestIsNotPruned() {
    String mine = "localhost/mine:1";
    host.engine("commit", "early", mine);
    host.apply(
        "held: {image: '%s', restart: always, net: none, stop_grace_period: 1s}".formatted(mine),
        "--config-id",
        "held",
        "--supervisor",
        "systemd");
    String image = host.inspect("held", "{{.Image}}");
    host.engine("commit", "late", mine);
    host.get("systemctl", "stop", "berth-held");

    host.engine("image", "prune", "--force");

    host.get("systemctl", "start", "berth-held");
    assertThat(host.inspect("held", "{{.Image}}")).isEqualTo(image);
    berth("delete", "held", "--yes");
    assertThat(host.engine("image", "ls", "--quiet", "localhost/berth/held")).isEmpty();
  }

  @Test
  void whatTheDaemonKeepsRunningGoesOnUnderItsUnit() {
    host.write("/etc/docker/daemon.json", "{\"live-restore\": true}");
    host.get("systemctl", "reload", "docker");
    try {
      Map<String, String> pids = host.pids();
      String[] started = started();
      String printed = berth("logs", "late").stdout();

      crash("early", "front", "late");
      assertThat(host.pids()).isEqualTo(pids);
      assertThat(started()).isEqualTo(started);
      assertThat(plan().exitCode()).as(plan().stdout()).isZero();

      host.get("systemctl", "reset-failed", "docker.service");
      host.get("systemctl", "restart", "docker");
      Eventually.holds("late is up", () -> show("ActiveState", "late").equals("active"));
      assertThat(host.pids()).isEqualTo(pids);
      assertThat(started()).isEqualTo(started);
      assertThat(berth("logs", "late").stdout().lines().filter("late is here"::equals).count())
          .isEqualTo(printed.lines().filter("late is here"::equals).count());

      // It is still the unit's: systemd sees its end, and a stop is a stop.
      host.get("kill", "-KILL", pids.get("front"));
      Eventually.holds(
          "front is started again",
          () ->
              host.pids().containsKey("front")
                  && !host.pids().get("front").equals(pids.get("front")));
      host.get("systemctl", "stop", "berth-late");
      assertThat(host.hasContainer("late")).isFalse();

    } finally {
      host.get("rm", "/etc/docker/daemon.json");
      host.get("systemctl", "reload", "docker");
    }
  }

  /** Though it has all labels of the unit's own container, from an image that was made of that. */
  @Test
  void whoHasTakenTheNameOfAServiceOutlivesItsStart() {
    host.engine("commit", "late", "localhost/strange:1");
    String late = host.inspect("late", "{{.Id}}");
    host.engine("rename", "late", "late-x");
    host.engine(
        "run", "--detach", "--name=late", "--net=none", "localhost/strange:1", "sleep", "1000");
    String stranger = host.inspect("late", "{{.Id}}");
    // Its unit runs it, whatever its name is.
    assertThat(berth("list", "-f", "value", "-c", "container").stdout().lines())
        .containsExactlyInAnyOrder("early", "front", "late", "late-x");
    assertThat(plan().stderr() + plan().stdout())
        .contains("the name 'late' is taken by a container that has Berth's labels")
        .doesNotContain("late-x: ");

    assertThat(host.run("systemctl", "restart", "berth-late").exitCode()).isNotZero();

    assertThat(host.inspect("late", "{{.Id}} {{.State.Running}}")).isEqualTo(stranger + " true");
    assertThat(host.engine("ps", "--all", "--quiet", "--no-trunc")).doesNotContain(late);
    assertThat(host.get("journalctl", "-u", "berth-late", "--output=cat", "--lines=30"))
        .contains("Error: the name 'late' is taken by another container, " + stranger);
    assertThat(berth("list", "-f", "value", "-c", "status").stdout())
        .contains("not there, another container has its name");

    host.engine("rm", "--force", "late");
    host.get("systemctl", "reset-failed", "berth-late");
    host.get("systemctl", "start", "berth-late");
    assertThat(plan().exitCode()).as(plan().stdout()).isZero();
  }

  /** Docker keeps no word of the command that made a container. */
  @Test
  void aProcessThatWasStartedWithAUnitThatWasPutBackSinceIsReplaced() {
    host.get(
        "sh",
        "-ec",
        "cd /etc/systemd/system; cp -p berth-late.service /root/kept;"
            + " sed -i 's/ --name=late / --name=late --env=FOREIGN=1 /' berth-late.service;"
            + " systemctl daemon-reload; systemctl restart berth-late;"
            + " mv /root/kept berth-late.service; systemctl daemon-reload");
    assertThat(host.inspect("late", "{{.Config.Env}}")).contains("FOREIGN=1");
    assertThat(plan().stdout())
        .contains("replace late", "was started with a unit that was changed by hand", "1 step");
    isApplied();
    assertThat(host.inspect("late", "{{.Config.Env}}")).doesNotContain("FOREIGN");
    assertThat(plan().exitCode()).as(plan().stdout()).isZero();
  }

  /** As a power failure leaves it, with and without the word that its start has left. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatACrashOfTheHostLeftIsMadeAnew(boolean isKnown) {
    String late = host.inspect("late", "{{.Id}}");
    if (!isKnown) {
      host.get("rm", "-r", "/var/lib/berth/containers");
    }
    host.crash();
    Eventually.holds(
        "all are up",
        () -> host.pids().size() == 3 && show("ActiveState", "late").equals("active"));
    assertThat(host.inspect("late", "{{.Id}}")).isNotEqualTo(late);
    assertStartedInOrder();
    assertThat(plan().exitCode()).as(plan().stdout()).isZero();
  }

  @Test
  @Tag("long")
  void aDaemonThatFailsAtItsFirstTryDoesNotLeaveServicesDown() {
    host.write(
        "/run/systemd/system/docker.service.d/fails-once.conf",
        "[Service]\n"
            + "ExecStartPre=/bin/sh -c 'test -e /run/tried || { touch /run/tried; exit 1; }'\n");
    host.get("systemctl", "daemon-reload");
    try {
      crash("early", "front", "late");
      assertThat(host.exists("/run/tried")).isTrue();
    } finally {
      host.get("rm", "-rf", "/run/systemd/system/docker.service.d", "/run/tried");
      host.get("systemctl", "daemon-reload");
    }
  }

  @Test
  @Tag("long")
  void thirtyServicesDoNotHoldUpTheDaemon() {
    String thirty = new Thirty().text().replace("restart:", "stop_grace_period: 1s\n  restart:");
    host.apply(thirty, "--config-id", "thirty", "--supervisor", "systemd");
    String[] names =
        IntStream.rangeClosed(1, 30).mapToObj("c%02d"::formatted).toArray(String[]::new);
    crash(names);
    berth("delete", "thirty", "--yes");
  }
}
