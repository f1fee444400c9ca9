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

  private static final String IMAGE = "localhost/berth-test/busybox:1";
  private static final int ROUNDS = 4;
  private static final List<String> SERVICES = List.of("changed", "db", "idle", "side", "web");

  /** What operators and others did meanwhile: the last one's unit only looks like theirs. */
  private static final String AFTERWARDS =
      """
      podman exec db sh -c 'echo precious >/data/note'
      podman create --name other --conmon-pidfile=/var/run/other.pid %s >/dev/null
      cd /etc/systemd/system
      sed -e 's/changed/other/g' tripleo_changed.service >tripleo_other.service
      systemctl daemon-reload
      systemctl enable --now tripleo_other 2>/dev/null
      systemctl stop tripleo_idle
      """
          .formatted(IMAGE);

  private final long seed = Long.getLong("berth.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @BeforeEach
  void nothingIsLeft() {
    clear();
  }

  @ParameterizedTest
  @EnumSource
  void isListedPlannedAndTakenOver(Tool tool) {
    leave(tool);
    String other = other();

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
    assertThat(other()).isEqualTo(other);
    assertThat(host.berth("list").stderr()).isEmpty();
  }

  @Test
  void keepsTheNamesThatOperatorsKnow() {
    leave(Tool.PAUNCH);
    String other = other();

    adopt("--unit-prefix", "tripleo_");

    assertTakenOver("tripleo_");
    assertThat(starts())
        .contains(
            Map.entry("db", 2L),
            Map.entry("db_sync", 1L),
            Map.entry("web", 2L),
            Map.entry("side", 2L));
    assertThat(host.get("podman", "exec", "db", "cat", "/data/note")).isEqualTo("precious");
    assertThat(other()).isEqualTo(other);

    CommandResult deleted = host.berth("delete", FormerHost.CONFIG_ID, "--unit-prefix", "tripleo_");
    assertThat(deleted.exitCode()).as(deleted.stderr()).isZero();
    assertThat(deleted.stderr()).contains("forget db_sync");
    assertThat(berth("plan", "--unit-prefix", "tripleo_").stdout())
        .containsPattern("run db_sync +new");
  }

  @Test
  void anAdoptionThatWasKilledIsFinishedByTheSameCommand() {
    System.out.println("AdoptIT: seed " + seed);
    leave(Tool.PAUNCH);
    long begun = System.nanoTime();
    adopt();
    long whole = (System.nanoTime() - begun) / 1_000_000;
    for (int part = 0; part < ROUNDS; part++) {
      clear();
      leave(Tool.PAUNCH);
      String other = other();
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
      assertThat(other()).as(what).isEqualTo(other);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"berth-", "tripleo_"})
  void whatDoesNotComeUpIsGivenBack(String prefix) {
    leave(Tool.PAUNCH);
    String other = other();
    String db = FormerHost.CONFIGURATION + "/db.json";
    String changed = FormerHost.CONFIGURATION + "/changed.json";
    String goodDb = host.read(db);
    String goodChanged = host.read(changed);
    host.write(
        db, goodDb.replace("\"test\":\"true\"", "\"test\":\"false\",\"interval\":1,\"retries\":2"));
    host.write(changed, goodChanged.replaceFirst("\\{", "{\"user\":\"nobody-here\","));
    assertThat(host.read(db)).isNotEqualTo(goodDb);
    List<String> theirs = List.of("db", "side", "changed");
    String containers = containers(theirs);
    String units = theirUnits(theirs);

    CommandResult refused = berth("apply", "--adopt", "--unit-prefix", prefix);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stdout())
        .containsPattern("restored adopt db: is unhealthy.*; what was there before runs again")
        .containsPattern("restored adopt side: what it needs went back; what was there before runs")
        .containsPattern("restored adopt changed: .*no matching entries.*; what was there before");
    assertThat(containers(theirs)).isEqualTo(containers);
    assertThat(theirUnits(theirs)).isEqualTo(units);
    assertThat(host.get("podman", "ps", "--all", "--format", "{{.Names}}"))
        .contains("web", "idle", "other")
        .doesNotContain("-before-berth");
    assertThat(host.get("podman", "exec", "db", "cat", "/data/note")).isEqualTo("precious");
    assertThat(host.pids()).containsKeys("db", "side", "changed", "web", "idle");
    assertThat(host.get("podman", "inspect", "--format", "{{.Config.Labels.managed_by}}", "web"))
        .isEqualTo("berth");
    assertThat(other()).isEqualTo(other);

    host.write(db, goodDb);
    host.write(changed, goodChanged);
    adopt("--unit-prefix", prefix);
    assertTakenOver(prefix);
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
                    "cd /etc/systemd/system; find . -name 'tripleo_*' ! -name '*.target' -o -name '*healthcheck*'")
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

  /** The container and the unit of somebody else, in every respect that may change. */
  private static String other() {
    return host.get(
            "podman", "inspect", "--format", "{{.Id}} {{.State.Pid}} {{.State.Status}}", "other")
        + host.get(
            "systemctl", "show", "--property=ActiveState,MainPID,UnitFileState", "tripleo_other")
        + host.get(
            "sh",
            "-c",
            "stat -c '%n %i %y' /etc/systemd/system/tripleo_other.service /etc/systemd/system/*/tripleo_other.service");
  }

  private static void clear() {
    host.get(
        "sh",
        "-c",
        """
        cd /etc/systemd/system
        units=$(ls -d berth-*.service tripleo_*.service tripleo_*.timer 2>/dev/null)
        [ -z "$units" ] || { systemctl stop $units; systemctl disable $units; } 2>/dev/null
        rm -rf berth-* tripleo_* */berth-* */tripleo_*
        systemctl daemon-reload; systemctl reset-failed
        podman rm --all --force --time 0 >/dev/null; podman volume rm --all --force >/dev/null
        rm -rf /var/lib/berth /etc/berth /srv/out /var/lib/tripleo-config
        mkdir -p /srv/out
        """);
  }

  /** Eight containers of theirs, and one that only looks like it. */
  private static void leave(Tool tool) {
    Map<String, Object> db = service("db", 1);
    db.put("volumes", List.of("dbdata:/data", "/srv/out:/out"));
    db.put("healthcheck", Map.of("test", "true"));
    db.put("stop_grace_period", 2);
    Map<String, Object> sync = task("db_sync", 2, "true");
    Map<String, Object> init = task("init", 2, "true");
    Map<String, Object> web = service("web", 3);
    web.put("depends_on", List.of("tripleo_db.service"));
    web.put("healthcheck", Map.of("test", "true"));
    Map<String, Object> idle = service("idle", 3);
    Map<String, Object> changed = service("changed", 3);
    Map<String, Object> side = service("side", 3);
    side.put("pid", "container:db");
    side.put("depends_on", List.of("tripleo_db.service"));
    new FormerHost(tool)
        .service("db", db)
        .task("db_sync", sync)
        .task("init", init)
        .service("side", side)
        .service("web", web)
        .service("idle", idle)
        .service("changed", changed)
        .service("gone", service("gone", 3))
        .leave(host, AFTERWARDS);
    // Its unit has to wait: the task that it depends on has another configuration, and runs again.
    Map<String, Object> waiting = new LinkedHashMap<>(idle);
    waiting.put(
        "depends_on", Map.of("init", Map.of("condition", "service_completed_successfully")));
    Map<String, Object> green = new LinkedHashMap<>(changed);
    green.put("environment", Map.of("MODE", "green"));
    Map.of(
            "db",
            db,
            "db_sync",
            sync,
            "init",
            task("init", 2, "exit 0"),
            "web",
            web,
            "idle",
            waiting,
            "side",
            side,
            "changed",
            green)
        .forEach(
            (name, configuration) ->
                host.write(
                    FormerHost.CONFIGURATION + "/" + name + ".json",
                    FormerHost.json(configuration)));
  }

  private static Map<String, Object> service(String name, int startOrder) {
    Map<String, Object> service = task(name, startOrder, "exec sleep 1000000");
    service.remove("detach");
    service.put("restart", "always");
    service.put("environment", Map.of("MODE", "blue"));
    // What they run is deaf to SIGTERM.
    service.put("stop_grace_period", 1);
    return service;
  }

  /** One that counts its starts, and then does something. */
  private static Map<String, Object> task(String name, int startOrder, String script) {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("image", IMAGE);
    task.put("start_order", startOrder);
    task.put("detach", false);
    task.put("net", "host");
    task.put(
        "command", List.of("sh", "-c", "echo \"it's a start\" >> /out/" + name + "\n" + script));
    task.put("volumes", List.of("/srv/out:/out"));
    return task;
  }
}
