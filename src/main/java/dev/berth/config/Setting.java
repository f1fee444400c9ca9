package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.List;
import java.util.Optional;

/**
 * A key with what was written for it, and where problems go.
 *
 * @param field the entry in the container's mapping
 * @param dialect whose rules it is read by
 */
record Setting(Key key, Tree.Field field, ReadOptions options, Dialect dialect, Problems problems) {

  Tree value() {
    return field.value();
  }

  SourcePosition at() {
    return value().at();
  }

  /** The key as the author wrote it: an alias stays an alias in a message. */
  String name() {
    return "`" + field.name() + "`";
  }

  /** Reports that the value is wrong; the result is for the caller to return. */
  <T> Optional<T> fail(SourcePosition at, String message, String advice) {
    problems.error(at, name() + ": " + message, advice);
    return Optional.empty();
  }

  /** The text, or a problem where the grammar of its key does not know it. */
  Optional<String> judged(String text, SourcePosition at) {
    return judged(text, at, Grammar.fault(key, text));
  }

  /** The text, or this fault of it as a problem. */
  Optional<String> judged(String text, SourcePosition at, Optional<Grammar.Fault> fault) {
    return fault.isPresent()
        ? fail(
            at,
            Quote.value(text, fault.get().words()) + " " + fault.get().message(),
            fault.get().advice())
        : Optional.of(text);
  }

  /** Reports a value of the wrong shape; what was written is not shown, as it may be a secret. */
  <T> Optional<T> wrong(Tree tree, String wanted) {
    return fail(tree.at(), "wants " + wanted + ", not " + tree.shape(), "");
  }

  /** The same where a number is written, or nearly one of these words, which is shown. */
  <T> Optional<T> wrongWord(Tree tree, String wanted, List<String> words) {
    String given =
        tree instanceof Tree.Text text && !text.isNull()
            ? Quote.value(text.text(), words)
            : tree.shape();
    return fail(tree.at(), "wants " + wanted + ", not " + given, "");
  }

  /** The text of a single value, or a problem. */
  Optional<Tree.Text> text(Tree tree, String wanted) {
    return tree instanceof Tree.Text text ? Optional.of(text) : wrong(tree, wanted);
  }

  /** The items of a list, or the single value as a list of one; without what is empty. */
  List<Tree> items(String wanted) {
    return switch (value()) {
      case Tree.Items items -> items.items().stream().filter(Setting::holdsSomething).toList();
      case Tree.Text text -> holdsSomething(text) ? List.of(text) : List.of();
      case Tree.Fields fields -> {
        wrong(fields, wanted);
        yield List.of();
      }
    };
  }

  private static boolean holdsSomething(Tree tree) {
    return !(tree instanceof Tree.Text text) || !(text.isNull() || text.text().isBlank());
  }

  /** Reports the fields of a long form that nobody reads. */
  void rejectOthers(Tree.Fields fields, List<String> known) {
    for (Tree.Field given : fields.fields()) {
      if (!known.contains(given.name())) {
        fail(
            given.at(),
            "unknown field: " + Quote.value(given.name(), known),
            problems.isLong()
                ? ""
                : Suggestion.advice(given.name(), known, "known are " + String.join(", ", known)));
      }
    }
  }

  static Value scalar(String text, SourcePosition at) {
    return new Value.Scalar(text, at);
  }

  /** The items as a sequence; a key without items was not given. */
  Optional<Value> sequence(List<Value> items) {
    return items.isEmpty() ? Optional.empty() : Optional.of(new Value.Sequence(items, at()));
  }
}
