package dev.berth.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text of files that Berth reads. */
class BerthYamlTest {
  @Test
  void textIsWrittenSoThatItIsReadAsItWas() {
    assertThat(BerthYaml.of(Map.of("a", "x: y"))).isEqualTo("a: \"x: y\"\n");
    assertThat(BerthYaml.of(Map.of("a", "10m"))).isEqualTo("a: 10m\n");
    assertThat(BerthYaml.of(Map.of("a", "8080:80"))).isEqualTo("a: \"8080:80\"\n");
    assertThat(BerthYaml.of(Map.of("no", "-c"))).isEqualTo("\"no\": -c\n");
    assertThat(BerthYaml.of(Map.of("a", "- x"))).isEqualTo("a: \"- x\"\n");
    assertThat(BerthYaml.of(Map.of("a", "one\n\n two\n"))).isEqualTo("a: |\n  one\n\n   two\n");
    assertThat(BerthYaml.of(Map.of("a", "one\ntwo\n\n"))).isEqualTo("a: |+\n  one\n  two\n\n");
    assertThat(BerthYaml.of(Map.of("a", " one\ntwo\u0007")))
        .isEqualTo("a: \" one\\ntwo\\u0007\"\n");
    assertThat(BerthYaml.of(Map.of("a", List.of(Map.of("b", List.of(1L))))))
        .isEqualTo("a:\n  - b:\n      - 1\n");
  }
}
