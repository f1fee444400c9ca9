package dev.berth.config.quadlet;

import dev.berth.config.Suggestion;
import dev.berth.model.Problems;
import java.util.List;
import java.util.Optional;

/** Reports the keys of a section that are not carried over, and those that are none. */
final class KeyCheck {
  /** Ends a label that stands for all keys that begin so. */
  private static final String MANY = "…";

  private final Unit unit;
  private final Problems problems;

  KeyCheck(Unit unit, Problems problems) {
    this.unit = unit;
    this.problems = problems;
  }

  /** The row of a key; empty where the table has none. */
  static Optional<KeyRow> row(List<KeyRow> rows, String key) {
    return rows.stream()
        .filter(
            row ->
                row.label().endsWith(MANY)
                    ? key.startsWith(row.label().replace(MANY, ""))
                    : row.label().equals(key))
        .findFirst();
  }

  /** Looks at each key of a section that counts; a key without a row is none of it. */
  void check(String section, List<KeyRow> rows) {
    for (String key : unit.keys(section)) {
      Optional<Assignment> last = unit.last(section, key);
      if (last.isPresent()) {
        row(rows, key)
            .ifPresentOrElse(
                row -> check(last.get(), row), () -> unknown(last.get(), section, rows));
      }
    }
  }

  /** The same where a key without a row is no matter of this table. */
  void checkKnown(String section, List<KeyRow> rows) {
    for (String key : unit.keys(section)) {
      unit.last(section, key).ifPresent(last -> row(rows, key).ifPresent(row -> check(last, row)));
    }
  }

  private void check(Assignment last, KeyRow row) {
    switch (row.fate()) {
      case REFUSED ->
          problems.error(last.at(), "`" + last.key() + "=` is not carried over", row.words());
      case TOLD ->
          problems.warning(last.at(), "`" + last.key() + "=` has no effect here", row.words());
      case DONE, PASSED -> {}
    }
  }

  private void unknown(Assignment last, String section, List<KeyRow> rows) {
    problems.error(
        last.at(),
        "`" + last.key() + "=` is no key of [" + section + "]",
        Suggestion.advice(
            last.key(),
            rows.stream().map(KeyRow::label).toList(),
            "remove it: Quadlet refuses the unit, too"));
  }
}
