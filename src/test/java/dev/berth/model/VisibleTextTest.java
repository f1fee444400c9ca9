package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text from outside does nothing to a terminal. */
class VisibleTextTest {
  @ParameterizedTest
  @CsvSource({
    "plain äöü 名前,plain äöü 名前",
    "a\u001b[31mred,a\\x1b[31mred",
    "\u009b2J,\\x9b2J",
    "bell\u0007!,bell\\x07!",
    "a\tb,a\\tb",
    "a\u202eb,a\\u202eb",
    "a\u2028b,a\\u2028b",
    "a\u200db,a\u200db",
    "a\uffffb,a\\uffffb",
    "a\ud800b,a\\ud800b"
  })
  void isEscaped(String text, String shown) {
    assertThat(VisibleText.of(text)).isEqualTo(shown);
  }

  @Test
  void isOnOneLineAndWithoutControlsWhateverItIs() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      String shown = VisibleText.of("a" + Character.toString(point) + "b");
      boolean isHarmless =
          shown
              .codePoints()
              .noneMatch(
                  it -> Character.isISOControl(it) || Character.getType(it) == Character.SURROGATE);
      if (!isHarmless || !shown.startsWith("a") || !shown.endsWith("b")) {
        fail("U+%04X is shown as %s", point, shown);
      }
    }
    assertThat(VisibleText.lines("a\n\tb\r\n")).isEqualTo("a\n\tb\\r\n");
  }
}
