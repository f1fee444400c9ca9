package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.SelinuxHost;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that is set. In the virtual machine: the other hosts have the clock of this one. */
@Tag("long")
class ClockIT {
  @RegisterExtension static final SelinuxHost host = new SelinuxHost();

  private static final String SET =
      """
      web:
        image: localhost/berth-test/busybox:1
        net: none
        restart: always
      """;

  private static final String UNIT = "/etc/systemd/system/berth-web.service";

  @ParameterizedTest
  @ValueSource(strings = {"-1 day", "+3 days"})
  void changesNothingAndHidesNothing(String jump) {
    host.apply(SET, "--config-id", "clock");
    String began = host.get("podman", "inspect", "--format={{.State.Pid}}", "web");
    host.get("date", "--set", jump);

    assertThat(plan().exitCode()).as(plan().stdout()).isZero();

    // By the file's time, which systemd goes by, it may be newer than what was read; or older.
    host.get("touch", UNIT);
    assertThat(plan()).returns(isToBeRead() ? 3 : 0, CommandResult::exitCode);
    host.apply(SET, "--config-id", "clock");
    assertThat(plan().exitCode()).isZero();
    assertThat(isToBeRead()).isFalse();
    assertThat(host.get("podman", "inspect", "--format={{.State.Pid}}", "web")).isEqualTo(began);
  }

  private static boolean isToBeRead() {
    return host.get("systemctl", "show", "-P", "NeedDaemonReload", "berth-web").equals("yes");
  }

  private static CommandResult plan() {
    return host.berth("plan", "--exit-code", "--config-id", "clock", "--file", "/root/set.yaml");
  }
}
