package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testhost.TestHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * After a reboot everything runs again, in the order of the apply; before it, everything stopped in
 * the reverse order, by itself.
 */
class BootIT {
  @RegisterExtension static final TestHost host = new TestHost();

  /** All ten only where everything is tried. */
  private static final int REBOOTS = Boolean.getBoolean("berth.everyKill") ? 10 : 4;

  private static final String HAPROXY =
      """
        image: localhost/berth-test/haproxy:1
        restart: always
        net: host
      """;
  private static final String KEEPALIVED =
      """
        image: localhost/berth-test/keepalived:1
        restart: always
        net: host
        cap_add: [NET_ADMIN, NET_BROADCAST, NET_RAW]
      """;
  private static final String WEB =
      """
        image: localhost/berth-test/web:1
        restart: always
        net: host
        healthcheck: {test: "wget -q -O /dev/null http://127.0.0.1:$$PORT/", interval: 5s}
      """
          .replace("$$", "$");

  /** One set by start order, the other by dependencies; each with a task, which must not run. */
  private static final String BY_ORDER =
      """
      init:
        image: localhost/berth-test/busybox:1
        detach: false
        command: [sh, -c, "echo ran >>/log/init"]
        volumes: ["/root/log:/log"]
      haproxy:
        start_order: 1
      %skeepalived:
        start_order: 2
      %sblue:
        start_order: 3
        environment: {PORT: 8081}
      %sgreen:
        start_order: 3
        environment: {PORT: 8082}
      %s\
      """
          .formatted(HAPROXY, KEEPALIVED, WEB, WEB);

  private static final String BY_DEPENDENCY =
      """
      red:
        depends_on: [vrrp]
        environment: {PORT: 8083}
      %sgrey:
        depends_on: [vrrp, init]
        environment: {PORT: 8084}
      %svrrp:
        depends_on: [proxy]
      %sproxy:
        command: [haproxy, -W, -db, -f, /etc/haproxy/haproxy.cfg]
        depends_on: [dbus.service]
      %s\
      """
          .formatted(WEB, WEB, KEEPALIVED, HAPROXY.replace("net: host", "net: none"));

  private static final List<String> ORDERED = List.of("haproxy", "keepalived", "blue", "green");
  private static final List<String> DEPENDING = List.of("proxy", "vrrp", "red", "grey");

  @AfterEach
  void nothingStays() {
    assertThat(host.berth("cleanup", "--yes").exitCode()).isZero();
    assertThat(host.get("sh", "-c", "ls /etc/systemd/system | grep berth || true")).isEmpty();
  }

  @Test
  void bootFollowsTheOrderAndShutdownReversesIt() {
    host.get("mkdir", "-p", "/root/log");
    host.apply(BY_ORDER, "--config-id", "ordered");
    // `grey` depends on a task of the other set, which has run; across sets it is on the host.
    host.apply(BY_DEPENDENCY, "--config-id", "depending");
    assertThat(host.get("systemd-analyze", "verify", "--man=no", "berth-ordered-order-1.target"))
        .isEmpty();

    for (int reboot = 1; reboot <= REBOOTS; reboot++) {
      host.reboot();
      Eventually.holds("all run", () -> host.pids().size() == 8);
      Map<String, Timeline> timelines = timelines();
      assertThat(timelines).hasSize(8);
      assertInOrder(timelines, ORDERED, reboot);
      assertInOrder(timelines, DEPENDING, reboot);
      assertStoppedInReverse(stops(), ORDERED, reboot);
      assertStoppedInReverse(stops(), DEPENDING, reboot);
      assertThat(killed()).as("killed by systemd before boot %s", reboot).isEmpty();
    }

    // No scope of its own, which systemd would stop in an order of its own.
    assertThat(host.get("systemctl", "list-units", "--all", "--no-legend", "libpod-*.scope"))
        .isEmpty();
    host.pids()
        .forEach(
            (name, pid) ->
                assertThat(host.get("cat", "/proc/" + pid + "/cgroup"))
                    .contains("/berth-" + name + ".service/"));
    assertThat(host.read("/root/log/init")).isEqualTo("ran\n");
    assertThat(host.get("systemctl", "--failed", "--no-legend", "--plain")).isEmpty();
    assertThat(
            host.berth("plan", "--exit-code", "-f", "/root/set.yaml", "--config-id", "depending")
                .exitCode())
        .isZero();
  }

  /** When a unit began to start, and when it was up; microseconds since boot. */
  private record Timeline(long begun, long up) {}

  private static Map<String, Timeline> timelines() {
    Map<String, Timeline> timelines = new LinkedHashMap<>();
    String shown =
        host.get(
            "systemctl",
            "show",
            "--property=Id,InactiveExitTimestampMonotonic,ActiveEnterTimestampMonotonic",
            "berth-*.service");
    for (String block : shown.split("\n\n+")) {
      Map<String, String> values = new LinkedHashMap<>();
      block.lines().map(line -> line.split("=", 2)).forEach(line -> values.put(line[0], line[1]));
      timelines.put(
          values.get("Id").replaceAll("^berth-|\\.service$", ""),
          new Timeline(
              Long.parseLong(values.get("InactiveExitTimestampMonotonic")),
              Long.parseLong(values.get("ActiveEnterTimestampMonotonic"))));
    }
    return timelines;
  }

  private static void assertInOrder(Map<String, Timeline> all, List<String> names, int reboot) {
    Timeline first = all.get(names.get(0));
    Timeline second = all.get(names.get(1));
    assertThat(second.begun()).as("boot %s: %s", reboot, all).isGreaterThanOrEqualTo(first.up());
    for (String name : names.subList(2, names.size())) {
      assertThat(all.get(name).begun())
          .as("boot %s: %s: %s", reboot, name, all)
          .isGreaterThanOrEqualTo(second.up());
    }
  }

  /** The units of the boot before, in the order in which they had stopped. */
  private static List<String> stops() {
    return host.get(
            "sh",
            "-c",
            "journalctl --boot=-1 --output=json _PID=1 | jq -r 'select((.UNIT // \"\") |"
                + " test(\"^berth-.*service$\")) | select((.MESSAGE | type) == \"string\" and"
                + " (.MESSAGE | startswith(\"Stopp\"))) | .MESSAGE[0:8] + \" \" + .UNIT'")
        .lines()
        .map(line -> line.replace(".service", "").replace("berth-", ""))
        .toList();
  }

  private static void assertStoppedInReverse(List<String> stops, List<String> names, int reboot) {
    for (String name : names.subList(2, names.size())) {
      assertThat(stops)
          .as("boot %s", reboot)
          .containsSubsequence("Stopped  " + name, "Stopping " + names.get(1));
    }
    assertThat(stops)
        .as("boot %s", reboot)
        .containsSubsequence("Stopped  " + names.get(1), "Stopping " + names.get(0));
  }

  private static String killed() {
    return host.get(
        "sh",
        "-c",
        "journalctl --boot=-1 --output=cat _PID=1 | grep -iE 'berth-.*(timed out|SIGKILL|killing)'"
            + " || true");
  }
}
