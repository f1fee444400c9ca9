package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitQuotingTest {
  private static final String NASTY =
      "\"'$%\\\n\t\r ;#-@:+!|{}[]()<>&*?=,~^`\u0001\u001b\u007f\u0085\u00a0\u2028é漢aZ09nx$$%%\\\\";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ";",
        "#",
        "-",
        "--",
        "-x",
        "@x",
        ":x",
        "+x",
        "!x",
        "!!x",
        "|x",
        "$",
        "$$",
        "${HOME}",
        "$HOME",
        "%n",
        "%%",
        "%",
        "\\",
        "\\n",
        "\\\\",
        "\"",
        "'",
        "it's",
        "a b",
        "a\nb",
        "a\tb",
        "\r",
        "tail\\",
        "=",
        "a=b c",
        "\u0001",
        "\u007f",
        "é",
        "\ud83d\ude00",
        "[x]",
        "# no comment",
        "~"
      })
  void bringsBackOneWord(String word) {
    assertThat(roundTrip(List.of("/bin/x", word))).containsExactly("/bin/x", word);
  }

  @Test
  void bringsBackAnyArgumentList() {
    Random random = new Random(20261123);
    int[] alphabet = NASTY.codePoints().toArray();
    for (int round = 0; round < 3000; round++) {
      List<String> argv = new ArrayList<>(List.of("/usr/bin/podman"));
      for (int words = random.nextInt(6); words >= 0; words--) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
          word.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        argv.add(word.toString());
      }
      assertThat(roundTrip(argv)).isEqualTo(argv);
    }
  }

  @Test
  void bringsBackAHundredThousandBytes() {
    String word = "\"$%\\ \n".repeat(17_000);
    assertThat(roundTrip(List.of("/bin/x", word, "end"))).containsExactly("/bin/x", word, "end");
  }

  @Test
  void leavesPlainWordsReadable() {
    assertThat(UnitQuoting.commandLine(List.of("/usr/bin/podman", "run", "--name=web", "a:1")))
        .isEqualTo("/usr/bin/podman run --name=web a:1");
  }

  @Test
  void refusesWhatNoProcessCanBeGiven() {
    assertThatThrownBy(() -> UnitQuoting.commandLine(List.of("/bin/x", "a\0b")))
        .hasMessageContaining("NUL");
    assertThatThrownBy(() -> UnitQuoting.commandLine(List.of("podman")))
        .hasMessageContaining("absolute");
  }

  @Test
  void aPathInAListIsReadBack() {
    assertThat(UnitQuoting.path("/srv/data")).isEqualTo("/srv/data");
    assertThat(UnitQuoting.path("/srv/a b")).isEqualTo("\"/srv/a b\"");
    assertThat(UnitQuoting.path("/srv/50%")).isEqualTo("\"/srv/50%%\"");
    assertThat(UnitQuoting.path("/a\"b'c\\")).isEqualTo("\"/a\"'\"'\"b'c\\\"");
    for (String no : List.of("relative", "", "/a\nb", "/a\rb", "/a\uffff", "/a\0", "/\ud800")) {
      assertThatThrownBy(() -> UnitQuoting.path(no)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFileTakesItsWholeLine() {
    assertThat(UnitQuoting.file(Path.of("/etc/a b %.env"))).isEqualTo("/etc/a b %%.env");
    for (String no : List.of("a", "/a\nb", "/a ", "/a\\", "/a\ufffe")) {
      assertThatThrownBy(() -> UnitQuoting.file(Path.of(no)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aValueOfTheOperatorsIsOneLine() {
    for (String yes : List.of("", "50%", "%n", "\"a b\"", "\\x20", "a\\\\", "a\tb", "é")) {
      assertThat(UnitQuoting.asWritten(yes)).isEqualTo(yes);
    }
    for (String no : List.of("a\nb", "a\rb", "a\0b", "1024\\", "\\\\\\", "\uffff", "\ufdd0")) {
      assertThatThrownBy(() -> UnitQuoting.asWritten(no))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nothingThatSystemdTakesForNoTextGetsIntoAUnit() {
    for (String no : List.of("\uffff", "a\ufffe", "\ufdd0", "\ufdef", "\ud83f\udfff", "\ud800")) {
      assertThatThrownBy(() -> UnitQuoting.commandLine(List.of("/bin/x", no)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> UnitQuoting.line(no)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> UnitQuoting.quoted(no)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(UnitQuoting.line("\ufdcf\ufdf0\ufffd")).isEqualTo("\ufdcf\ufdf0\ufffd");
  }

  private static List<String> roundTrip(List<String> argv) {
    return SystemdCommandLine.parse(UnitQuoting.commandLine(argv));
  }
}
