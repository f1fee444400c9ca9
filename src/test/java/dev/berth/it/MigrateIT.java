package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Services move from Docker to Podman and back, whatever happens in between. Each counts in its
 * volume, one number a line, so that what is lost, or written by two at once, is a gap.
 */
class MigrateIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String FILE = "/root/moving.yaml";
  private static final List<String> SERVICES = List.of("database", "reader", "web");

  /** All with "always": Docker 26 leaves one "unless-stopped" down after its daemon was killed. */
  private static final String SET =
      """
      prepare:
        image: localhost/berth-test/busybox:1
        detach: false
        command: [sh, -c, "echo ran >> /srv/prepared"]
        volumes: ["/srv/prepare:/srv"]
      database:
        image: localhost/berth-test/busybox:1
        restart: always
        start_order: 1
        environment: {PASSWORD: "a b'c"}
        command: [sh, -c, "%s"]
        volumes: ["data:/data"]
      reader:
        image: localhost/berth-test/busybox:1
        restart: always
        start_order: 1
        command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
        volumes: ["data:/data:ro"]
      web:
        image: localhost/berth-test/web:1
        restart: always
        net: host
        environment: {PORT: 8086, NAME: moving}
        depends_on: [database]
        start_order: 2
      """
          .formatted(counting("database"));

  private final long seed = Long.getLong("berth.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static String counting(String marker) {
    return "trap 'exit 0' TERM; : counts-%s; n=$(tail -n 1 /data/n || echo 0); while :; do n=$((n + 1)); echo $n >> /data/n; sleep 0.05; done"
        .formatted(marker);
  }

  @BeforeEach
  void applyOnDocker() {
    host.get("systemctl", "start", "docker");
    host.get("mkdir", "-p", "/srv/prepare");
    host.write(FILE, SET);
    host.berth(0, "apply", "--container-cli", "docker", "-f", FILE);
    host.get("chown", "70:71", mountpoint("docker") + "/n");
    until("it counts", () -> count("docker") > 2);
  }

  @AfterEach
  void removeAll() {
    host.get("rm", "-rf", "/var/lib/berth/migration", "/var/lib/berth/migration.jsonl");
    for (String engine : List.of("podman", "docker")) {
      for (String configId : List.of("moving", "gated")) {
        host.berth("delete", "--container-cli", engine, configId, "--volumes", "--yes");
      }
    }
    host.get("rm", "-rf", "/etc/berth/berth.yaml", "/srv/prepare");
    host.run("docker", "volume", "rm", "data");
    host.run("podman", "volume", "rm", "data");
  }

  @Test
  void whatIsOnDockerMovesStaysMovedComesBackAndIsCommitted() {
    host.get("docker", "stop", "reader");
    host.get(
        "docker",
        "run",
        "--detach",
        "--name=redis-bundle-docker-0",
        "localhost/berth-test/busybox:1",
        "sh",
        "-c",
        "while :; do sleep 1; done");
    CommandResult unasked = host.berth(2, "migrate", "-f", FILE);
    assertThat(unasked.stderr())
        .contains("migrate database", "bring reader", "needs --yes", "nothing has changed")
        .contains("'redis-bundle' is a bundle of Pacemaker", "pcs resource bundle create");
    assertThat(host.berth(2, "migrate", "-f", FILE, "--yes", "nobody").stderr()).contains("nobody");
    assertThat(host.berth(0, "migrate", "-f", FILE, "--dry-run").stdout()).contains("migrate web");
    assertThat(host.exists("/var/lib/berth/migration.jsonl")).isFalse();
    assertOn("docker", List.of("database", "web"));
    long written = count("docker");

    CommandResult migrated = host.berth(0, "migrate", "-f", FILE, "--yes", "--output", "json");

    List<Json> steps = Json.parse("report", migrated.stdout()).get("steps").items();
    assertThat(steps)
        .filteredOn(step -> step.get("action").textOrEmpty().equals("migrate"))
        .hasSize(2)
        .allSatisfy(step -> assertThat(step.get("downtime_seconds").toString()).matches("[0-9.]+"));
    assertOn("podman", List.of("database", "web"));
    assertThat(host.get("curl", "-s", "http://127.0.0.1:8086/")).isEqualTo("moving");
    assertThat(host.get("stat", "-c", "%u:%g", mountpoint("podman") + "/n")).isEqualTo("70:71");
    assertThat(
            host.run("cmp", "-n", "4", mountpoint("docker") + "/n", mountpoint("podman") + "/n")
                .exitCode())
        .isZero();
    assertCounted("podman", written);
    assertThat(host.read("/srv/prepare/prepared").lines()).as("the task ran once").hasSize(1);
    assertThat(host.get("docker", "ps", "--format={{.Names}}")).isEqualTo("redis-bundle-docker-0");
    for (String service : SERVICES) {
      assertThat(
              host.get("docker", "inspect", "--format={{.HostConfig.RestartPolicy.Name}}", service))
          .isEqualTo("no");
    }
    assertThat(host.run("systemctl", "is-enabled", "berth-reader").stdout().strip())
        .as("one that was stopped stays so")
        .isEqualTo("disabled");
    assertThat(host.berth(0, "migrate", "--status").stdout())
        .containsPattern("database +arrived +\\S+ +[0-9.]+ s +podman")
        .containsPattern("reader +arrived +\\S+\\s");
    assertThat(host.berth(0, "migrate", "-f", FILE, "--yes").stdout()).contains("0 done");

    for (String[] removal :
        new String[][] {
          {"delete", "moving", "--container-cli", "docker", "--volumes", "--yes"},
          {"delete", "moving", "--volumes", "--yes"},
          {"delete", "moving", "--container-cli", "docker", "--dry-run"},
          {"cleanup", "--container-cli", "docker", "--yes"},
          {"cleanup", "--yes"}
        }) {
      assertThat(host.berth(2, removal).stderr())
          .as(String.join(" ", removal))
          .contains("web", "its migration from docker to podman is not committed")
          .contains("'berth migrate --commit'", "'berth migrate --rollback'");
    }

    host.reboot();
    host.get("systemctl", "start", "docker");
    until("web answers", () -> host.run("curl", "-sf", "http://127.0.0.1:8086/").exitCode() == 0);
    assertOn("podman", List.of("database", "web"));

    assertThat(host.berth(2, "migrate", "--rollback").stderr()).contains("is not carried back");
    assertThat(host.berth(0, "migrate", "--rollback", "--yes").stdout()).contains("4 back.");
    assertOn("docker", List.of("database", "web"));
    assertCounted("docker", written);
    assertThat(host.get("docker", "inspect", "--format={{.HostConfig.RestartPolicy.Name}}", "web"))
        .isEqualTo("always");
    assertThat(host.exists("/etc/systemd/system/berth-web.service")).isFalse();
    assertThat(host.berth(0, "migrate", "--rollback", "--yes").stderr()).contains("Nothing");

    written = count("docker");
    assertThat(host.berth(0, "migrate", "-f", FILE, "--yes").stdout())
        .containsPattern("CONTAINER +DOWNTIME\ndatabase +[0-9.]+ s");
    assertCounted("podman", written);
    host.get(
        "docker",
        "run",
        "--detach",
        "--name=other",
        "--volume=more:/more",
        "localhost/berth-test/busybox:1",
        "sh",
        "-c",
        "while :; do sleep 1; done");
    assertThat(host.berth(0, "migrate", "--commit", "--purge", "--yes").stdout())
        .contains("4 removed.");
    assertThat(host.get("docker", "ps", "--all", "--format={{.Names}}").lines())
        .containsExactlyInAnyOrder("other", "redis-bundle-docker-0");
    assertThat(host.get("docker", "volume", "ls", "--quiet")).isEqualTo("more");
    assertOn("podman", List.of("database", "web"));
    assertThat(host.exists("/var/lib/berth/migration.jsonl")).isFalse();
    assertThat(host.exists("/var/lib/berth/migration")).isFalse();
    host.get("docker", "rm", "--force", "other", "redis-bundle-docker-0");
    host.get("docker", "volume", "rm", "more");
  }

  @Test
  void whoNeedsOneThatStaysIsRefusedAndNamedOnesMoveAlone() {
    CommandResult alone = host.berth(0, "migrate", "-f", FILE, "--yes", "database", "reader");
    assertThat(alone.stdout()).contains("database", "reader").doesNotContain("web");
    assertThat(host.get("docker", "ps", "--format={{.Names}}")).isEqualTo("web");
    assertCounted("podman", 1);
    host.berth(0, "migrate", "--rollback", "--yes");
    assertOn("docker", SERVICES);
    for (String how : List.of("--dry-run", "--yes")) {
      CommandResult shared = host.berth(2, "migrate", "-f", FILE, how, "database");
      assertThat(shared.stderr())
          .as(how)
          .contains("'database' cannot come over: 'reader', which stays, uses a volume of it");
    }
    assertOn("docker", SERVICES);
  }

  @Test
  void oneThatIsOnNeitherEngineAnyMoreIsToldAndEndsWithTheCommit() {
    host.berth(0, "migrate", "-f", FILE, "--yes");
    assertThat(host.berth(0, "migrate", "--resume").stderr())
        .contains("Nothing is under way. What has come over can go back until --commit:", "web");
    host.get("systemctl", "disable", "--now", "berth-web.service");
    host.get("rm", "/etc/systemd/system/berth-web.service");
    host.get("systemctl", "daemon-reload");
    host.get("docker", "rm", "web");

    assertThat(host.berth(1, "migrate", "--resume").stderr())
        .contains("'web' is on neither engine any more", "'berth migrate --commit' ends");
    host.berth(0, "migrate", "--commit", "--yes");
    assertThat(host.berth(0, "migrate", "--status").stderr()).contains("There is no migration");
    assertOn("podman", List.of("database", "reader"));
    host.berth(0, "apply", "-f", FILE);
    assertOn("podman", SERVICES);
  }

  @Test
  void changingTheEngineAndApplyingIsTheWholeUpgradeAndBothNeverRun() {
    host.berth(0, "delete", "--container-cli", "docker", "moving");
    host.write("/etc/berth/berth.yaml", "ContainerCli: docker\n");
    host.berth(0, "apply", "-f", FILE);
    until("it counts", () -> count("docker") > 5);
    long written = count("docker");
    host.get("docker", "exec", "reader", "touch", "/kept");
    host.write(
        "/root/watch",
        """
        most=0 looks=0
        while [ ! -e /root/watched ]; do
          now=$(for p in $(pgrep -f '^sh -c trap.*counts-database'); do
            readlink /proc/$p/ns/pid; done | sort -u | wc -l)
          [ "$now" -le "$most" ] || most=$now
          looks=$((looks + 1))
          echo "$most $looks" > /root/most
          sleep 0.05
        done
        """);
    Process watch = host.start("sh", "/root/watch");
    until("it watches", () -> host.exists("/root/most"));
    host.write("/etc/berth/berth.yaml", "ContainerCli: podman\n");

    CommandResult upgraded = host.berth(0, "apply", "-f", FILE);

    host.write("/root/watched", "");
    until("the watch has ended", () -> !watch.isAlive());
    String[] seen = host.read("/root/most").strip().split(" ");
    assertThat(seen[0]).as("how many ran at once").isEqualTo("1");
    assertThat(Integer.parseInt(seen[1])).as("looks").isGreaterThan(10);
    assertThat(upgraded.stdout()).containsPattern("web +[0-9.]+ s");
    assertThat(upgraded.stderr())
        .contains("'reader' has written 1 path outside its volumes, which does not come over")
        .doesNotContain("'database' has written");
    assertOn("podman", SERVICES);
    assertCounted("podman", written);
    assertThat(host.berth(0, "apply", "-f", FILE).stdout()).contains("0 done");
    host.get("rm", "/root/watched", "/root/most");
  }

  @Test
  void oneThatTurnsUnhealthyIsBackOnDocker() {
    host.write(
        "/root/gated.yaml",
        """
        gated:
          image: localhost/berth-test/busybox:1
          restart: always
          command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
          volumes: ["gated:/data"]
          healthcheck: {test: [CMD, test, "!", -e, /run/.containerenv], interval: 1s, retries: 1}
        """);
    host.berth(0, "apply", "--container-cli", "docker", "-f", "/root/gated.yaml");

    CommandResult failed = host.berth(1, "migrate", "-f", "/root/gated.yaml", "--yes");

    assertThat(failed.stdout())
        .contains("restored migrate gated", "it is on the other engine again, as it was")
        .containsPattern("gated +[0-9.]+ s");
    assertThat(host.get("docker", "ps", "--format={{.Names}}").lines()).contains("gated");
    assertThat(
            host.get("docker", "inspect", "--format={{.HostConfig.RestartPolicy.Name}}", "gated"))
        .isEqualTo("always");
    assertThat(host.get("podman", "ps", "--all", "--quiet")).isEmpty();
    assertThat(host.exists("/etc/systemd/system/berth-gated.service")).isFalse();
    assertThat(host.berth(0, "migrate", "--status").stdout())
        .containsPattern("gated +back .* docker");
  }

  /** What is killed in the middle of a migration. */
  private enum Victim {
    BERTH,
    DAEMON,
    HOST
  }

  @Test
  void aKilledMigrationIsFinishedOrTakenBack() {
    kill(Victim.BERTH, 2);
  }

  @Test
  void aMigrationOnAHostThatCrashesIsFinishedOrTakenBack() {
    kill(Victim.HOST, 1);
  }

  @Test
  @Tag("long")
  void aMigrationKilledAtAnyOfThirtyMomentsIsFinishedOrTakenBack() {
    kill(Victim.BERTH, 30);
  }

  @Test
  @Tag("long")
  void aMigrationWhoseDaemonIsKilledAtAnyOfFifteenMomentsIsFinishedOrTakenBack() {
    kill(Victim.DAEMON, 15);
  }

  @Test
  @Tag("long")
  void aMigrationOnAHostThatCrashesAtAnyOfFifteenMomentsIsFinishedOrTakenBack() {
    kill(Victim.HOST, 15);
  }

  @Test
  void aKilledMigrationFromUnitsIsFinishedOrTakenBack() {
    applyOnPodman();
    kill(Victim.BERTH, 1, "podman", "docker");
  }

  /** It runs nowhere then; what would start it where it was takes it for new. */
  @Tag("long")
  @Test
  void nothingStartsBesideAMigrationThatWasKilled() {
    applyOnPodman();
    long written = count("podman");
    KilledBerth.at("docker", "after", "volume create.*migration.* data$", 1)
        .run(host, "migrate", "--from", "podman", "-f", FILE, "--yes");
    String what = "'database' is in a migration from podman to docker that is not finished";
    String advice =
        "'berth migrate --resume' finishes it, 'berth migrate --rollback' has it on podman again";

    for (List<String> command :
        List.of(List.of("plan"), List.of("apply"), List.of("apply", "--migrate", "auto"))) {
      List<String> argv = new ArrayList<>(command);
      argv.addAll(List.of("-f", FILE));
      CommandResult refused = host.berth(2, argv.toArray(String[]::new));
      assertThat(refused.stderr()).contains(FILE + ":6:1: error: " + what, advice);
    }
    assertThat(host.berth(0, "list").stderr()).contains("warning: " + what + "; " + advice);
    host.get("systemctl", "stop", "docker.socket", "docker");
    assertThat(host.berth(2, "apply", "-f", FILE).stderr()).contains(what, advice);
    host.get("systemctl", "start", "docker");
    for (String engine : List.of("podman", "docker")) {
      assertThat(host.get(engine, "ps", "--format={{.Names}}").lines()).doesNotContain("database");
    }
    CommandResult onwards =
        host.berth(0, "plan", "--container-cli", "docker", "--migrate", "auto", "-f", FILE);
    assertThat(onwards.stdout()).containsPattern("migrate +database");
    assertThat(onwards.stderr()).contains("warning: " + what, "an apply goes on with it", advice);

    host.berth(0, "migrate", "--resume");
    assertOn("docker", SERVICES);
    assertCounted("docker", written);
    assertThat(host.berth(0, "list", "--container-cli", "docker").stderr()).doesNotContain(what);
    host.get("systemctl", "stop", "docker.socket", "docker");
    assertThat(host.berth(2, "apply", "-f", FILE).stderr())
        .contains("'database' has gone to docker and may still come back");
    host.get("systemctl", "start", "docker");
    host.berth(0, "migrate", "--rollback", "--yes");
    assertOn("podman", SERVICES);
    host.berth(0, "apply", "-f", FILE);
    assertThat(host.berth(0, "plan", "-f", FILE).stdout()).contains("Nothing to do");
  }

  @Test
  @Tag("long")
  void aMigrationFromUnitsKilledAtAnyOfFifteenMomentsIsFinishedOrTakenBack() {
    applyOnPodman();
    kill(Victim.BERTH, 15, "podman", "docker");
  }

  @Test
  void whatIsOfUnitsThatDoNotRunComesOverWithItsData() {
    applyOnPodman();
    host.get("systemctl", "stop", "berth-database", "berth-reader");
    long written = count("podman");

    host.berth(0, "apply", "--container-cli", "docker", "--migrate", "auto", "-f", FILE);

    assertOn("docker", SERVICES);
    assertCounted("docker", written);
    assertThat(host.exists("/etc/systemd/system/berth-database.service")).isFalse();
    host.berth(0, "migrate", "--rollback", "--yes");
    // The unit of "web" wants that of "database".
    assertThat(host.get("podman", "ps", "--format={{.Names}}").lines())
        .as("what was stopped stays so")
        .contains("web")
        .doesNotContain("reader");
    assertThat(host.get("docker", "ps", "--quiet")).isEmpty();
  }

  /** Their containers are there only while their units run. */
  private static void applyOnPodman() {
    host.berth(0, "migrate", "-f", FILE, "--yes");
    host.berth(0, "migrate", "--commit", "--purge", "--yes");
  }

  private void kill(Victim victim, int kills) {
    kill(victim, kills, "docker", "podman");
  }

  private void kill(Victim victim, int kills, String from, String to) {
    System.out.println("MigrateIT: seed " + seed);
    long begun = System.nanoTime();
    host.berth(0, "migrate", "--from", from, "-f", FILE, "--yes");
    double whole = (System.nanoTime() - begun) / 1e9;
    host.berth(0, "migrate", "--rollback", "--yes");
    for (int kill = 0; kill < kills; kill++) {
      double moment = whole * (kill + random.nextDouble()) / kills;
      String what = "%s killed after %.3f s, seed %d".formatted(victim, moment, seed);
      long written = count(from);
      migrateAndKill(victim, moment, from);
      if (kill % 2 == 0) {
        CommandResult resumed = host.berth("migrate", "--resume");
        assertThat(resumed.exitCode())
            .as("%s: %s%s", what, resumed.stdout(), resumed.stderr())
            .isZero();
        assertOnOneEach(what);
        // Where nothing had begun to leave nothing was to be finished, and all moves now.
        CommandResult rest = host.berth("migrate", "--from", from, "-f", FILE, "--yes");
        assertThat(rest.exitCode()).as("%s: %s%s", what, rest.stdout(), rest.stderr()).isZero();
        assertOn(to, SERVICES);
        assertCounted(to, written);
      }
      CommandResult back = host.berth("migrate", "--rollback", "--yes");
      assertThat(back.exitCode()).as("%s: %s%s", what, back.stdout(), back.stderr()).isZero();
      assertOn(from, SERVICES);
      assertCounted(from, written);
    }
  }

  private static void migrateAndKill(Victim victim, double moment, String from) {
    List<String> argv =
        new ArrayList<>(
            victim == Victim.BERTH
                ? List.of(
                    "timeout",
                    "--foreground",
                    "--signal=KILL",
                    String.format(Locale.ROOT, "%.3fs", moment))
                : List.of());
    argv.addAll(List.of("/opt/berth/berth", "migrate", "--from", from, "-f", FILE, "--yes"));
    Process migration = host.start(argv.toArray(String[]::new));
    if (victim != Victim.BERTH) {
      LockSupport.parkNanos((long) (moment * 1e9));
    }
    switch (victim) {
      case BERTH -> {}
      case DAEMON ->
          host.get("systemctl", "kill", "--kill-whom=main", "--signal=KILL", "docker.service");
      case HOST -> {
        host.crash();
        migration.destroyForcibly();
      }
    }
    until("it has ended", () -> !migration.isAlive());
    until(
        "Docker answers",
        () ->
            host.run("systemctl", "start", "docker").exitCode() == 0
                && host.run("docker", "info").exitCode() == 0);
  }

  private static void assertOnOneEach(String what) {
    Supplier<List<String>> running =
        () ->
            Stream.of("docker", "podman")
                .flatMap(engine -> host.get(engine, "ps", "--format={{.Names}}").lines())
                .filter(name -> !name.isEmpty())
                .sorted()
                .toList();
    until(what + ": all run", () -> running.get().size() >= SERVICES.size());
    assertThat(running.get()).as(what).isEqualTo(SERVICES);
  }

  private static void assertOn(String engine, List<String> services) {
    String other = engine.equals("docker") ? "podman" : "docker";
    assertThat(host.get(engine, "ps", "--format={{.Names}}").lines()).containsAll(services);
    assertThat(host.get(other, "ps", "--format={{.Names}}").lines())
        .doesNotContainAnyElementsOf(services);
  }

  private static String mountpoint(String engine) {
    return host.get(engine, "volume", "inspect", "--format={{.Mountpoint}}", "data");
  }

  private static long count(String engine) {
    CommandResult last = host.run("tail", "-n", "1", mountpoint(engine) + "/n");
    return last.stdout().isBlank() ? 0 : Long.parseLong(last.stdout().strip());
  }

  /** Nothing is lost of what was written, and it goes on. */
  private static void assertCounted(String engine, long atLeast) {
    until("it goes on counting on " + engine, () -> count(engine) > atLeast);
    CommandResult gaps = host.run("awk", "$1 != NR {print NR; exit 1}", mountpoint(engine) + "/n");
    assertThat(gaps.exitCode()).as("line %s is not its number", gaps.stdout()).isZero();
  }
}
