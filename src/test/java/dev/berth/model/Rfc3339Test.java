package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments are read as Java reads them; what it refuses is none. */
class Rfc3339Test {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T17:51:08Z",
        "2026-11-29T17:51:08.5Z",
        "2026-11-29T17:51:08.123456789Z",
        "2026-11-29T17:51:08.123456+02:00",
        "2026-11-29T23:59:59-11:30",
        "2024-02-29T00:00:00+00:00",
        "0001-01-01T00:00:00Z"
      })
  void aMomentIsReadAsJavaReadsIt(String text) {
    assertThat(Rfc3339.parse(text)).contains(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-29",
        "2026-11-29T17:51:08",
        "2026-02-30T00:00:00Z",
        "2026-11-29T17:61:08Z",
        "2026-11-29T17:51:08.1234567890Z",
        "2026-11-29T17:51:08+25:00",
        "2026-11-29T17:51:08Z\n"
      })
  void whatIsNoMomentIsNone(String text) {
    assertThat(Rfc3339.parse(text)).isEmpty();
  }
}
