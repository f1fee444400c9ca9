package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Since;
import dev.berth.model.ObservedHealth.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Since when a state holds, from the few checks that the engine remembers. */
class ObservedHealthTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest(name = "{0}, streak {1}, {2}: since check {3}, exact: {4}")
  @CsvSource({
    "HEALTHY,   0, +,     0, true",
    "HEALTHY,   0, +++++, 0, false",
    "HEALTHY,   0, --+++, 2, true",
    "HEALTHY,   0, -++++, 1, true",
    "HEALTHY,   2, -++--, 1, true",
    "HEALTHY,   1, ++++-, 0, false",
    "HEALTHY,   5, -----, 0, false",
    "UNHEALTHY, 3, +---,  1, true",
    "UNHEALTHY, 3, ++---, 2, true",
    "UNHEALTHY, 5, -----, 0, true",
    "UNHEALTHY, 9, -----, 0, false",
    "STARTING,  0, --,    0, true",
    "STARTING,  0, -----, 0, false"
  })
  void isTheStartOfTheRunOfEqualResults(
      Status status, int streak, String results, int first, boolean isExact) {
    assertThat(health(status, streak, results).since())
        .contains(new Since(FIRST.plusSeconds(first), isExact));
  }

  @Test
  void isUnknownBeforeTheFirstCheck() {
    assertThat(health(Status.STARTING, 0, "").since()).isEqualTo(Optional.empty());
    assertThat(health(Status.STARTING, 0, "").lastOutput()).isEmpty();
  }

  private static ObservedHealth health(Status status, int streak, String results) {
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < results.length(); i++) {
      Instant start = FIRST.plusSeconds(i);
      checks.add(new Check(start, start.plusMillis(1), results.charAt(i) == '+' ? 0 : 1, "said\n"));
    }
    return new ObservedHealth(new ContainerName("web"), status, streak, checks);
  }
}
