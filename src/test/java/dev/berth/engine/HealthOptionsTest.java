package dev.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthOptionsTest {
  @Test
  void stretchesByAtMostATenthAndAlwaysAlike() {
    Duration minute = Duration.ofMinutes(1);
    for (int i = 0; i < 500; i++) {
      assertThat(HealthOptions.stretched(minute, "c" + i))
          .isEqualTo(HealthOptions.stretched(minute, "c" + i))
          .isBetween(minute, Duration.ofSeconds(66));
    }
  }

  @Test
  void keepsAWordWhole() {
    assertThat(HealthOptions.shellWord("a 'b' $c")).isEqualTo("'a '\\''b'\\'' $c'");
  }
}
