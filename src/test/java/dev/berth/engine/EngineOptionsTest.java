package dev.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.OptionMapping.Refused;
import dev.berth.model.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineOptionsTest {
  @ParameterizedTest
  @EnumSource(Key.class)
  void everyKeyHasOneRow(Key key) {
    assertThat(EngineOptions.TABLE)
        .filteredOn(option -> option.key() == key)
        .as("rows of EngineOptions.TABLE for %s", key)
        .hasSize(1);
  }

  @Test
  void whatIsRefusedIsRefusedWithWordsAndByOneEngineOnly() {
    for (EngineOption option : EngineOptions.TABLE) {
      for (EngineName engine : EngineName.values()) {
        if (option.on(engine) instanceof Refused refused) {
          assertThat(refused.why()).isNotBlank();
          assertThat(refused.instead()).isNotBlank();
        }
      }
      assertThat(option.podman() instanceof Refused && option.docker() instanceof Refused)
          .as("%s is on no engine", option.key())
          .isFalse();
    }
  }

  @Test
  void theRowsSayWhereTheEnginesDiffer() {
    assertThat(EngineOptions.of(Key.SECRETS).docker().difference()).startsWith("refused: ");
    assertThat(EngineOptions.of(Key.ANNOTATIONS).docker().difference()).isEqualTo("since 24.0");
    assertThat(EngineOptions.of(Key.UTS).docker().difference()).contains("`private` or `host`");
    assertThat(EngineOptions.of(Key.WORKING_DIR).docker().difference()).isEmpty();
  }
}
