package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileNameTest {
  @Test
  void whatFitsStaysAsItIs() {
    assertThat(FileName.of("a:exec:", "b", ".json")).isEqualTo("a:exec:b.json");
    assertThat(FileName.of("", "n".repeat(255), "")).isEqualTo("n".repeat(255));
  }

  @Test
  void whatDoesNotFitKeepsItsEndsAndIsNoOthers() {
    String one = FileName.of("head:", "n".repeat(400) + "1", ".json");
    String other = FileName.of("head:", "n".repeat(400) + "2", ".json");

    assertThat(one).hasSize(255).startsWith("head:nnn").endsWith(".json").isNotEqualTo(other);
    assertThat(FileName.of("", "ä".repeat(200), "").getBytes(StandardCharsets.UTF_8).length)
        .isBetween(253, 255);
    assertThatThrownBy(() -> FileName.of("n".repeat(250), "longer than that", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
