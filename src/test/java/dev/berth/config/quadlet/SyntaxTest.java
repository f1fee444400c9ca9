package dev.berth.config.quadlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of units, the words in them, and what is put in its place. */
class SyntaxTest {
  private final Problems problems = new Problems();

  private List<Assignment> read(String text) {
    return UnitSyntax.read("a", text.getBytes(StandardCharsets.UTF_8), problems)
        .orElseThrow()
        .assignments();
  }

  private List<String> words(String value, boolean unescapes) {
    PlacedText text = read("[S]\nK=" + value).getFirst().value();
    return Words.of(text, unescapes, problems).stream().map(Word::text).toList();
  }

  private List<String> told() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @Test
  void aLineGoesOnOverCommentsAndKnowsWhereItsWordsStand() {
    PlacedText value =
        read("[S]\n  K = one \\\n# two\n ; three\n\tfour \\\n five  \nL=6").getFirst().value();
    assertThat(value.text()).isEqualTo("one \tfour  five");
    List<Word> words = Words.of(value, true, problems);
    assertThat(words.stream().map(word -> word.text() + "@" + word.at()))
        .containsExactly("one@a:2:7", "four@a:5:2", "five@a:6:2");
    assertThat(told()).isEmpty();
  }

  @Test
  void commentsAndEmptyLinesAreNothing() {
    assertThat(read("# a\n\n; b\n  # c\n[S]\nK=v # no comment\n"))
        .extracting(each -> each.value().text())
        .containsExactly("v # no comment");
  }

  @Test
  void aMarkOfTheOrderOfBytesAndLinesOfWindowsDoNoHarm() {
    assertThat(read("\uFEFF[S]\r\nK=v\r\n").getFirst().value().text()).isEqualTo("v");
  }

  @Test
  void whatIsNoTextIsToldWithItsPlace() {
    assertThat(
            UnitSyntax.read("a", new byte[] {'[', 'S', ']', '\n', 'K', '=', (byte) 0xff}, problems))
        .isEmpty();
    assertThat(told()).containsExactly("a:2:3: error: not UTF-8 (save the file as UTF-8)");
  }

  @Test
  void anEmptyAssignmentTakesBackWhatStoodBefore() {
    Unit unit =
        new Unit(
            new UnitId("a", UnitKind.CONTAINER),
            java.nio.file.Path.of("/x/a.container"),
            Map.of(),
            read("[S]\nK=1\nK=2\nK=\nK=3\n[T]\nK=4"));
    assertThat(unit.all("S", "K")).extracting(each -> each.value().text()).containsExactly("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a b  c | [a, b, c]",
        "\"a b\" 'c d'e | [a b, c de]",
        "a\\sb \\x41\\u00e4\\U0001F600\\101 | [a b, Aä😀A]",
        "'it\\'s' \"say \\\"x\\\"\" | [it's, say \"x\"]",
        "a\\\\b | [a\\b]",
      })
  void wordsOfACommandLineHaveEscapes(String value, String expected) {
    assertThat(words(value, true)).hasToString(expected);
    assertThat(told()).isEmpty();
  }

  @Test
  void otherWordsKeepTheirBackslashes() {
    assertThat(words("a\\b \"c\\n\"", false)).containsExactly("a\\b", "c\\n");
    assertThat(told()).isEmpty();
  }

  private Expansion expansion(String service, Map<String, String> variables) {
    return new Expansion(service, QuadletCases.surroundings(), variables, problems);
  }

  private String filled(String service, String text) {
    return expansion(service, Map.of("ONE", "1", "TWO", "2 2"))
        .argument(new Word(text, dev.berth.model.SourcePosition.startOf("a")))
        .text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%n %N %p %i | web@a-b.service web@a-b web a-b",
        "%I %j %f | a/b web /a/b",
        "100%% %5 % | 100% %5 %",
        "$$x ${ONE}${TWO} $ONE | $x 12 2 $ONE",
        "$ONE | 1",
      })
  void whatSystemdWouldFillInIsFilledIn(String text, String expected) {
    assertThat(filled("web@a-b", text)).isEqualTo(expected);
    assertThat(told()).isEmpty();
  }

  @Test
  void aLineThatSystemdReadsOnceMoreKeepsItsPercentSigns() {
    assertThat(expansion("web", Map.of()).line("%N 5%% %5 ${X}")).isEqualTo("web 5%% %5 ${X}");
  }

  @Test
  void namesOfUnitsAreUnescaped() {
    assertThat(filled("a\\x2db-c", "%P|%J")).isEqualTo("a-b/c|c");
  }

  @Test
  void aUsersDirectoriesAreThoseOfItsEnvironment() {
    Surroundings user =
        Surroundings.ofUser("isle", "dora", 1000, "/home/dora", Map.of("XDG_CACHE_HOME", "/cache"));
    Expansion expansion = new Expansion("a", user, Map.of(), problems);
    assertThat(expansion.specifiers("%u %U %h %t %S %C %L %E"))
        .isEqualTo(
            "dora 1000 /home/dora /run/user/1000 /home/dora/.local/state /cache"
                + " /home/dora/.local/state/log /home/dora/.config");
  }

  @Test
  void dropInsOfATemplateComeBeforeThoseOfItsInstance() {
    assertThat(new UnitId("a-b@c-d", UnitKind.CONTAINER).dropIns())
        .containsExactly(
            "container.d", "a-.container.d", "a-b@.container.d", "a-b@c-d.container.d");
  }
}
