package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.PlainText;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.Map;

/** Refuses what no unit can hold as text. Values are never shown: a few of them are secrets. */
final class TextChecks {
  private final Problems problems;

  TextChecks(Problems problems) {
    this.problems = problems;
  }

  /**
   * Looks at every part of every value of a service; a variable's takes another way than a unit.
   */
  void check(Map<Key, Value> values) {
    values.forEach(
        (key, value) -> {
          if (key != Key.ENVIRONMENT) {
            check(key, value);
          }
        });
  }

  private void check(Key key, Value value) {
    switch (value) {
      case Value.Scalar scalar -> check(key, scalar.text(), scalar.at());
      case Value.Sequence sequence -> sequence.items().forEach(item -> check(key, item));
      case Value.Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  (name, inner) -> {
                    check(key, name, inner.at());
                    // What stands in a file no unit has.
                    if (key != Key.FILES) {
                      check(key, inner);
                    }
                  });
    }
  }

  private void check(Key key, String text, SourcePosition at) {
    PlainText.firstForbidden(text)
        .ifPresent(
            point ->
                problems.error(
                    at,
                    String.format(
                        "`%s`: U+%04X, which systemd takes for no text", key.label(), point),
                    "leave it out, or hand it over in `environment`"));
  }
}
