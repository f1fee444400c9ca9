package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerNameTest {
  private static final String ID = "0f".repeat(32);

  @ParameterizedTest
  @ValueSource(strings = {"w", "web", "0", "Web_1.a-b", "x-"})
  void isWhatTheEnginesTakeForOne(String text) {
    assertThat(ContainerName.find(text)).contains(new ContainerName(text));
    assertThat(new ContainerName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-web", ".web", "_", "a b", "a/b", "é", "web\n", "a:exec:b"})
  void isNothingElse(String text) {
    assertThat(ContainerName.find(text)).isEmpty();
    assertThatThrownBy(() -> new ContainerName(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void whatAnEngineCallsOtherwiseGoesByItsId() {
    assertThat(ContainerName.observed("web", ID)).isEqualTo(new ContainerName("web"));
    assertThat(ContainerName.observed("", ID)).isEqualTo(new ContainerName(ID));
  }

  @Test
  void anEndingIsAddedAndTakenAway() {
    ContainerName web = new ContainerName("web");
    assertThat(web.with(".former").without(".former")).isEqualTo(web);
    assertThat(web.without(".former")).isEqualTo(web);
    assertThat(web.without("web")).as("nothing would be left").isEqualTo(web);
  }
}
