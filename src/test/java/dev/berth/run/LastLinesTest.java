package dev.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of what a program printed. */
class LastLinesTest {
  private final LastLines lines = new LastLines();
  private final List<String> told = new ArrayList<>();
  private final Consumer<String> printer = lines.and(told::add);

  @Test
  void nothingIsSaidToBeNothing() {
    assertThat(lines.isEmpty()).isTrue();
    assertThat(lines.text()).isEqualTo("it printed nothing");
  }

  @Test
  void eachLineIsMarkedAndToldToTheOther() {
    printer.accept("one");
    printer.accept("two");

    assertThat(lines.isEmpty()).isFalse();
    assertThat(lines.text()).isEqualTo("it printed:\n         | one\n         | two");
    assertThat(told).containsExactly("one", "two");
  }

  @Test
  void blankLinesAreToldButNotKept() {
    printer.accept(" ");

    assertThat(lines.isEmpty()).isTrue();
    assertThat(told).containsExactly(" ");
  }

  @Test
  void twentyAreKeptWithoutAWordAboutMore() {
    IntStream.rangeClosed(1, 20).forEach(number -> printer.accept("line " + number));

    assertThat(lines.text()).startsWith("it printed:\n         | line 1\n").endsWith("| line 20");
  }

  @Test
  void ofMoreTheLastTwentyAreKept() {
    IntStream.rangeClosed(1, 21).forEach(number -> printer.accept("line " + number));

    assertThat(lines.text())
        .startsWith("it printed: (the last 20 lines)\n         | line 2\n")
        .endsWith("| line 21");
    assertThat(told).hasSize(21);
  }

  @Test
  void onlyALongerLineThanAThousandIsCut() {
    printer.accept("a".repeat(1000));
    printer.accept("b".repeat(1001));

    assertThat(lines.text())
        .isEqualTo(
            "it printed:\n         | "
                + "a".repeat(1000)
                + "\n         | "
                + "b".repeat(1000)
                + " …");
  }
}
