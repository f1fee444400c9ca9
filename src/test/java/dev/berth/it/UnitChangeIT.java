package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key that only the unit has is changed without a new process. */
class UnitChangeIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SET =
      """
      c01: {image: "localhost/berth-test/busybox:1", restart: always}
      c07:
        image: localhost/berth-test/busybox:1
        restart: always
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          restart: on-failure:3      | Restart=on-failure
          depends_on: [c01]          | Wants=network-online.target berth-c01.service
          kill_mode: process         | KillMode=process
          pre_stop_exec: [sync]      | ExecStop=-/bin/sh /etc/berth/podman-unit exec c07 /usr/bin/podman exec c07 sync
          """)
  void keyOfTheUnitAloneRewritesTheUnitAndKeepsTheProcess(String key, String line) {
    host.apply(SET, "--config-id", "units");
    Map<String, String> before = host.pids();
    String changed =
        key.startsWith("restart")
            ? SET.replaceFirst("(?s)(c07.*)restart: always", "$1" + key)
            : SET + "  " + key + "\n";
    host.write("/root/planned.yaml", changed);
    String[] plan = {"plan", "--exit-code", "--config-id", "units", "-f", "/root/planned.yaml"};

    CommandResult planned = host.berth(plan);
    assertThat(planned.stdout()).contains("update unit c07", "unit differs", "1 step");
    host.apply(changed, "--config-id", "units");

    assertThat(host.pids()).isEqualTo(before);
    assertThat(host.read("/etc/systemd/system/berth-c07.service")).contains(line);
    assertThat(host.get("systemctl", "show", "-P", "NeedDaemonReload", "berth-c07.service"))
        .isEqualTo("no");
    assertThat(host.berth(plan).exitCode()).isZero();
  }

  @Test
  void whatAStopWaitsForIsTold() {
    host.apply(SET + "  pre_stop_exec: [sleep, \"6\"]\n", "--config-id", "units");
    assertThat(host.berth(0, "delete", "units").stderr())
        .containsOnlyOnce("berth-c07.service is stopping: its pre_stop_exec runs, for ");
  }
}
