package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a service whose container ends, for each way to end and each restart policy. */
class RestartIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String PROPERTIES =
      "--property=Id,ActiveState,SubState,Result,NRestarts,MainPID,RestartUSecNext";
  private static final String CRASHING = "/srv/restart/crash";

  /** A way to end, done to the containers of all policies at once. */
  private enum Event {
    KILLED("SIGKILL of its process", "kill -KILL $(pids)", 0),
    OUT_OF_MEMORY("it exits with 137, as when it ran out of memory", "kill -USR1 $(pids)", 137),
    MONITOR("SIGKILL of its monitor (conmon)", "kill -KILL $(monitors)", 0),
    REMOVED("`podman rm --force`", "podman rm --force $NAMES", 0),
    STOPPED("`podman stop`", "podman stop $NAMES", 0),
    EXIT_0("it exits with 0", "kill -USR1 $(pids)", 0),
    EXIT_3("it exits with 3", "kill -USR1 $(pids)", 3),
    CRASHES("it exits with 3 at each start", "touch " + CRASHING + "; kill -USR1 $(pids)", 3),
    UNIT_STOPPED("`systemctl stop`", "systemctl stop $UNITS", 0);

    private final String words;
    private final String script;
    private final int exitCode;

    Event(String words, String script, int exitCode) {
      this.words = words;
      this.script = script;
      this.exitCode = exitCode;
    }

    String container(String policy) {
      return name().toLowerCase(java.util.Locale.ROOT) + "-" + policy.replace(':', '-');
    }

    List<String> containers() {
      return RestartTable.POLICIES.stream().map(this::container).toList();
    }
  }

  /** A unit at rest, or running anew. */
  private record State(
      String active, String sub, String result, int restarts, String mainPid, String delay) {
    boolean isUp() {
      return active.equals("active") && sub.equals("running");
    }

    /**
     * Between a failure and the next start a unit may be seen as failed, too (systemd.service(5)).
     */
    boolean isDown() {
      return sub.equals("dead") || sub.equals("failed");
    }

    String ended() {
      return active + (result.equals("success") ? "" : " (" + result + ")");
    }
  }

  @BeforeAll
  static void allRun() {
    host.get("mkdir", "-p", "/srv/restart");
    host.apply(set(), "--config-id", "restart", "--parallel", "8");
    Eventually.holds(
        "all can take a signal",
        () ->
            host.get("ls", "/srv/restart").lines().count()
                == (long) Event.values().length * RestartTable.POLICIES.size());
  }

  private static String set() {
    StringBuilder set = new StringBuilder();
    for (Event event : Event.values()) {
      for (String policy : RestartTable.POLICIES) {
        set.append(service(event, policy));
      }
    }
    return set.toString();
  }

  private static String service(Event event, String policy) {
    String name = event.container(policy);
    return """
    %s:
      image: localhost/berth-test/busybox:1
      restart: "%s"
      net: none
      volumes: ["/srv/restart:/seen"]
      command:
        - sh
        - -c
        - |
          trap 'exit %d' USR1
          %s
          sleep infinity &
          touch /seen/%s
          wait
    """
        .formatted(
            name,
            policy,
            event.exitCode,
            event == Event.CRASHES ? "test -e /seen/crash && exit 3" : ":",
            name);
  }

  @Test
  void eachPolicyDoesAfterEachEventAsThePageSays() {
    Map<String, State> before = states();
    assertThat(before.values()).allMatch(State::isUp);
    SortedMap<Integer, String> delays = new TreeMap<>();
    for (Event event : Event.values()) {
      bring(event);
    }
    Map<String, String> cells = new LinkedHashMap<>();
    Eventually.holds(
        "every service is up again or down for good",
        () -> {
          Map<String, State> now = states();
          for (Event event : Event.values()) {
            for (String policy : RestartTable.POLICIES) {
              String name = event.container(policy);
              cells.put(name, cell(event, name, before.get(name), now.get(name)));
            }
          }
          note(now, delays);
          return !cells.containsValue("?");
        });

    Eventually.holds(
        "the longest wait",
        () -> {
          note(states(), delays);
          return delays.containsValue("10s");
        });
    assertBackOffGrows(delays);
    Map<String, State> later = states();
    for (Event event : Event.values()) {
      for (String name : event.containers()) {
        assertThat(cell(event, name, before.get(name), later.get(name)))
            .as("%s is settled, or crashes on", name)
            .isIn(cells.get(name), event == Event.CRASHES ? "?" : cells.get(name));
      }
    }
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (Event event : Event.values()) {
      rows.put(event.words, event.containers().stream().map(cells::get).toList());
    }
    RestartTable.check(RestartTable.text(rows));
    assertFailuresAreSeenAsFailures(rows);
    mendedOnesStartAnew();
  }

  private static void assertFailuresAreSeenAsFailures(Map<String, List<String>> rows) {
    Set<String> failed =
        host.get("systemctl", "list-units", "--failed", "--plain", "--no-legend", "berth-*.service")
            .lines()
            .map(line -> line.split(" ")[0].replaceAll("^berth-|\\.service$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> expected = new TreeSet<>();
    for (Event event : Event.values()) {
      for (int i = 0; i < RestartTable.POLICIES.size(); i++) {
        if (rows.get(event.words).get(i).contains("failed")) {
          expected.add(event.container(RestartTable.POLICIES.get(i)));
        }
      }
    }
    assertThat(failed).isEqualTo(expected).contains(Event.EXIT_3.container("no"));
  }

  /** Also the one that systemd itself would refuse to start, since it has reached its limit. */
  private static void mendedOnesStartAnew() {
    host.get("rm", CRASHING);
    host.apply(set(), "--config-id", "restart", "--parallel", "8");
    State limited = states().get(Event.CRASHES.container("on-failure:2"));
    assertThat(limited.isUp()).isTrue();
    assertThat(limited.restarts()).as("counted anew").isZero();
    assertThat(states().values()).allMatch(State::isUp);
  }

  @Test
  void stopOfOursThatEndsInSigkillIsNoFailure() {
    String stubborn =
        """
        stubborn:
          image: localhost/berth-test/busybox:1
          restart: always
          net: none
          stop_grace_period: 1s
          environment: {MODE: one}
          command: [sh, -c, "trap '' TERM; while :; do sleep 1; done"]
        """;
    host.apply(stubborn, "--config-id", "stubborn");
    String first = host.pids().get("stubborn");

    host.apply(stubborn.replace("MODE: one", "MODE: two"), "--config-id", "stubborn");
    assertThat(host.pids().get("stubborn")).isNotNull().isNotEqualTo(first);
    assertThat(host.get("systemctl", "show", "-P", "Result,NRestarts", "berth-stubborn.service"))
        .doesNotContain("exit-code");

    host.get("systemctl", "stop", "berth-stubborn.service");
    assertThat(host.get("systemctl", "is-failed", "berth-stubborn.service"))
        .as("a stop by hand that ends so is one")
        .isEqualTo("failed");
    host.apply(stubborn, "--config-id", "stubborn");

    CommandResult deleted = host.berth("delete", "stubborn");
    assertThat(deleted.exitCode()).as(deleted.stdout()).isZero();
    assertThat(
            host.get("systemctl", "list-units", "--all", "--no-legend", "berth-stubborn.service"))
        .isEmpty();
    assertThat(host.get("journalctl", "--output=cat", "--unit=berth-stubborn"))
        .as("it was killed indeed")
        .contains("status=137");
  }

  /** Its monitor would have cleaned up; there is no next start that would. */
  @Test
  void nothingIsLeftWhereTheMonitorIsKilledAndTheUnitStaysDown() {
    host.apply(
        """
        orphan:
          image: localhost/berth-test/busybox:1
          restart: always
          net: none
          command: [sleep, "123456"]
        """,
        "--config-id",
        "orphan");
    String layer =
        host.get("podman", "inspect", "--format={{.GraphDriver.Data.MergedDir}}", "orphan");
    assertThat(leftOfOrphan(layer)).containsExactly("1", "1", "1");
    host.write("/etc/systemd/system/berth-orphan.service.d/down.conf", "[Service]\nRestart=no\n");
    host.get("systemctl", "daemon-reload");

    host.get("sh", "-c", "kill -KILL $(systemctl show --value -p MainPID berth-orphan.service)");

    Eventually.holds(
        "the unit is down",
        () -> host.run("systemctl", "is-failed", "--quiet", "berth-orphan.service").succeeded());
    assertThat(leftOfOrphan(layer)).containsExactly("0", "0", "0");
    host.get("rm", "-r", "/etc/systemd/system/berth-orphan.service.d");
    host.get("systemctl", "daemon-reload");
    assertThat(host.berth("delete", "orphan").exitCode()).isZero();
  }

  /** How many containers, mounts and processes there are of it. */
  private static List<String> leftOfOrphan(String layer) {
    return host.get(
            "sh",
            "-c",
            """
            podman ps --all --noheading --filter name=^orphan$ | wc -l
            grep -c -F "$0 " /proc/mounts
            pgrep -c -x -f 'sleep 123456' || true
            """,
            layer)
        .lines()
        .toList();
  }

  @Test
  void maskedUnitIsReportedAndStaysMasked() {
    String masked =
        """
        masked: {image: "localhost/berth-test/busybox:1", restart: always, net: none}
        beside: {image: "localhost/berth-test/busybox:1", restart: always, net: none}
        """;
    host.get("systemctl", "mask", "berth-masked.service");

    CommandResult applied = host.apply(masked, "--config-id", "masked");

    assertThat(applied.stderr()).contains("berth-masked.service is masked and is left as it is");
    assertThat(applied.stdout()).contains("1 left as masked");
    CommandResult planned =
        host.berth("plan", "--file", "/root/set.yaml", "--config-id", "masked", "--exit-code");
    assertThat(planned.exitCode()).isZero();
    assertThat(planned.stdout())
        .contains("leave masked  its unit berth-masked.service is masked", "1 is left as masked");
    assertThat(host.get("readlink", "/etc/systemd/system/berth-masked.service"))
        .isEqualTo("/dev/null");
    assertThat(host.pids()).containsKey("beside").doesNotContainKey("masked");
    host.get("systemctl", "unmask", "berth-masked.service");
    CommandResult again = host.apply(masked, "--config-id", "masked");
    assertThat(again.stderr()).doesNotContain("is masked");
    assertThat(host.pids()).containsKeys("beside", "masked");
    assertThat(host.get("systemctl", "is-enabled", "berth-masked.service")).isEqualTo("enabled");
  }

  private static void note(Map<String, State> states, SortedMap<Integer, String> delays) {
    State crashing = states.get(Event.CRASHES.container("always"));
    delays.put(crashing.restarts(), crashing.delay());
  }

  /** By how often it was started again: how long its next start would be waited for. */
  private static void assertBackOffGrows(SortedMap<Integer, String> delays) {
    // 1 us to 10 s in ten steps: each is the one before times 5.01 (systemd.service(5)).
    List<String> steps =
        List.of(
            "1us",
            "5us",
            "25us",
            "125us",
            "630us",
            "3.162ms",
            "15.848ms",
            "79.432ms",
            "398.107ms",
            "1.995262s",
            "10s");
    // A start is counted a moment before the wait for the next one is reckoned.
    delays.forEach(
        (restarts, delay) ->
            assertThat(delay)
                .as("after %s restarts", restarts)
                .isIn(steps.get(restarts), steps.get(Math.max(0, restarts - 1))));
    assertThat(delays).as("different delays seen").hasSizeGreaterThanOrEqualTo(3);
  }

  /** {@code ?} while it is not settled. */
  private static String cell(Event event, String name, State before, State now) {
    if (now.isDown()) {
      return now.restarts() == 0
          ? now.ended()
          : "restarted " + (starts(name) - 1) + " times, then " + now.ended();
    }
    if (event == Event.CRASHES) {
      return now.restarts() >= 5 ? "restarted again and again" : "?";
    }
    boolean isAnew = now.isUp() && !now.mainPid().equals(before.mainPid());
    return isAnew && now.restarts() == 1 ? "restarted" : "?";
  }

  /** NRestarts counts the start that the limit refused, too. */
  private static long starts(String name) {
    return host.get(
            "journalctl",
            "--output=cat",
            "--unit=berth-" + name,
            "MESSAGE_ID=39f53479d3a045ac8e11786248231fbf")
        .lines()
        .count();
  }

  private static void bring(Event event) {
    String names = String.join(" ", event.containers());
    String units =
        event.containers().stream()
            .map(name -> "berth-" + name + ".service")
            .collect(Collectors.joining(" "));
    CommandResult done =
        host.run(
            "sh",
            "-ec",
            "NAMES='%s' UNITS='%s'\n".formatted(names, units)
                + "pids() { podman inspect --format '{{.State.Pid}}' $NAMES; }\n"
                + "monitors() { systemctl show --value --property=MainPID $UNITS; }\n"
                + event.script);
    assertThat(done.exitCode()).as("%s: %s", event, done.stderr()).isZero();
  }

  private static Map<String, State> states() {
    Map<String, State> states = new LinkedHashMap<>();
    List<String> argv = new ArrayList<>(List.of("systemctl", "show", PROPERTIES));
    for (Event event : Event.values()) {
      event.containers().forEach(name -> argv.add("berth-" + name + ".service"));
    }
    String shown = host.get(argv.toArray(String[]::new));
    for (String block : shown.split("\n\n+")) {
      Map<String, String> values =
          block
              .lines()
              .map(line -> line.split("=", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
      states.put(
          values.get("Id").replaceAll("^berth-|\\.service$", ""),
          new State(
              values.get("ActiveState"),
              values.get("SubState"),
              values.get("Result"),
              Integer.parseInt(values.get("NRestarts")),
              values.get("MainPID"),
              values.get("RestartUSecNext")));
    }
    return states;
  }
}
