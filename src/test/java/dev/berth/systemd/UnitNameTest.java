package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of names, as {@code systemd-escape --path} has them. */
class UnitNameTest {
  @ParameterizedTest
  @CsvSource({
    "/run/a/b, run-a-b",
    "/run/a-b, run-a\\x2db",
    "/run/a_b:c.d, run-a_b:c.d",
    "/.hidden, \\x2ehidden",
    "/run//x/, run-x",
    "/run/ä b, run-\\xc3\\xa4\\x20b",
    "/, -"
  })
  void ofAPath(String path, String word) {
    assertThat(UnitName.escaped(Path.of(path))).isEqualTo(word);
  }
}
