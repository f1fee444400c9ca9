package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks run once, to their end, and what came of them is told. */
@ClassTemplate
class TaskIT {
  @RegisterExtension static final TestHost host = new TestHost();

  /** Podman says stopped until the container has been cleaned up, a moment after its end. */
  private static final List<String> ENDED = List.of("exited", "stopped");

  /** A task that notes each of its runs in /srv/NAME and then does what is given. */
  private static String task(String name, String script, String... lines) {
    host.get("mkdir", "-p", "/srv/out");
    return """
    %s:
      image: localhost/berth-test/busybox:1
      detach: false
      volumes: ["/srv/out:/out"]
      command: [sh, -c, "echo run >> /out/%s; %s"]
    """
            .formatted(name, name, script)
        + String.join("", java.util.Arrays.stream(lines).map(line -> "  " + line + "\n").toList());
  }

  private static long runsOf(String name) {
    return host.exists("/srv/out/" + name) ? host.read("/srv/out/" + name).lines().count() : 0;
  }

  private static String state(String container) {
    return host.tryEngine("inspect", "--format", "{{.State.Status}}", container).stdout().strip();
  }

  @Test
  void anEndThatIsNotAcceptedFailsAndIsTriedAgain() {
    String set = task("broken", "exit 3");

    CommandResult first = host.tryApply(set, "--config-id", "broken");
    assertThat(first.exitCode()).isEqualTo(1);
    assertThat(first.stdout())
        .contains("failed   run broken: ended with exit code 3, accepted: 0; see 'berth logs")
        .contains("0 done, 1 failed, 0 unchanged.");

    CommandResult second = host.tryApply(set, "--config-id", "broken");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(runsOf("broken")).isEqualTo(2);
  }

  @Test
  void whatAFailedExecPrintedIsTold() {
    String set =
        """
        spoken: {image: localhost/berth-test/busybox:1, restart: always, command: [sleep, "3600"]}
        speak:
          action: exec
          command: [spoken, sh, -c, "echo no such table; echo give up >&2; exit 9"]
        """;
    CommandResult applied = host.tryApply(set, "--config-id", "spoken");
    assertThat(applied.exitCode()).isEqualTo(1);
    assertThat(applied.stdout())
        .contains("speak: ended with exit code 9, accepted: 0; it printed:\n")
        .contains("\n         | no such table\n", "\n         | give up\n")
        .doesNotContain("berth logs speak");
  }

  @Test
  void anAcceptedEndIsDoneAndNotTriedAgain() {
    String set = task("lenient", "exit 3", "exit_codes: [0, 3]");

    host.apply(set, "--config-id", "lenient");
    CommandResult second = host.apply(set, "--config-id", "lenient");

    assertThat(second.stdout()).contains("0 done, 1 unchanged.");
    assertThat(runsOf("lenient")).isEqualTo(1);
  }

  @Test
  void anAwaitedTaskHasEndedWhenApplyReturns() {
    host.apply(task("slow", "sleep 1; touch /out/slow-ended"), "--config-id", "slow");

    assertThat(host.exists("/srv/out/slow-ended")).isTrue();
    assertThat(state("slow")).isIn(ENDED);
  }

  @Test
  void whatAnAwaitedTaskPrintsIsShownOnlyWhenVerbose() {
    String spoken = "echo spoken; echo grumbled >&2";
    CommandResult quiet = host.apply(task("speaker", spoken), "--config-id", "speaker");
    assertThat(quiet.stdout() + quiet.stderr()).doesNotContain("spoken", "grumbled");

    CommandResult loud = host.apply(task("shouter", spoken), "--config-id", "shouter", "-v");
    assertThat(loud.stderr()).contains("shouter | spoken", "shouter | grumbled");
    assertThat(loud.stdout()).doesNotContain("spoken");
  }

  @Test
  void aDetachedTaskIsStartedAndLeftAlone() {
    String set =
        task("patient", "until [ -e /out/go ]; do sleep 0.1; done; touch /out/patient-ended")
            .replace("detach: false", "detach: true");

    host.apply(set, "--config-id", "patient");
    assertThat(state("patient")).isEqualTo("running");
    String pid = host.pids().get("patient");
    CommandResult second = host.apply(set, "--config-id", "patient");
    assertThat(second.stdout()).contains("0 done, 1 unchanged.");
    assertThat(host.pids()).containsEntry("patient", pid);

    host.write("/srv/out/go", "");
    until("the task has ended", () -> state("patient").equals("exited"));
    assertThat(host.exists("/srv/out/patient-ended")).isTrue();
    host.apply(set, "--config-id", "patient");
    assertThat(runsOf("patient")).isEqualTo(1);
  }

  @Test
  void aTaskRunsAgainWhenItsConfigurationOrImageChanges() {
    runsAgainAfterChanges("changing");
  }

  @Test
  void aTaskThatLeavesNoContainerRunsAgainForTheSameReasons() {
    runsAgainAfterChanges("traceless", "remove: true");
    assertThat(host.hasContainer("traceless")).isFalse();
  }

  private static void runsAgainAfterChanges(String name, String... lines) {
    String image = "localhost/" + name + ":latest";
    host.engine("tag", "localhost/berth-test/busybox:1", image);
    String set = task(name, "true", lines).replace("localhost/berth-test/busybox:1", image);
    host.apply(set, "--config-id", name);
    host.apply("# Another comment.\n" + set, "--config-id", name);
    assertThat(runsOf(name)).isEqualTo(1);

    String changed = set + "  environment: {MODE: other}\n";
    CommandResult second = host.apply(changed, "--config-id", name);
    assertThat(runsOf(name)).as(second.stdout()).isEqualTo(2);
    host.apply(changed, "--config-id", name);
    assertThat(runsOf(name)).isEqualTo(2);

    host.engine("tag", "localhost/berth-test/volume:1", image);
    host.apply(changed, "--config-id", name);
    assertThat(runsOf(name)).isEqualTo(3);
    host.apply(changed, "--config-id", name);
    assertThat(runsOf(name)).isEqualTo(3);
  }

  @Test
  void whatDependsOnAFailedTaskIsSkippedAndTheRestRuns() {
    String set =
        task("database_sync", "exit 7")
            + """
            api:
              image: localhost/berth-test/busybox:1
              restart: always
              depends_on: [database_sync]
            """
            + task("report", "true", "depends_on: [api]", "start_order: 2")
            + task("unrelated", "true", "start_order: 2");

    CommandResult result = host.tryApply(set, "--config-id", "chain");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stdout())
        .contains("failed   run database_sync: ended with exit code 7")
        .contains("skipped  create api: it depends on 'database_sync', which failed")
        .contains("skipped  run report: it depends on 'api', and 'database_sync' failed")
        .contains("1 done, 1 failed, 2 skipped, 0 unchanged.");
    assertThat(runsOf("unrelated")).isEqualTo(1);
    assertThat(runsOf("report")).isZero();
    assertThat(host.pids()).doesNotContainKey("api");
  }

  @Test
  void aTaskLeftRunningByAKilledApplyIsWaitedFor() throws InterruptedException {
    String set = task("orphan", "until [ -e /out/end-orphan ]; do sleep 0.1; done; exit 4");
    host.write("/root/orphan.yaml", set);
    Process first = host.start("/opt/berth/berth", "apply", "-f", "/root/orphan.yaml");
    until("the task runs", () -> state("orphan").equals("running"));
    first.destroyForcibly().waitFor();
    assertThat(state("orphan")).isEqualTo("running");

    Process second =
        host.start(
            "sh", "-c", "/opt/berth/berth apply -f /root/orphan.yaml >/root/orphan.out 2>&1");
    until(
        "apply waits", () -> host.run("pgrep", "-f", host.cli() + " wait orphan").exitCode() == 0);
    host.write("/srv/out/end-orphan", "");
    assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();

    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(host.read("/root/orphan.out")).contains("orphan: ended with exit code 4");
    assertThat(runsOf("orphan")).isEqualTo(1);
    CommandResult third = host.tryApply(set + "  exit_codes: [4]\n", "--config-id", "orphan");
    assertThat(third.exitCode()).as(third.stdout()).isZero();
  }

  @Test
  void whatWaitsForATaskIsInstalledWhenTheTaskHasSucceeded() {
    String good =
        task("prepare", "true") + waiting("served", "one") + following("behind", "served");
    host.apply(good, "--config-id", "waiting");
    Map<String, String> files = files("served", "behind");
    String pid = host.pids().get("served");

    CommandResult failed =
        host.tryApply(
            task("prepare", "exit 4")
                + waiting("served", "two")
                + following("behind", "served").replace("restart: always", "restart: on-failure")
                + waiting("late", "two"),
            "--config-id",
            "waiting");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.stdout())
        .contains(
            "failed   run prepare: ended with exit code 4",
            "skipped  replace served: it depends on 'prepare', which failed",
            "skipped  create late: it depends on 'prepare', which failed");
    assertThat(files("served", "behind")).isEqualTo(files);
    assertThat(host.exists("/etc/systemd/system/berth-late.service")).isFalse();
    assertThat(host.pids()).containsEntry("served", pid).doesNotContainKey("late");

    host.apply(
        task("prepare", "true # mended") + waiting("served", "two"), "--config-id", "waiting");
    assertThat(host.engine("exec", "served", "sh", "-c", "echo $MODE")).isEqualTo("two");
    assertThat(host.pids().get("served")).isNotEqualTo(pid);
  }

  /** What services have on disk; for Docker, what the daemon knows of them instead. */
  private static Map<String, String> files(String... services) {
    Map<String, String> files = new TreeMap<>();
    for (String service : services) {
      if (host.isDocker()) {
        files.put(
            service, host.inspect(service, "{{.Id}} {{json .HostConfig}} {{.State.StartedAt}}"));
      } else {
        String unit = "/etc/systemd/system/berth-" + service + ".service";
        files.put(service, host.read(unit) + host.run("cat", "/etc/berth/env/" + service + ".env"));
      }
    }
    return files;
  }

  private static boolean isActive(String unit) {
    return host.run("systemctl", "is-active", unit).exitCode() == 0;
  }

  /** Compose's way to say it; `detach` is not needed then. */
  private static String waiting(String name, String mode) {
    return """
    %s:
      image: localhost/berth-test/busybox:1
      restart: always
      environment: {MODE: %s}
      depends_on: {prepare: {condition: service_completed_successfully}}
    """
        .formatted(name, mode);
  }

  private static String following(String name, String leader) {
    return """
    %s:
      image: localhost/berth-test/busybox:1
      restart: always
      depends_on: [%s]
    """
        .formatted(name, leader);
  }

  @Test
  void aServiceBecomesATaskAndATaskAService() {
    String service =
        """
        turncoat:
          image: localhost/berth-test/busybox:1
          restart: always
        """;
    host.apply(service, "--config-id", "turncoat");
    assertThat(host.isDocker() || isActive("berth-turncoat")).isTrue();

    CommandResult toTask = host.apply(task("turncoat", "true"), "--config-id", "turncoat");
    assertThat(toTask.stdout()).contains("0 unchanged.");
    assertThat(host.exists("/etc/systemd/system/berth-turncoat.service")).isFalse();
    assertThat(host.exists("/etc/systemd/system/multi-user.target.wants/berth-turncoat.service"))
        .isFalse();
    assertThat(state("turncoat")).isIn(ENDED);
    assertThat(runsOf("turncoat")).isEqualTo(1);
    assertThat(host.apply(task("turncoat", "true"), "--config-id", "turncoat").stdout())
        .contains("0 done, 1 unchanged.");

    host.apply(service, "--config-id", "turncoat");
    assertThat(host.isDocker() || isActive("berth-turncoat")).isTrue();
    assertThat(state("turncoat")).isEqualTo("running");
    assertThat(host.apply(service, "--config-id", "turncoat").stdout())
        .contains("0 done, 1 unchanged.");
  }
}
