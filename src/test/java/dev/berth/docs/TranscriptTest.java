package dev.berth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  @Test
  void tellsCommandsFromOutput() {
    Transcript transcript = Transcript.parse(List.of("$ one \\", "> two", "out", "$ three"));

    assertThat(transcript.exchanges())
        .extracting(Transcript.Exchange::command)
        .containsExactly("one \\\ntwo", "three");
    assertThat(transcript.exchanges().getFirst().output()).containsExactly("out");
  }

  @Test
  void numbersAndBlanksAndIdsMayDiffer() {
    assertThat(matches(List.of("Up 1 second  0123456789ab"), List.of("Up 12 seconds ba9876543210")))
        .isTrue();
    assertThat(matches(List.of("Up"), List.of("Down"))).isFalse();
  }

  @Test
  void anAgeMayBeAnyAge() {
    assertThat(matches(List.of("Up 1 second  x"), List.of("Up Less than a second  x"))).isTrue();
    assertThat(matches(List.of("Up 2 seconds  x"), List.of("Up About a minute  x"))).isTrue();
    assertThat(matches(List.of("Up 1 second"), List.of("Up 1 second (healthy)"))).isFalse();
  }

  @Test
  void aBarMayBeOfAnyLength() {
    assertThat(matches(List.of("a  █───"), List.of("a     ███"))).isTrue();
    assertThat(matches(List.of("└─ a  █"), List.of("a  █"))).isFalse();
  }

  @Test
  void stepsSideBySideMayEndInAnyOrder() {
    assertThat(matches(List.of("done  b", "done  a", "end"), List.of("done a", "done b", "end")))
        .isTrue();
    assertThat(matches(List.of("b", "a"), List.of("a", "b"))).isFalse();
  }

  @Test
  void threeDotsStandForAnything() {
    assertThat(matches(List.of("a ... z", "...", "end"), List.of("a b z", "1", "2", "end")))
        .isTrue();
    assertThat(matches(List.of("...", "end"), List.of("end"))).isTrue();
    assertThat(matches(List.of("a ... z"), List.of("a b"))).isFalse();
  }

  private static boolean matches(List<String> shown, List<String> actual) {
    return new Transcript.Exchange("", List.of(), shown).matches(actual);
  }
}
