package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.it.FormerHost.Tool;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host as Paunch or tripleo-ansible left it is taken over: nothing of the old stays, everything
 * runs under Berth's units, each service was started once, and no task ran a second time.
 */
class AdoptIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final FormerSite SITE = new FormerSite(host);

  private static final int ROUNDS = 4;

  /** As Paunch called what it made where the wanted name was taken. */
  private static final Map<String, String> RANDOM =
      Map.of("web", "web-0a1b2c3d", "changed", "changed-zzzzzzzz");

  private static final List<String> SERVICES = List.of("changed", "db", "idle", "side", "web");

  private final long seed = Long.getLong("berth.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @BeforeEach
  void nothingIsLeft() {
    SITE.clear();
  }

  @ParameterizedTest
  @EnumSource
  void isListedPlannedAndTakenOver(Tool tool) {
    SITE.leave(tool);
    String other = SITE.other();

    CommandResult list = host.berth("list");
    assertThat(list.stdout().lines()).as("only the head").hasSize(1);
    assertThat(list.stderr().strip())
        .isEqualTo(
            "8 containers of Paunch or tripleo-ansible can be adopted: see 'berth list --all'");
    assertThat(
            host.get(
                    "/opt/berth/berth",
                    "list",
                    "--all",
                    "-f",
                    "value",
                    "-c",
                    "container",
                    "-c",
                    "managed_by",
                    "-c",
                    "unit")
                .lines())
        .contains(
            "db " + tool.managedBy + " active (running), enabled",
            "idle " + tool.managedBy + " inactive (dead), enabled",
            "db_sync " + tool.managedBy + " ")
        .hasSize(8)
        .noneMatch(line -> line.startsWith("other"));

    CommandResult refused = berth("plan");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.stderr())
        .contains(
            "db.json:1:1: error: the name 'db' is taken by a container that '"
                + tool.managedBy
                + "' manages",
            "--adopt takes it over")
        .doesNotContain("other");

    CommandResult plan = berth("plan", "--adopt");
    assertThat(plan.exitCode()).as(plan.stderr()).isZero();
    String managed = "managed by '" + tool.managedBy + "'";
    assertThat(
            plan.stdout()
                .lines()
                .map(line -> line.replaceAll("^ *\\d+ +", "").replaceAll("  +", "  ")))
        .contains(
            "remove gone  " + managed + ", not in the configuration 'tripleo_step1'",
            "adopt db  " + managed + ", same configuration",
            "adopt db_sync  " + managed + ", same configuration; it has run and does not run again",
            "run init  " + managed + ", changed: command[2]",
            "adopt changed  " + managed + ", changed: environment.MODE",
            "adopt idle  " + managed + ", same configuration; its container is exited",
            "adopt side  " + managed + ", same configuration",
            "adopt web  " + managed + ", same configuration");
    assertThat(plan.stdout() + plan.stderr()).doesNotContain("green");

    adopt();

    assertTakenOver("berth-");
    assertThat(starts())
        .containsOnly(
            Map.entry("db", 2L),
            Map.entry("db_sync", 1L),
            Map.entry("init", 2L),
            Map.entry("web", 2L),
            Map.entry("idle", 2L),
            Map.entry("changed", 2L),
            Map.entry("side", 2L),
            Map.entry("gone", 1L));
    assertThat(enteredActive("berth-db")).isLessThan(enteredActive("berth-web"));
    assertThat(host.get("podman", "exec", "db", "cat", "/data/note")).isEqualTo("precious");
    assertThat(SITE.other()).isEqualTo(other);
    assertThat(host.berth("list").stderr()).isEmpty();
  }

  @Test
  void keepsTheNamesThatOperatorsKnow() {
    SITE.leave(Tool.PAUNCH);
    String other = SITE.other();

    adopt("--unit-prefix", "tripleo_");

    assertTakenOver("tripleo_");
    assertThat(starts())
        .contains(
            Map.entry("db", 2L),
            Map.entry("db_sync", 1L),
            Map.entry("web", 2L),
            Map.entry("side", 2L));
    assertThat(host.get("podman", "exec", "db", "cat", "/data/note")).isEqualTo("precious");
    assertThat(SITE.other()).isEqualTo(other);

    CommandResult deleted = host.berth("delete", FormerHost.CONFIG_ID, "--unit-prefix", "tripleo_");
    assertThat(deleted.exitCode()).as(deleted.stderr()).isZero();
    assertThat(deleted.stderr()).contains("forget db_sync");
    assertThat(berth("plan", "--unit-prefix", "tripleo_").stdout())
        .containsPattern("run db_sync +new");
  }

  @Test
  void anAdoptionThatWasKilledIsFinishedByTheSameCommand() {
    System.out.println("AdoptIT: seed " + seed);
    SITE.leave(Tool.PAUNCH);
    long begun = System.nanoTime();
    adopt();
    long whole = (System.nanoTime() - begun) / 1_000_000;
    for (int part = 0; part < ROUNDS; part++) {
      SITE.clear();
      SITE.leave(Tool.PAUNCH, RANDOM);
      String other = SITE.other();
      String prefix = part % 2 == 0 ? "berth-" : "tripleo_";
      long moment = (long) (whole * (part + random.nextDouble()) / ROUNDS);
      String what = prefix + ", killed after " + moment + " ms, seed " + seed;
      List<String> argv =
          new ArrayList<>(
              List.of(
                  "timeout",
                  "--foreground",
                  "--signal=KILL",
                  String.format(Locale.ROOT, "%.3fs", moment / 1000.0)));
      argv.addAll(command("apply", "--adopt", "--unit-prefix", prefix));
      CommandResult killed = host.run(argv.toArray(String[]::new));
      assertThat(killed.exitCode()).as("%s: %s", what, killed.stderr()).isIn(0, 124, 137);

      adopt("--unit-prefix", prefix);

      assertTakenOver(prefix);
      assertThat(starts()).as(what).containsEntry("db_sync", 1L);
      assertThat(host.get("podman", "exec", "db", "cat", "/data/note"))
          .as(what)
          .isEqualTo("precious");
      assertThat(SITE.other()).as(what).isEqualTo(other);
    }
  }

  /** Killed when ours has started and nobody knows yet that it never gets healthy. */
  @Test
  void whatIsNoGoodIsGivenBackAlthoughTheRunThatStartedItWasKilled() {
    SITE.leave(Tool.PAUNCH);
    String db = FormerHost.CONFIGURATION + "/db.json";
    String good = host.read(db);
    host.write(
        db, good.replace("\"test\":\"true\"", "\"test\":\"false\",\"interval\":1,\"retries\":2"));
    String containers = containers(List.of("db"));
    List<String> argv = command("apply", "--adopt");
    KilledBerth.at("systemctl", "after", "start .*berth-db", 1)
        .run(host, argv.subList(1, argv.size()).toArray(String[]::new));

    CommandResult again = berth("apply", "--adopt");

    assertThat(again.exitCode()).as(again.stderr()).isEqualTo(1);
    assertThat(again.stdout())
        .containsPattern("restored \\w+ db: is unhealthy.*; what was there before runs again");
    assertThat(containers(List.of("db"))).isEqualTo(containers);
    assertThat(host.get("systemctl", "is-active", "tripleo_db.service")).isEqualTo("active");
    assertThat(host.get("systemctl", "is-enabled", "tripleo_db.service")).isEqualTo("enabled");
    assertThat(host.exists("/etc/systemd/system/berth-db.service")).isFalse();
    assertThat(host.exists("/var/lib/berth/former")).isFalse();
    host.write(db, good);
  }

  @ParameterizedTest
  @ValueSource(strings = {"berth-", "tripleo_"})
  void whatDoesNotComeUpIsGivenBack(String prefix) {
    SITE.leave(Tool.PAUNCH, RANDOM);
    String other = SITE.other();
    String db = FormerHost.CONFIGURATION + "/db.json";
    String changed = FormerHost.CONFIGURATION + "/changed.json";
    String goodDb = host.read(db);
    String goodChanged = host.read(changed);
    host.write(
        db, goodDb.replace("\"test\":\"true\"", "\"test\":\"false\",\"interval\":1,\"retries\":2"));
    host.write(changed, goodChanged.replaceFirst("\\{", "{\"entrypoint\":\"/no-such-program\","));
    assertThat(host.read(db)).isNotEqualTo(goodDb);
    List<String> theirs = List.of("db", "side", RANDOM.get("changed"));
    String containers = containers(theirs);
    String units = theirUnits(theirs);

    CommandResult refused = berth("apply", "--adopt", "--unit-prefix", prefix);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stdout())
        .containsPattern("restored adopt db: is unhealthy.*; what was there before runs again")
        .containsPattern("restored adopt side: what it needs went back; what was there before runs")
        .containsPattern(
            "restored adopt changed: .*(not found|[Nn]o such file).*; what was there before");
    assertThat(containers(theirs)).isEqualTo(containers);
    assertThat(theirUnits(theirs)).isEqualTo(units);
    assertThat(host.get("podman", "ps", "--all", "--format", "{{.Names}}"))
        .contains("web", "idle", "other")
        .doesNotContain("-before-berth");
    assertThat(host.get("podman", "exec", "db", "cat", "/data/note")).isEqualTo("precious");
    assertThat(host.pids()).containsKeys("db", "side", RANDOM.get("changed"), "web", "idle");
    assertThat(host.get("podman", "inspect", "--format", "{{.Config.Labels.managed_by}}", "web"))
        .isEqualTo("berth");
    assertThat(SITE.other()).isEqualTo(other);

    host.write(db, goodDb);
    host.write(changed, goodChanged);
    adopt("--unit-prefix", prefix);
    assertTakenOver(prefix);
  }

  @Test
  void aRandomNameIsNoOtherContainer() {
    SITE.leave(Tool.PAUNCH, RANDOM);
    host.get("ln", "-sf", "/opt/berth/berth", "/root/paunch");

    assertThat(
            host.get("/root/paunch", "list", "-f", "value", "-c", "container", "-c", "status")
                .lines())
        .contains("web-0a1b2c3d running", "changed-zzzzzzzz running", "db running");
    assertThat(berth("plan").stderr())
        .contains(
            "web.json:1:1: error: the name 'web' is that of the container 'web-0a1b2c3d' to"
                + " 'paunch', which manages it",
            "--adopt takes it over");
    assertThat(host.pids()).containsKeys("web-0a1b2c3d", "changed-zzzzzzzz");
    assertThat(berth("plan", "--adopt").stdout())
        .containsPattern(
            "adopt web +managed by 'paunch' under the name 'web-0a1b2c3d', same configuration")
        .doesNotContain("remove web", "remove changed");

    host.get(
        "podman",
        "create",
        "--name=twin",
        "--label=managed_by=paunch",
        "--label=container_name=web",
        "--label=config_id=other",
        "localhost/berth-test/busybox:1");
    String before = containers(List.of("web-0a1b2c3d", "twin", "db"));
    CommandResult two = berth("apply", "--adopt");
    assertThat(two.exitCode()).isEqualTo(2);
    assertThat(two.stderr())
        .contains(
            "web.json:1:1: error: there are two containers 'web' here: 'twin' (managed by 'paunch',"
                + " part of 'other') and 'web-0a1b2c3d' (managed by 'paunch', part of"
                + " 'tripleo_step1')",
            "Berth does not guess");
    assertThat(containers(List.of("web-0a1b2c3d", "twin", "db"))).isEqualTo(before);

    CommandResult deleted = host.run("/root/paunch", "delete", "other");
    assertThat(deleted.exitCode()).as(deleted.stderr()).isZero();
    assertThat(host.run("podman", "container", "exists", "twin").exitCode()).isEqualTo(1);
    assertThat(host.pids()).containsKeys("web-0a1b2c3d", "db");

    CommandResult adopted =
        host.run(
            "/root/paunch",
            "apply",
            "--file",
            FormerHost.CONFIGURATION,
            "--config-id",
            FormerHost.CONFIG_ID,
            "--managed-by",
            "berth");
    assertThat(adopted.exitCode()).as("%s%s", adopted.stdout(), adopted.stderr()).isZero();
    assertTakenOver("tripleo_");
    assertThat(starts()).contains(Map.entry("web", 2L), Map.entry("changed", 2L));
  }

  @Test
  @Tag("long")
  void paunchDeletesWhatHasARandomName() {
    SITE.leave(Tool.PAUNCH, RANDOM);
    host.get("ln", "-sf", "/opt/berth/berth", "/root/paunch");

    CommandResult deleted = host.run("/root/paunch", "delete", FormerHost.CONFIG_ID);

    assertThat(deleted.exitCode()).as(deleted.stderr()).isZero();
    assertThat(host.get("podman", "ps", "--all", "--format", "{{.Names}}").strip())
        .isEqualTo("other");
    assertThat(host.get("sh", "-c", "cd /etc/systemd/system; ls tripleo_*").strip())
        .isEqualTo("tripleo_other.service");
  }

  private static String containers(List<String> names) {
    List<String> argv =
        new ArrayList<>(
            List.of("podman", "inspect", "--format", "{{.Name}} {{.Id}} {{.State.Status}}"));
    argv.addAll(names);
    return host.get(argv.toArray(String[]::new));
  }

  /** Their units as they are: files, links, states. */
  private static String theirUnits(List<String> names) {
    StringBuilder found = new StringBuilder();
    for (String name : names) {
      found.append(
          host.get(
              "sh",
              "-c",
              """
              cd /etc/systemd/system
              cat tripleo_%1$s.service tripleo_%1$s_healthcheck.* 2>/dev/null
              find . -path '*tripleo_%1$s.service*' -o -path '*tripleo_%1$s_healthcheck*' | sort
              ls berth-%1$s.service 2>/dev/null
              systemctl show --property=Id,ActiveState,UnitFileState,NeedDaemonReload \
                tripleo_%1$s.service tripleo_%1$s_healthcheck.timer
              """
                  .formatted(name)));
    }
    return found.toString();
  }

  /** Nothing of the old is left, everything is up under the unit of this prefix, and stays so. */
  private static void assertTakenOver(String prefix) {
    List<String> units = SERVICES.stream().map(name -> prefix + name + ".service").toList();
    assertThat(
            host.get(
                    "sh",
                    "-c",
                    "cd /etc/systemd/system; find . -name 'tripleo_*' ! -name '*.target' -o -name"
                        + " '*healthcheck*'")
                .lines()
                .filter(path -> !path.contains("tripleo_other"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .distinct())
        .as("files of units")
        .containsExactlyInAnyOrderElementsOf(prefix.equals("berth-") ? List.of() : units);
    assertThat(
            host.get(
                    "systemctl",
                    "list-units",
                    "--all",
                    "--plain",
                    "--no-legend",
                    "tripleo_*.service",
                    "tripleo_*.timer")
                .lines()
                .map(line -> line.split(" ")[0])
                .filter(unit -> !unit.startsWith("tripleo_other")))
        .as("units in memory")
        .containsExactlyInAnyOrderElementsOf(prefix.equals("berth-") ? List.of() : units);
    assertThat(
            host.get("podman", "ps", "--all", "--format", "{{.Names}} {{.Labels.managed_by}}")
                .lines())
        .contains(
            "db berth", "web berth", "idle berth", "changed berth", "init berth", "side berth")
        .hasSize(7);
    List<String> show =
        new ArrayList<>(
            List.of(
                "systemctl",
                "show",
                "--property=ActiveState,UnitFileState,NRestarts,NeedDaemonReload"));
    show.addAll(units);
    assertThat(
            host.get(show.toArray(String[]::new))
                .lines()
                .filter(line -> !line.isEmpty())
                .distinct())
        .containsExactlyInAnyOrder(
            "ActiveState=active", "UnitFileState=enabled", "NRestarts=0", "NeedDaemonReload=no");
    assertThat(host.get("systemctl", "list-units", "--failed", "--plain", "--no-legend")).isEmpty();

    CommandResult again = berth("plan", "--exit-code", "--unit-prefix", prefix);
    assertThat(again.exitCode()).as("%s%s", again.stdout(), again.stderr()).isZero();
    assertThat(again.stdout()).contains("Nothing to do: 7 containers are as wanted.");
  }

  private static CommandResult berth(String command, String... options) {
    return host.run(command(command, options).toArray(String[]::new));
  }

  private static List<String> command(String command, String... options) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/opt/berth/berth",
                command,
                "--file",
                FormerHost.CONFIGURATION,
                "--config-id",
                FormerHost.CONFIG_ID));
    argv.addAll(List.of(options));
    return argv;
  }

  private static void adopt(String... options) {
    List<String> all = new ArrayList<>(List.of("--adopt"));
    all.addAll(List.of(options));
    CommandResult adopted = berth("apply", all.toArray(String[]::new));
    assertThat(adopted.exitCode()).as("%s%s", adopted.stdout(), adopted.stderr()).isZero();
  }

  /** How often each container was started, by its own count. */
  private static Map<String, Long> starts() {
    Map<String, Long> starts = new LinkedHashMap<>();
    host.get("sh", "-c", "cd /srv/out; wc -l *")
        .lines()
        .map(line -> line.strip().split(" "))
        .filter(words -> !words[1].equals("total"))
        .forEach(words -> starts.put(words[1], Long.valueOf(words[0])));
    return starts;
  }

  private static long enteredActive(String unit) {
    return Long.parseLong(
        host.get("systemctl", "show", "--property=ActiveEnterTimestampMonotonic", "--value", unit));
  }
}
