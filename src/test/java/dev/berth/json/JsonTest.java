package dev.berth.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsEveryType() {
    Json json =
        Json.parse("x", "{\"s\":\"a\",\"n\":-5,\"d\":1.5,\"t\":true,\"z\":null,\"l\":[\"p\",2]}");
    assertThat(json.get("s").text()).contains("a");
    assertThat(json.get("n").number()).isEqualTo(-5);
    assertThat(json.get("d").number()).isEqualTo(1);
    assertThat(json.get("t").isTrue()).isTrue();
    assertThat(json.get("z").isPresent()).isFalse();
    assertThat(json.get("l").texts()).containsExactly("p");
    assertThat(Json.parse("x", "123456789012345678901234567890").number()).isPositive();
  }

  @Test
  void toleratesWhatIsAbsentRenamedOrOfAnotherType() {
    Json json = Json.parse("x", "{\"ID\":\"a\",\"Labels\":null,\"Names\":\"one\"}");
    assertThat(json.get("Id", "ID").textOrEmpty()).isEqualTo("a");
    assertThat(json.get("Labels").textFields()).isEmpty();
    assertThat(json.get("Names").texts()).containsExactly("one");
    assertThat(json.get("Names").get("x").items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "[", "{\"a\":", "[1,]", "nonsense", "[] []", "\"cut"})
  void refusesNonsense(String text) {
    assertThatThrownBy(() -> Json.parse("podman ps", text))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("podman ps answered");
  }

  @Test
  void hasALimitOfDepth() {
    assertThatThrownBy(() -> Json.parse("x", "[".repeat(100_000)))
        .isInstanceOf(JsonException.class);
  }
}
