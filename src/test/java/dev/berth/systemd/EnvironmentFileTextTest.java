package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EnvironmentFileTextTest {
  @Test
  void quotesEveryValue() {
    assertThat(
            EnvironmentFileText.render(
                new TreeMap<>(Map.of("A", "", "B", "a \"q\" $x `y` \\z %n\nnext", "C", "it's"))))
        .isEqualTo("A=\"\"\nB=\"a \\\"q\\\" \\$x \\`y\\` \\\\z %n\nnext\"\nC=\"it's\"\n");
  }

  @Test
  void refusesWhatSystemdWouldDropInSilence() {
    assertThatThrownBy(
            () -> EnvironmentFileText.render(new TreeMap<>(Map.of("discovery.type", "secret"))))
        .hasMessageContaining("discovery.type")
        .hasMessageNotContaining("secret");
    for (String value : new String[] {"secret\uffff", "secret\ufdd0", "secret\ud800"}) {
      assertThatThrownBy(() -> EnvironmentFileText.render(new TreeMap<>(Map.of("A", value))))
          .as("systemd would also write it to the journal")
          .hasMessageContaining("variable A")
          .hasMessageNotContaining("secret");
    }
  }
}
