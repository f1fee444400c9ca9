package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.docs.Page;
import dev.berth.docs.Transcript;
import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user that is not root has containers of their own, under a systemd of their own. */
class RootlessIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SET =
      """
      setup:
        image: localhost/berth-test/busybox:1
        detach: false
        command: [sh, -c, "echo ready >/data/state; echo set up"]
        volumes: ["shared:/data"]
      db:
        image: localhost/berth-test/volume:1
        start_order: 1
        restart: always
        environment: {PASSWORD: "open $sesame", odd.name: hidden}
        healthcheck: {test: grep -q ready /srv/state, interval: 1s}
        volumes: ["shared:/srv"]
      web:
        image: localhost/berth-test/web:1
        start_order: 2
        restart: always
        depends_on: {db: {condition: service_healthy, required: false}}
        ports: ["8081:8080"]
        environment: {NAME: first}
        healthcheck: {test: wget -q -O /dev/null http://127.0.0.1:8080/, interval: 1s}
      """;
  private static final String OTHERS =
      """
      web:
        image: localhost/berth-test/busybox:1
        restart: always
      """;
  private static final String QUEUE =
      """
      gate:
        image: localhost/berth-test/busybox:1
        restart: always
        stop_grace_period: 0s
        volumes: ["HOME/gate:/gate"]
        healthcheck: {test: "ls /gate/open", interval: 1s, retries: 1000}
      behind:
        image: localhost/berth-test/busybox:1
        restart: always
        stop_grace_period: 0s
        depends_on: {gate: {condition: service_healthy}}
      """;
  private static final String GATE =
      """
      gate%:
        image: localhost/berth-test/busybox:1
        restart: always
        command: [sh, -c, "sleep 1; touch /ready; sleep infinity"]
        stop_grace_period: 1s
        healthcheck: {test: "ls /ready", interval: 1s}
      behind%:
        image: localhost/berth-test/busybox:1
        restart: always
        stop_grace_period: 1s
        depends_on: {gate%: {condition: service_healthy}}
      """;
  private static final Set<String> READING =
      Set.of(
          "podman --version",
          "podman ps",
          "podman image inspect",
          "podman volume ls",
          "systemctl --user");

  private static RootlessUser dora;
  private static RootlessUser eve;

  @BeforeAll
  static void prepare() {
    dora = RootlessUser.create(host, "dora");
    eve = RootlessUser.create(host, "eve");
    dora.linger();
    dora.loadImages();
  }

  @AfterEach
  void removeEverything() {
    assertThat(dora.berth("cleanup", "--yes").exitCode()).isZero();
    assertThat(host.berth("cleanup", "--yes").exitCode()).isZero();
  }

  @Test
  void runsASetAndThenChangesNothingButWhatDiffers() {
    dora.apply("shop", SET);

    assertThat(host.get("curl", "-s", "http://127.0.0.1:8081/")).isEqualTo("first");
    assertThat(dora.get("podman", "exec", "db", "cat", "/srv/state")).isEqualTo("ready");
    assertThat(dora.get("podman", "exec", "db", "cat", "/proc/1/environ").split("\0"))
        .contains("PASSWORD=open $sesame", "odd.name=hidden");
    assertThat(list())
        .contains("\"db\",\"active (running), enabled\"", "\"web\",\"active (running), enabled\"");
    Eventually.holds(
        "web is healthy",
        () ->
            dora.berth("list", "-c", "container", "-c", "status", "-f", "value")
                .stdout()
                .contains("(healthy)"));
    assertThat(dora.berth("health").stdout()).containsPattern("db +healthy");
    secretsAreTheUsersAlone();

    // What was written within a clock's tick before systemd read it is asked for once more.
    dora.get("systemctl", "--user", "daemon-reload");
    Map<String, String> before = dora.pids();
    String files = filesWithTimes();
    assertThat(before).containsOnlyKeys("db", "web");
    assertThat(programsOfAnApply()).isNotEmpty().hasSizeLessThanOrEqualTo(6).isSubsetOf(READING);
    assertThat(dora.pids()).isEqualTo(before);
    assertThat(filesWithTimes()).isEqualTo(files);

    CommandResult change = dora.apply("shop", SET.replace("NAME: first", "NAME: second"));
    assertThat(change.stdout()).contains("1 done, 2 unchanged.");
    assertThat(host.get("curl", "-s", "http://127.0.0.1:8081/")).isEqualTo("second");
    assertThat(dora.pids().get("db")).isEqualTo(before.get("db"));
    assertThat(dora.pids().get("web")).isNotEqualTo(before.get("web"));

    Eventually.holds(
        "the journal has what the task printed",
        () -> dora.berth("logs", "setup").stdout().contains("set up"));
    assertThat(dora.berth("logs", "--unit", "web").stdout()).contains("Started berth-web.service");
    assertThat(dora.berth("delete", "shop", "--volumes", "--dry-run").stdout())
        .contains("remove web", "remove volume shared");
    assertThat(dora.berth("delete", "shop", "--volumes", "--yes").exitCode()).isZero();
    assertThat(dora.get("podman", "ps", "--all", "--quiet")).isEmpty();
    assertThat(dora.get("podman", "volume", "ls", "--quiet")).isEmpty();
    assertThat(dora.run("systemctl", "--user", "list-unit-files", "berth-*").stdout())
        .contains("0 unit files");
    assertThat(host.get("find", dora.home() + "/.config/berth/env", "-type", "f")).isEmpty();
  }

  @Test
  void aKilledContainerComesBack() {
    dora.apply("shop", SET);
    Map<String, String> before = dora.pids();
    host.get("kill", "-KILL", before.get("db"));

    Eventually.holds(
        "db runs again",
        () ->
            !dora.pids().getOrDefault("db", before.get("db")).equals(before.get("db"))
                && list().contains("\"db\",\"active (running), enabled\""));
    assertThat(dora.pids().get("web")).isEqualTo(before.get("web"));
    assertThat(dora.get("systemctl", "--user", "show", "-P", "NRestarts", "berth-db.service"))
        .isEqualTo("1");
  }

  @Test
  void aKilledRunDoesNotTakeTheWayBackAlong() {
    dora.apply("shop", SET);
    String unit = dora.home() + "/.config/systemd/user/berth-web.service";
    String before = host.read(unit);
    String bad = SET.replaceFirst("web:\n", "web:\n  entrypoint: /no-such-program\n");
    dora.write("shop.yaml", bad);
    KilledBerth.at("systemctl", "after", "daemon-reload", 1)
        .run(host, dora::run, "apply", "-f", dora.home() + "/shop.yaml", "--config-id", "shop");
    String kept = dora.home() + "/.local/state/berth/former";
    assertThat(host.get("stat", "--format=%a %U", kept, kept + "/web.json"))
        .isEqualTo("700 dora\n600 dora");

    CommandResult again =
        dora.berth("apply", "-f", dora.home() + "/shop.yaml", "--config-id", "shop");

    assertThat(again.exitCode()).as(again.stderr()).isEqualTo(1);
    assertThat(again.stdout()).containsPattern("restored replace web: .*runs again");
    assertThat(host.read(unit)).isEqualTo(before);
    assertThat(host.exists(kept)).isFalse();
  }

  @Test
  void rootsAndOtherUsersContainersAreOutOfReach() {
    host.apply(OTHERS, "--config-id", "shop");
    Map<String, String> roots = host.pids();
    String rootsFiles = filesOfTheHost();
    dora.apply("shop", SET);

    assertThat(host.berth("list", "-c", "container", "-f", "value").stdout()).isEqualTo("web");
    assertThat(list()).doesNotContain("busybox").contains("\"db\",");
    assertThat(dora.berth("cleanup", "--yes").exitCode()).isZero();
    assertThat(list()).isEqualTo("\"container\",\"unit\"");
    assertThat(host.pids()).isEqualTo(roots);
    assertThat(filesOfTheHost()).isEqualTo(rootsFiles);

    for (List<String> refused :
        List.of(List.of("cleanup", "--scope", "system"), List.of("list", "--scope", "system"))) {
      CommandResult result = dora.berth(refused.toArray(String[]::new));
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.stderr()).contains("the system scope is root's, and this is 'dora'");
    }
    assertThat(host.berth("cleanup", "--yes", "--user").exitCode()).isEqualTo(2);
    assertThat(host.pids()).isEqualTo(roots);
  }

  @Test
  void whatLingersRunsAgainAfterABootWithDirectoriesBelowRun() {
    String runtime = "/run/user/" + dora.uid();
    dora.apply(
        "shop",
        SET
            + "keeper: {image: localhost/berth-test/busybox:1, restart: always,"
            + " volumes: [\""
            + runtime
            + "/kept here:/data\"]}\n",
        "--missing-bind",
        "create");
    host.reboot();

    Eventually.holds(
        "all services run again without a login",
        () ->
            dora.run("true").succeeded()
                && dora.pids().keySet().containsAll(Set.of("db", "web", "keeper")));
    assertThat(host.get("stat", "-c", "%U", runtime + "/kept here")).isEqualTo("dora");
    assertThat(dora.berth("graph", "--boot").stdout()).contains("db", "web", "keeper");
    assertThat(dora.berth("graph").stdout()).contains("db", "web", "keeper", "setup");
    assertThat(
            dora.berth(
                "plan", "--file", dora.home() + "/set.yaml", "--config-id", "shop", "--exit-code"))
        .satisfies(plan -> assertThat(plan.exitCode()).as(plan.stdout()).isZero())
        .satisfies(plan -> assertThat(plan.stderr()).isEmpty());
  }

  @Test
  void variablesThatLeadToAnotherStoreThanThatOfTheUnitsAreRefusedByName() {
    dora.apply("shop", OTHERS);
    host.apply(OTHERS, "--config-id", "shop");
    Map<String, String> doras = dora.pids();
    Map<String, String> roots = host.pids();
    String elsewhere = dora.home() + "/elsewhere";
    for (String variable : List.of("XDG_DATA_HOME", "XDG_CONFIG_HOME", "CONTAINERS_STORAGE_CONF")) {
      for (List<String> command :
          List.of(
              List.of("delete", "shop", "--volumes"), List.of("list"), List.of("logs", "web"))) {
        refuses(variable, dora.run(withVariable(variable, elsewhere, command)));
      }
    }
    for (String variable : List.of("CONTAINERS_STORAGE_CONF", "CONTAINER_HOST", "STORAGE_OPTS")) {
      refuses(variable, host.run(withVariable(variable, elsewhere, List.of("delete", "shop"))));
    }
    dora.get("systemctl", "--user", "set-environment", "CONTAINERS_CONF=" + elsewhere);
    try {
      CommandResult refused = dora.berth("delete", "shop");
      assertThat(refused.stderr()).contains("CONTAINERS_CONF is set in units, and not here");
      assertThat(refused.exitCode()).isEqualTo(2);
    } finally {
      dora.get("systemctl", "--user", "unset-environment", "CONTAINERS_CONF");
    }
    assertThat(host.exists(elsewhere)).isFalse();
    assertThat(dora.pids()).isEqualTo(doras);
    assertThat(host.pids()).isEqualTo(roots);
    assertThat(
            dora.run(withVariable("XDG_DATA_HOME", dora.home() + "/.local/share", List.of("list")))
                .stdout())
        .contains("web");
  }

  private static String[] withVariable(String variable, String value, List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of("env", variable + "=" + value));
    argv.add("/opt/berth/berth");
    argv.addAll(arguments);
    return argv.toArray(String[]::new);
  }

  private static void refuses(String variable, CommandResult refused) {
    assertThat(refused.stderr()).contains(variable + " is set here, and not in units");
    assertThat(refused.exitCode()).isEqualTo(2);
  }

  @Test
  @Tag("long")
  void everyGateAndWhatWaitsForItIsUpAfterEachOfTenBoots() {
    StringBuilder gates = new StringBuilder();
    TreeMap<String, String> up = new TreeMap<>();
    for (int i = 1; i <= 6; i++) {
      gates.append(GATE.replace("%", Integer.toString(i)));
      up.put("berth-gate" + i + ".service", "active/running");
      up.put("berth-behind" + i + ".service", "active/running");
    }
    dora.apply("gates", gates.toString());
    for (int boot = 1; boot <= 10; boot++) {
      host.reboot();
      Eventually.holds(
          "all 12 units are up after boot " + boot,
          () -> dora.run("true").succeeded() && states(up.keySet()).equals(up));
      assertThat(restarts(up.keySet())).as("boot " + boot).containsOnly("0");
    }
  }

  private static Map<String, String> states(Set<String> units) {
    Map<String, String> states = new TreeMap<>();
    for (String block : show("Id,ActiveState,SubState", units).split("\n\n")) {
      Map<String, String> values = new HashMap<>();
      block.lines().forEach(line -> values.put(line.split("=")[0], line.split("=", 2)[1]));
      states.put(
          values.getOrDefault("Id", ""), values.get("ActiveState") + "/" + values.get("SubState"));
    }
    return states;
  }

  private static List<String> restarts(Set<String> units) {
    return show("NRestarts", units)
        .lines()
        .filter(line -> !line.isEmpty())
        .map(line -> line.split("=")[1])
        .toList();
  }

  private static String show(String properties, Set<String> units) {
    List<String> argv =
        new ArrayList<>(List.of("systemctl", "--user", "show", "--property=" + properties));
    argv.addAll(units);
    return dora.run(argv.toArray(String[]::new)).stdout();
  }

  @Test
  void itMattersNotWhereBerthIsStarted() {
    host.get("mkdir", "--mode=700", "/root/closed");
    String list =
        "setpriv --reuid=dora --regid=dora --init-groups -- env HOME="
            + dora.home()
            + " XDG_RUNTIME_DIR=/run/user/"
            + dora.uid()
            + " /opt/berth/berth list";
    assertThat(host.get("sh", "-ec", "cd /root/closed; " + list)).contains("CONTAINER");
    assertThat(
            dora.get("sh", "-ec", "cd; mkdir gone; cd gone; rmdir ../gone; /opt/berth/berth list"))
        .contains("CONTAINER");
  }

  @Test
  void directoriesOfTheUserAreMadeForTheUserAloneAndNeverOpened() {
    String configuration = dora.home() + "/.config/berth";
    String home = dora.home() + "/.config/";
    String modes =
        "stat -c %%a %1$sberth %1$sberth/env %1$ssystemd/user %1$sfresh/berth %1$sfresh/berth/applied"
                .formatted(home)
            + " "
            + home;
    dora.get("install", "--directory", "--mode=700", configuration);
    dora.write("few.yaml", OTHERS);
    dora.get(
        "sh",
        "-ec",
        "cd; /opt/berth/berth apply -f few.yaml; umask 000;"
            + " XDG_STATE_HOME=$HOME/.config/fresh /opt/berth/berth apply -f few.yaml");
    assertThat(host.get("sh", "-c", modes + "fresh").lines()).hasSize(6).containsOnly("700");
  }

  @Test
  void servicesThatDoNotLingerEndWithTheSessionAsTheWarningSays() {
    CommandResult without = eve.berth("list");
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.stderr())
        .contains("the systemd of 'eve' does not run", "loginctl enable-linger eve");

    Process session = host.start("su", "--login", "eve", "--command", "sleep 600");
    try {
      Eventually.holds(
          "eve is logged in", () -> host.exists("/run/user/" + eve.uid() + "/systemd/private"));
      eve.awaitSystemd();
      eve.loadImages();
      dora.apply("shop", OTHERS);
      Map<String, String> doras = dora.pids();
      CommandResult applied = eve.apply("shop", OTHERS);
      assertThat(applied.stderr())
          .contains("warning: the services of 'eve' end with the last logout")
          .contains("sudo loginctl enable-linger eve");
      String pid = eve.pids().get("web");

      host.get("pkill", "--full", "--exact", "sleep 600");
      Eventually.holds("eve's container has ended", () -> !host.exists("/proc/" + pid));
      assertThat(dora.pids()).isEqualTo(doras);
    } finally {
      session.destroy();
    }
  }

  @Test
  void portsAndLimitsThatOnlyRootHasAreWarnedOf() {
    dora.write(
        "low.yaml",
        """
        web:
          image: localhost/berth-test/web:1
          restart: always
          ports: ["80:8080"]
          cpuset_cpus: "0"
        """);
    CommandResult plan = dora.berth("plan", "--file", dora.home() + "/low.yaml");
    assertThat(plan.exitCode()).isZero();
    assertThat(plan.stderr())
        .contains("low.yaml:4:11: warning: port 80 is below 1024")
        .contains("low.yaml:5:16: warning: cpuset_cpus needs the cgroup controller cpuset");
  }

  @Test
  void whatAUserCannotHaveIsToldWithItsReason() {
    dora.write(
        "closed.yaml",
        """
        web:
          image: localhost/berth-test/busybox:1
          restart: always
          volumes: ["/root/inside:/data"]
        """);
    CommandResult closed = dora.berth("plan", "--file", dora.home() + "/closed.yaml");
    assertThat(closed.exitCode()).isEqualTo(2);
    assertThat(closed.stderr())
        .contains("closed.yaml:4:13: error: 'web' binds '/root/inside', and '/root' may not be");

    host.get("sh", "-c", "cp /etc/subuid /root/subuid; sed -i /^dora:/d /etc/subuid");
    try {
      dora.write("plain.yaml", OTHERS);
      assertThat(dora.berth("plan", "--file", dora.home() + "/plain.yaml").stderr())
          .contains("/etc/subuid", "no line for 'dora'", "usermod --add-subuids");
    } finally {
      host.get("cp", "/root/subuid", "/etc/subuid");
    }

    dora.write("low.yaml", OTHERS + "  ports: [\"80:8080\"]\n");
    // The journal may get a user's lines later than systemd tells of the failure.
    Eventually.holds(
        "the reason of Podman's is told",
        () -> {
          CommandResult low = dora.berth("apply", "--file", dora.home() + "/low.yaml");
          return low.exitCode() == 1
              && low.stdout().toLowerCase(Locale.ROOT).contains("permission denied");
        });

    host.get("chmod", "0", dora.home() + "/low.yaml");
    assertThat(dora.berth("plan", "--file", dora.home() + "/low.yaml").stderr())
        .contains("may not be read by this user");
  }

  @Test
  void aStartThatWaitsBehindAGateIsNotCalledStopped() {
    dora.get("mkdir", "-p", dora.home() + "/gate");
    dora.get("touch", dora.home() + "/gate/open");
    String set = QUEUE.replace("HOME", dora.home());
    dora.apply("queue", set);
    dora.get("rm", dora.home() + "/gate/open");
    dora.get("systemctl", "--user", "stop", "berth-gate.service", "berth-behind.service");
    dora.get(
        "systemctl", "--user", "start", "--no-block", "berth-behind.service", "berth-gate.service");
    Eventually.holds(
        "the gate waits",
        () -> states(Set.of("berth-gate.service")).containsValue("activating/start-post"));

    CommandResult plan =
        dora.berth("plan", "--file", dora.home() + "/set.yaml", "--config-id", "queue");
    assertThat(plan.stdout())
        .contains("unit is still starting", "unit waits for what it starts after")
        .doesNotContain("by hand");
    dora.get("touch", dora.home() + "/gate/open");
    dora.apply("queue", set);
    assertThat(states(Set.of("berth-gate.service", "berth-behind.service")).values())
        .containsOnly("active/running");
  }

  @Test
  void logsSayWhyThereAreNoneInAVolatileJournal() {
    dora.apply(
        "shop", OTHERS.replace("restart:", "command: [sh, -c, 'echo hi; sleep 999']\n  restart:"));
    Eventually.holds("web has printed", () -> dora.berth("logs", "web").stdout().equals("hi"));
    String drop = "/run/systemd/journald.conf.d/volatile.conf";
    host.get(
        "sh",
        "-c",
        "mkdir -p $(dirname " + drop + "); printf '[Journal]\nStorage=volatile\n' >" + drop);
    host.get("sh", "-c", "mv /var/log/journal /var/log/kept; systemctl restart systemd-journald");
    try {
      CommandResult none = dora.berth("logs", "web");
      assertThat(none.exitCode()).isEqualTo(1);
      assertThat(none.stdout()).isEmpty();
      assertThat(none.stderr()).contains("kept in memory only", "Storage=persistent");
    } finally {
      host.get(
          "sh",
          "-c",
          "rm "
              + drop
              + "; mv /var/log/kept /var/log/journal; systemctl restart systemd-journald;"
              + " journalctl --flush");
    }
  }

  @Test
  void theGuideDoesWhatItSays() {
    Map<String, String> differences = new HashMap<>();
    for (Page.Block block : Page.read(Path.of("docs/guide.md")).blocks()) {
      block
          .remark("file")
          .filter("notes.yaml"::equals)
          .ifPresent(name -> dora.write(name, String.join("\n", block.lines()) + "\n"));
      if (block.remark("not run").filter(text -> text.contains("by RootlessIT")).isPresent()) {
        for (Transcript.Exchange exchange : Transcript.parse(block.lines()).exchanges()) {
          List<String> actual = shell(exchange.command());
          if (!exchange.matches(actual)) {
            differences.put(exchange.command(), String.join("\n", actual));
          }
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(dora.get("cat", dora.home() + "/notes.yaml")).isNotEmpty();
  }

  private static List<String> shell(String command) {
    String script = "export PATH=$PATH:/opt/berth; cd; exec 2>&1; " + command;
    return dora.run("sh", "-c", script).stdout().lines().map(String::stripTrailing).toList();
  }

  private static String list() {
    return dora.berth("list", "-c", "container", "-c", "unit", "-f", "csv").stdout();
  }

  private static void secretsAreTheUsersAlone() {
    String berth = dora.home() + "/.config/berth";
    assertThat(host.get("stat", "-c", "%a %U", berth + "/env", dora.home() + "/.local/state/berth"))
        .isEqualTo("700 dora\n700 dora");
    assertThat(
            host.get(
                "find", berth, "-type", "f", "-not", "(", "-perm", "600", "-user", "dora", ")"))
        .isEmpty();
    assertThat(host.exists(berth + "/digest.key")).isTrue();
    assertThat(host.exists(berth + "/env/db.env")).isTrue();
    assertThat(host.exists(berth + "/env/db.engine-env")).isTrue();
    assertThat(host.run("grep", "-r", "sesame", dora.home() + "/.config/systemd").stdout())
        .isEmpty();
  }

  /** Every file that an apply may write, with its inode and the time of its last change. */
  private static String filesWithTimes() {
    return host.get(
        "find",
        dora.home() + "/.config/systemd",
        dora.home() + "/.config/berth",
        dora.home() + "/.local/state/berth/applied",
        "-not",
        "-type",
        "d",
        "-printf",
        "%p %i %C@\n");
  }

  private static String filesOfTheHost() {
    return host.get(
        "find", "/etc/systemd/system", "/etc/berth", "/var/lib/berth", "-printf", "%p %i %C@\n");
  }

  private static List<String> programsOfAnApply() {
    String trace = dora.home() + "/trace";
    List<String> argv =
        new ArrayList<>(List.of("strace", "-f", "-e", "trace=execve", "-s", "200", "-o", trace));
    argv.addAll(List.of("/opt/berth/berth", "apply", "--file", dora.home() + "/set.yaml"));
    argv.addAll(List.of("--config-id", "shop"));
    assertThat(dora.get(argv.toArray(String[]::new))).contains("0 done, 3 unchanged.");
    return ExecTrace.startedByJava(host.read(trace));
  }
}
