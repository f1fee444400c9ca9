package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an image declares as a volume is a path, or nothing. */
class ContainerPathTest {
  @ParameterizedTest
  @CsvSource({
    "/data,/data",
    "/data/,/data",
    "//data//x,/data/x",
    "/a/./b/../c,/a/c",
    "/../..,/",
    "'/x:O,upperdir=/run','/x:O,upperdir=/run'",
    "/ä b,/ä b"
  })
  void isCleanAsTheEnginesHaveIt(String given, String path) {
    assertThat(ContainerPath.of(given).text()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data",
        "./x",
        " /x",
        "/x\n",
        "/x\u0000",
        "/\u001b[2J",
        "/\u007f",
        "/\u0085",
        "/\uffff",
        "/\ufdd0",
        "/\ud83f\udffe",
        "/\ud800"
      })
  void hasNothingThatAUnitOrATerminalWouldTakeForSomethingElse(String text) {
    assertThat(ContainerPath.flaw(text)).isPresent();
    assertThatThrownBy(() -> ContainerPath.of(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ContainerPath(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isNoLongerThanLinuxTakes() {
    assertThat(ContainerPath.flaw("/" + "a".repeat(255))).isEmpty();
    assertThat(ContainerPath.flaw("/" + "a".repeat(256))).contains("is longer than a path can be");
    assertThat(ContainerPath.flaw("/" + "ä".repeat(128))).contains("is longer than a path can be");
    assertThat(ContainerPath.flaw("/a".repeat(2048))).contains("is longer than a path can be");
  }

  @Test
  void isNotMadeOfWhatIsNotClean() {
    assertThatThrownBy(() -> new ContainerPath("/a/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("/a/ is not a clean path");
  }
}
