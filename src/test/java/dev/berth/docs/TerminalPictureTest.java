package dev.berth.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.docs.Screen.Ink;
import dev.berth.docs.Screen.Row;
import dev.berth.docs.Screen.Span;
import dev.berth.docs.TerminalPicture.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalPictureTest {
  @Test
  void colouredTextIsSeenInItsColours() {
    assertThat(Screen.of("a \u001b[32mgreen\u001b[0m b  \r\n\r\n\u001b[1mHEAD\u001b[0m"))
        .containsExactly(
            row(new Span(Ink.PLAIN, "a "), new Span(Ink.GREEN, "green"), new Span(Ink.PLAIN, " b")),
            row(),
            row(new Span(Ink.BOLD, "HEAD")));
  }

  @Test
  void whatIsDrawnOverIsNotSeen() {
    String progress = "first\r\n|  create a  \r\n 0 of 1\r\n\u001b[2F\u001b[Jdone  create a\r\n";

    assertThat(Screen.of(progress))
        .containsExactly(
            row(new Span(Ink.PLAIN, "first")), row(new Span(Ink.PLAIN, "done  create a")));
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    assertThatThrownBy(() -> Screen.of("a\u001b[35mb")).hasMessageContaining("35");
    assertThatThrownBy(() -> Screen.of("a\u001b[3Cb")).hasMessageContaining("not understood");
    assertThatThrownBy(() -> Screen.of("a\u001b]0;b")).hasMessageContaining("not understood");
    assertThatThrownBy(() -> Screen.of("a\rb")).hasMessageContaining("not understood");
  }

  @Test
  void aPictureIsDrawn() {
    TerminalPicture picture =
        picture(
            new Run("berth plan", Screen.of("  1  \u001b[33mreplace a\u001b[0m  <new> & more")),
            new Run("true", List.of()));

    assertThat(picture.svg())
        .startsWith(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="256" height="108" viewBox="0 0 256 108"\
             role="img" aria-labelledby="t d">
            <title id="t">A &lt;title&gt;</title>
            <desc id="d">What is &amp; seen</desc>
            """)
        .endsWith(
            """
            <g xml:space="preserve">
            <text x="16" y="46"><tspan class="prompt">#</tspan><tspan class="bold"> berth plan</tspan></text>
            <text x="16" y="64">  1  <tspan class="yellow">replace a</tspan>  &lt;new&gt; &amp; more</text>
            <text x="16" y="92"><tspan class="prompt">#</tspan><tspan class="bold"> true</tspan></text>
            </g>
            </svg>
            """)
        .doesNotContain("<script", "href", "url(");
  }

  @Test
  void itIsReadBack() {
    TerminalPicture picture =
        picture(
            new Run("one 'a' && b", Screen.of("# no prompt\n\n  \u001b[2mfaint\u001b[0m  x")),
            new Run("two", List.of()));

    assertThat(TerminalPicture.read(picture.svg())).isEqualTo(picture);
    assertThat(TerminalPicture.read(picture.svg()).svg()).isEqualTo(picture.svg());
  }

  @Test
  void aCharacterThatXmlCannotHaveIsReplaced() {
    TerminalPicture picture = picture(new Run("a", Screen.of("b\u0007c")));

    assertThat(TerminalPicture.read(picture.svg()).runs().getFirst().marked())
        .containsExactly("b\uFFFDc");
  }

  @Test
  void numbersMayDifferAndColoursMayNot() {
    Run shown = run("\u001b[32mdone     \u001b[0mcreate a\u001b[2m  0.1 s\u001b[0m");

    assertThat(shown.shows(run("\u001b[32mdone     \u001b[0mcreate a\u001b[2m  2.5 s\u001b[0m")))
        .isTrue();
    assertThat(shown.shows(run("\u001b[31mdone     \u001b[0mcreate a\u001b[2m  0.1 s\u001b[0m")))
        .isFalse();
    assertThat(shown.shows(run("\u001b[32mdone     \u001b[0mcreate b\u001b[2m  0.1 s\u001b[0m")))
        .isFalse();
    assertThat(shown.shows(new Run("other", shown.rows()))).isFalse();
  }

  private static Run run(String written) {
    return new Run("command", Screen.of(written));
  }

  private static Row row(Span... spans) {
    return new Row(List.of(spans));
  }

  private static TerminalPicture picture(Run... runs) {
    return new TerminalPicture("A <title>", "What is & seen", List.of(runs));
  }
}
