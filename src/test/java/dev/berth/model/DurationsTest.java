package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations have one text each, which reads back as the same duration. */
class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "90s, 90000000000",
    "1m30s, 90000000000",
    "0.25s, 250000000",
    "1.000000001s, 1000000001",
    "5us, 5000",
    "1h2m3s4ms, 3723004000000",
    "0, 0",
    "10, 10000000000",
    "2.50, 2500000000"
  })
  void theTextOfADurationReadsBack(String written, long nanos) {
    Duration read = Durations.parse(written).orElseThrow();
    assertThat(read).isEqualTo(Duration.ofNanos(nanos));
    assertThat(Durations.parse(Durations.format(read))).contains(read);
  }

  @ParameterizedTest
  @CsvSource({
    "90000000000, 90s",
    "250000000, 0.25s",
    "100000000000, 100s",
    "1000000001, 1.000000001s",
    "1, 0.000000001s",
    "0, 0s",
    "-500000000, -0.5s"
  })
  void secondsHaveAFractionOnlyWhereThereIsOne(long nanos, String text) {
    assertThat(Durations.format(Duration.ofNanos(nanos))).isEqualTo(text);
  }
}
