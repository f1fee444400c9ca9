package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** systemd has nothing to say against the units that Berth writes, whatever is in them. */
class SystemdAnalyzeIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SET =
      """
      base: {HEAD, restart: always}
      migrate: {image: "localhost/berth-test/busybox:1", net: none, detach: false, command: "true"}
      never: {HEAD, restart: "no", start_order: 1}
      failing: {HEAD, restart: on-failure, start_order: 1}
      twice: {HEAD, restart: "on-failure:2", start_order: 1}
      ever: {HEAD, restart: unless-stopped, start_order: 2}
      stopped: {HEAD, restart: on-failure, healthcheck: {test: "true", on_failure: stop}}
      killed: {HEAD, restart: always, healthcheck: {test: "true", on_failure: restart}}
      gate: {HEAD, restart: always, healthcheck: {test: [CMD, "true"], interval: 1s}}
      listed: {HEAD, restart: always, depends_on: [base, local-fs.target, dbus.socket]}
      mapped:
        HEAD
        restart: always
        depends_on:
          base: {condition: service_started}
          gate: {condition: service_healthy}
          killed: {condition: service_healthy, required: false}
          migrate: {condition: service_completed_successfully}
          systemd-journald.service: {condition: service_started, required: false}
      part: {HEAD, restart: always, part_of: [berth-base.service, multi-user.target]}
      flagged:
        HEAD
        restart: always
        kill_mode: control-group
        reload_signal: USR1
        stop_grace_period: 1m30s
        pre_stop_exec: [sh, -c, "echo \\"$HOME %n\\" 'a  b' \\\\ ; # é"]
        systemd_exec_flags: {OOMScoreAdjust: "-500", LimitNOFILE: "1024:4096", Nice: 5, Slice: berth.slice}
      nasty:
        HEAD
        restart: always
        environment: {PLAIN: "$HOME %n \\"x\\" \\n 'y' \\\\", discovery.type: single, PATH: /bin}
        labels: {"a b": "%i $$ \\"'\\\\;#é日本"}
        command: [sh, -c, "exec sleep infinity", "%n", "%%", "$HOME", "${X}", "a  b", "", "'", "\\"", "\\\\", "\\n", "\\t", "#", ";", "é日本😀", "@-", "\\u0001"]
        healthcheck: {test: [CMD, test, "%n $X \\"'\\\\", "!=", ""]}
      """
          .replace("\n  HEAD", "\n  image: localhost/berth-test/busybox:1\n  net: none")
          .replace("HEAD", "image: 'localhost/berth-test/busybox:1', net: none");

  @Test
  void isSilentAboutEveryUnit() {
    host.apply(SET, "--config-id", "analyzed", "--parallel", "8");
    List<String> units = host.get("sh", "-c", "ls -d /etc/systemd/system/berth-*").lines().toList();
    assertThat(units)
        .hasSizeGreaterThanOrEqualTo(14)
        .anyMatch(unit -> unit.endsWith("berth-analyzed-order-1.target"));

    CommandResult verified =
        host.run(
            Stream.concat(Stream.of("systemd-analyze", "verify", "--man=no"), units.stream())
                .toArray(String[]::new));

    assertThat(verified.stdout() + verified.stderr()).isEmpty();
    assertThat(verified.exitCode()).isZero();
    assertThat(host.run("journalctl", "--boot", "--no-pager", "--output=cat", "_PID=1").stdout())
        .as("what systemd itself says when it reads them")
        .doesNotContain("berth-nasty.service:", "berth-flagged.service:", "Unknown key");
  }

  @Test
  void whatSystemdWouldIgnoreIsRefusedBeforeAnythingIsWritten() {
    CommandResult refused =
        host.tryApply(
            """
            wrong:
              image: localhost/berth-test/busybox:1
              net: none
              restart: always
              systemd_exec_flags: {RestartSec: soon, LimitNOFILE: lots, Environment: "hunter2"}
            oneshot:
              image: localhost/berth-test/busybox:1
              net: none
              restart: always
              systemd_exec_flags: {Type: oneshot}
            """,
            "--config-id",
            "wrong");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.stderr())
        .contains(
            "/root/set.yaml:5:36: error: `systemd_exec_flags`: RestartSec: systemd says: it does"
                + " not take the value, a text of 4 characters",
            "/root/set.yaml:5:55: error: `systemd_exec_flags`: LimitNOFILE: systemd says: ",
            "/root/set.yaml:5:74: error: `systemd_exec_flags`: Environment: systemd says: it does"
                + " not take",
            "/root/set.yaml:6:1: error: berth-oneshot.service: systemd says: Service has Restart=")
        .doesNotContain("hunter2");
    assertThat(host.get("sh", "-c", "ls /etc/systemd/system /tmp"))
        .doesNotContain("berth-wrong", "berth-oneshot", "berth-verify");
  }

  @Test
  void wouldNotBeSilentAboutAWrongOne() {
    host.write("/root/wrong.service", "[Service]\nExecStart=/bin/true\nRestart=sometimes\n");
    CommandResult verified =
        host.run("systemd-analyze", "verify", "--man=no", "/root/wrong.service");
    assertThat(verified.stderr()).contains("sometimes");
  }
}
