package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.service.InvalidUse;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What journalctl or an engine takes for a time. */
class AskedTimeTest {
  private static final Instant NOW = Instant.parse("2026-11-29T14:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "10m, 2026-11-29T13:50:00Z",
    "-10m, 2026-11-29T13:50:00Z",
    "1h30m, 2026-11-29T12:30:00Z",
    "1h 30min ago, 2026-11-29T12:30:00Z",
    "2 hours ago, 2026-11-29T12:00:00Z",
    "-2days, 2026-11-27T14:00:00Z",
    "1.5h, 2026-11-29T12:30:00Z",
    "1w, 2026-11-22T14:00:00Z",
    "500ms, 2026-11-29T13:59:59.500Z",
    "now, 2026-11-29T14:00:00Z",
    "today, 2026-11-28T23:00:00Z",
    "yesterday, 2026-11-27T23:00:00Z",
    "@1795946400.5, 2026-11-29T10:00:00.500Z",
    "2026-11-29, 2026-11-28T23:00:00Z",
    "14:30, 2026-11-29T13:30:00Z",
    "14:30:05, 2026-11-29T13:30:05Z",
    "2026-11-29 14:30, 2026-11-29T13:30:00Z",
    "2026-11-29 14:30:05, 2026-11-29T13:30:05Z",
    "2026-07-01T14:30:00, 2026-07-01T12:30:00Z",
    "2026-11-29T14:30:00Z, 2026-11-29T14:30:00Z",
    "2026-11-29T14:30:00.123+02:00, 2026-11-29T12:30:00.123Z",
  })
  void isUnderstood(String text, Instant time) {
    assertThat(AskedTime.of("--since", text, NOW, ZONE)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "10",
        "1700000000",
        "10x",
        "1month",
        "-",
        "@",
        "@-5",
        "2026-13-01",
        "25:00",
        "2026-11-29T14:30:00+1",
        "99999999999w",
        "9999999h",
        "--until=x",
        "10m;reboot"
      })
  void isRefusedWithWhatIsWanted(String text) {
    assertThatThrownBy(() -> AskedTime.of("--since", text, NOW, ZONE))
        .isInstanceOf(InvalidUse.class)
        .hasMessageStartingWith("--since wants a time such as 10m, '2 hours ago'");
  }
}
