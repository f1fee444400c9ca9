package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.service.HostSetting;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What options say of settings. */
class SharedOptionsTest {
  @Test
  void whatIsGivenIsASettingByTheNameOfItsOption() {
    HostOptions host = new HostOptions();
    assertThat(host.given()).isEmpty();
    host.containerCli.set("docker");
    host.ignoreSystemdKeys.set(true);
    host.healthcheckDisabled.set(false);
    host.user.set(true);
    assertThat(host.given())
        .isEqualTo(
            Map.of(
                HostSetting.CONTAINER_CLI, "docker",
                HostSetting.IGNORE_SYSTEMD_KEYS, "true",
                HostSetting.SCOPE, "user"));
  }

  @Test
  void whatIsNoSettingIsNone() {
    ReadingOptions reading = new ReadingOptions();
    reading.configId.set("web");
    reading.steps.set(true);
    reading.configHash.set(true);
    reading.unknownKeys.set("warn");
    assertThat(reading.given())
        .isEqualTo(Map.of(HostSetting.CONFIG_HASH, "true", HostSetting.UNKNOWN_KEYS, "warn"));
  }
}
