package dev.berth.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Samples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void writesEveryKindOfValue() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text", "a \"b\" \\ \n ä");
    tree.put("numbers", List.of(1, 2L, 0.5));
    tree.put("flags", Arrays.asList(true, false, null));
    tree.put("empty", Map.of());
    assertThat(JsonText.compact(tree))
        .isEqualTo(
            "{\"text\":\"a \\\"b\\\" \\\\ \\n ä\",\"numbers\":[1,2,0.5],"
                + "\"flags\":[true,false,null],\"empty\":{}}");
    assertThat(JsonText.compact(null)).isEqualTo("null");
  }

  @Test
  void indentsByTwo() {
    assertThat(JsonText.indented(Map.of("a", List.of("b"))))
        .isEqualToNormalizingWhitespace("{ \"a\" : [ \"b\" ] }")
        .contains("\n  \"a\"")
        .contains("\n    \"b\"");
  }

  @Test
  void isReadBack() {
    Samples.forAll(
        500,
        samples -> {
          Map<String, Object> tree = new LinkedHashMap<>();
          samples.list(4, () -> samples.text(8)).forEach(name -> tree.put(name, samples.text(20)));
          assertThat(Json.parse("test", JsonText.compact(tree)).textFields()).isEqualTo(tree);
          assertThat(Json.parse("test", JsonText.indented(tree)).textFields()).isEqualTo(tree);
        });
  }
}
