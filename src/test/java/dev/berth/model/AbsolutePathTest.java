package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What paths mean, and which lie in which. */
class AbsolutePathTest {
  @ParameterizedTest
  @CsvSource({
    "/a, /a",
    "/a/, /a",
    "//a//b/, /a/b",
    "/a/./b/../c, /a/c",
    "/../a, /a",
    "/a/.., /",
    "/, /",
    "'', /"
  })
  void oneTextForEachPath(String given, String path) {
    assertThat(AbsolutePath.of(given)).hasToString(path);
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a, false, true",
    "/a, /a/b, true, true",
    "/a/, /a/b/, true, true",
    "/a, /ab, false, false",
    "/a/b, /a, false, false",
    "/, /a, true, true",
    "/, /, false, true",
    "/a, /a/../b, false, false"
  })
  void whichLieInWhich(String directory, String other, boolean holds, boolean isIn) {
    assertThat(AbsolutePath.of(directory).holds(AbsolutePath.of(other))).isEqualTo(holds);
    assertThat(AbsolutePath.of(other).isIn(AbsolutePath.of(directory))).isEqualTo(isIn);
  }
}
