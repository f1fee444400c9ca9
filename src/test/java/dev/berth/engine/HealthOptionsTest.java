package dev.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Problems;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthOptionsTest {
  @Test
  void stretchesByAtMostATenthAndAlwaysAlike() {
    Duration minute = Duration.ofMinutes(1);
    for (int i = 0; i < 500; i++) {
      assertThat(HealthOptions.stretched(minute, new ContainerName("c" + i)))
          .isEqualTo(HealthOptions.stretched(minute, new ContainerName("c" + i)))
          .isBetween(minute, Duration.ofSeconds(66));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // the container's own, the check's, whether that is one user
    "'0', root, true",
    "root, '0', true",
    "nova, nova, true",
    "nova, root, false",
    "root:kolla, root, false",
    "'', root, false",
    ", nova, false"
  })
  void aTaskMayNameItsOwnUserInEitherWay(String own, String wanted, boolean isOne) {
    String user = own == null ? "" : "user: '" + own + "', ";
    ContainerSpec task =
        Configurations.read(
                "set",
                "c: {image: i, %shealthcheck: {test: [CMD, 'true'], user: '%s'}}"
                    .formatted(user, wanted))
            .containers()
            .getFirst();
    Problems problems = new Problems();

    HealthOptions.checkUser(task, true, problems);

    assertThat(problems.hasErrors()).isEqualTo(!isOne);
  }

  @Test
  void keepsAWordWhole() {
    assertThat(HealthOptions.shellWord("a 'b' $c")).isEqualTo("'a '\\''b'\\'' $c'");
  }
}
