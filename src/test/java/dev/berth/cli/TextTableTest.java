package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.TextTable.Cell;
import dev.berth.host.Command;
import dev.berth.host.CommandFailure;
import dev.berth.host.CommandResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that fits where it is shown. */
class TextTableTest {
  private static List<String> lines(OptionalInt columns) {
    TextTable table = new TextTable(List.of("NAME", "COMMAND", "STATUS"));
    table.add(
        List.of(new Cell("web"), new Cell("serve --all --the --things"), new Cell("Up 2 hours")));
    table.add(List.of(new Cell("a-task"), new Cell(""), new Cell("")));
    return table.lines(new Style(false, () -> columns));
  }

  @Test
  void isAsWideAsItsCellsWhereNoTerminalIs() {
    assertThat(lines(OptionalInt.empty()))
        .containsExactly(
            "NAME    COMMAND                     STATUS",
            "web     serve --all --the --things  Up 2 hours",
            "a-task");
  }

  @Test
  void theWidestColumnGivesWay() {
    assertThat(lines(OptionalInt.of(40)))
        .containsExactly(
            "NAME    COMMAND               STATUS",
            "web     serve --all --the -…  Up 2 hours",
            "a-task");
  }

  @ParameterizedTest
  @ValueSource(ints = {26, 30, 40, 46, 80})
  void noLineIsLongerThanTheTerminal(int columns) {
    assertThat(lines(OptionalInt.of(columns)))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
  }

  @Test
  void aCharacterOfTwoUnitsIsNotCutInTwo() {
    assertThat(TextTable.cut("ab\uD83D\uDE80cd", 4)).isEqualTo("ab…");
  }

  @Test
  void reasonsWrapAtBlanksBelowEachOther() {
    Style narrow = new Style(false, () -> OptionalInt.of(31));
    assertThat(narrow.wrapped("changed: environment.NAME, volumes", 5))
        .containsExactly("changed: environment.NAME,", "volumes");
    assertThat(narrow.wrapped("x".repeat(60), 5)).hasSize(3);
    assertThat(narrow.wrapped("too little room to wrap anything", 15)).hasSize(1);
    assertThat(new Style(false).wrapped("x ".repeat(500), 5)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "132, '', 132",
    "12, '', 40",
    "wide, 24 100, 100",
    "'', 24 100, 100",
    "'', 0 0, 80",
    "'', gone, 80"
  })
  void theWidthIsThatOfTheVariableOrElseOfTheTerminal(String variable, String size, int width) {
    assertThat(
            TerminalWidth.of(
                Map.of("COLUMNS", variable),
                command -> new CommandResult(command.argv(), 0, size, "", false)))
        .isEqualTo(width);
  }

  @Test
  void withoutAProgramToAskItIsTheUsualOne() {
    assertThat(
            TerminalWidth.of(
                Map.of(),
                (Command command) -> {
                  throw new CommandFailure(command.argv(), new IOException("none"));
                }))
        .isEqualTo(80);
  }
}
