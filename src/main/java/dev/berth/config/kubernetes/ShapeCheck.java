package dev.berth.config.kubernetes;

import dev.berth.config.Suggestion;
import dev.berth.config.Tree;
import dev.berth.model.Problems;
import dev.berth.model.ShownValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what stands in a document against the tables: what is passed over or wrong is taken out.
 */
final class ShapeCheck {
  private static final int LONGEST_NAME = 80;

  private final Problems problems;

  ShapeCheck(Problems problems) {
    this.problems = problems;
  }

  /** The object of a type at a path. */
  Node checked(String type, Tree tree, String path) {
    if (!(tree instanceof Tree.Fields given)) {
      problems.error(
          tree.at(), told(path) + " is " + shape(tree) + ", not a mapping", "write its fields");
      return new Node(new Tree.Fields(List.of(), tree.at()), path);
    }
    Map<String, FieldRow> rows = Tables.of(type);
    List<Tree.Field> left = new ArrayList<>();
    for (Tree.Field field : given.fields()) {
      FieldRow row = rows.get(field.name());
      if (row == null) {
        problems.error(
            field.at(),
            told(path(path, field.name())) + " is no field of " + type,
            Suggestion.advice(field.name(), rows.keySet(), "known are " + known(rows)));
      } else if (!field.value().isNothing()) {
        kept(row, field, path(path, field.name()))
            .ifPresent(value -> left.add(new Tree.Field(field.name(), field.at(), value)));
      }
    }
    return new Node(new Tree.Fields(left, given.at()), path);
  }

  private static String known(Map<String, FieldRow> rows) {
    String all = String.join(", ", rows.keySet());
    return all.length() > 400 ? all.substring(0, all.lastIndexOf(',', 400)) + " …" : all;
  }

  private Optional<Tree> kept(FieldRow row, Tree.Field field, String path) {
    return switch (row.fate()) {
      case PASSED -> Optional.empty();
      case TOLD -> {
        if (!isDefault(field.value())) {
          problems.warning(field.at(), told(path) + " has no effect here", row.words());
        }
        yield Optional.empty();
      }
      case REFUSED -> {
        if (isDefault(field.value())) {
          yield Optional.empty();
        }
        problems.error(field.at(), told(path) + " is not carried over", row.words());
        // That there is one counts where one of several has to be there.
        yield Optional.of(field.value());
      }
      case DONE -> value(row.shape(), field.value(), path);
    };
  }

  /** Whether it says what would hold without it, too. */
  private static boolean isDefault(Tree value) {
    return switch (value) {
      case Tree.Text text -> text.text().isEmpty() || text.text().equalsIgnoreCase("false");
      case Tree.Items list -> list.items().isEmpty();
      case Tree.Fields mapping -> mapping.fields().isEmpty();
    };
  }

  private Optional<Tree> value(Shape shape, Tree value, String path) {
    return switch (shape.form()) {
      case OBJECT -> Optional.of(checked(shape.type(), value, path).fields());
      case OBJECTS, TEXTS, INTEGERS -> list(shape, value, path);
      case MAP, QUANTITIES -> mapping(shape, value, path);
      case ANY -> Optional.of(value);
      default -> scalar(shape, value, path);
    };
  }

  private Optional<Tree> list(Shape shape, Tree value, String path) {
    if (!(value instanceof Tree.Items given)) {
      problems.error(
          value.at(),
          told(path) + " is " + shape(value) + ", not a list",
          "begin each item with -");
      return Optional.empty();
    }
    List<Tree> items = new ArrayList<>();
    for (int i = 0; i < given.items().size(); i++) {
      Tree item = given.items().get(i);
      String at = path + "[" + i + "]";
      if (shape.form() == Shape.Form.OBJECTS) {
        items.add(checked(shape.type(), item, at).fields());
      } else {
        scalar(shape.form() == Shape.Form.TEXTS ? Shape.TEXT : Shape.INTEGER, item, at)
            .ifPresent(items::add);
      }
    }
    return Optional.of(new Tree.Items(items, given.at()));
  }

  private Optional<Tree> mapping(Shape shape, Tree value, String path) {
    if (!(value instanceof Tree.Fields given)) {
      problems.error(
          value.at(),
          told(path) + " is " + shape(value) + ", not a mapping",
          "write `name: value` lines");
      return Optional.empty();
    }
    List<Tree.Field> entries = new ArrayList<>();
    boolean isOfTexts = shape.form() == Shape.Form.MAP;
    Shape each = isOfTexts ? Shape.TEXT : Shape.QUANTITY;
    for (Tree.Field field : given.fields()) {
      // Nothing stands for an empty text in a mapping.
      Tree entry =
          field.value().isNothing() && isOfTexts
              ? Body.text("", field.value().at())
              : field.value();
      scalar(each, entry, path(path, field.name()))
          .ifPresent(kept -> entries.add(new Tree.Field(field.name(), field.at(), kept)));
    }
    return Optional.of(new Tree.Fields(entries, given.at()));
  }

  private Optional<Tree> scalar(Shape shape, Tree value, String path) {
    if (!(value instanceof Tree.Text text)) {
      problems.error(
          value.at(),
          told(path) + " is " + shape(value) + ", not " + words(shape),
          "write one value");
      return Optional.empty();
    }
    return switch (shape.form()) {
      case INTEGER ->
          Scalar.whole(text)
              .<Tree>map(number -> Body.text(Long.toString(number), text.at()))
              .or(() -> wrong(text, shape, path));
      case FLAG ->
          Scalar.flag(text)
              .<Tree>map(flag -> Body.text(Boolean.toString(flag), text.at()))
              .or(() -> wrong(text, shape, path));
      case INTEGER_OR_TEXT -> {
        Optional<Long> number = Scalar.whole(text);
        yield number.isPresent()
            ? Optional.of(Body.text(Long.toString(number.get()), text.at()))
            : Scalar.of(text) == Scalar.TEXT ? Optional.of(text) : wrong(text, shape, path);
      }
      case QUANTITY ->
          Quantity.parse(text.text())
              .<Tree>map(_ -> Body.text(text.text(), text.at()))
              .or(() -> wrong(text, shape, path));
      case CHOICE ->
          shape.words().contains(text.text()) && Scalar.of(text) == Scalar.TEXT
              ? Optional.of(text)
              : choice(text, shape, path);
      default ->
          Scalar.of(text) == Scalar.TEXT
              ? Optional.of(Body.text(text.text(), text.at()))
              : wrong(text, shape, path);
    };
  }

  private Optional<Tree> choice(Tree.Text text, Shape shape, String path) {
    if (text.text().isEmpty()) {
      return Optional.empty();
    }
    String all = String.join(", ", shape.words());
    problems.error(
        text.at(),
        told(path) + " is none of " + all,
        Suggestion.advice(text.text(), shape.words(), ""));
    return Optional.empty();
  }

  private Optional<Tree> wrong(Tree.Text text, Shape shape, String path) {
    boolean isText = Scalar.of(text) == Scalar.TEXT;
    String advice =
        switch (shape.form()) {
          case TEXT -> "put it in quotes";
          case QUANTITY -> "write one such as 500m, 1.5 or 256Mi";
          default -> isText && !text.plain() ? "write it without quotes" : "";
        };
    String is =
        shape.form() == Shape.Form.QUANTITY || (isText && shape.form() != Shape.Form.TEXT)
            ? told(path) + " is not " + words(shape)
            : told(path) + " is " + Scalar.of(text).words() + ", not " + words(shape);
    problems.error(text.at(), is, advice);
    return Optional.empty();
  }

  private static String words(Shape shape) {
    return switch (shape.form()) {
      case INTEGER -> "a whole number";
      case FLAG -> "true or false";
      case INTEGER_OR_TEXT -> "a number or a name";
      case QUANTITY -> "a quantity";
      default -> "a text";
    };
  }

  private static String shape(Tree tree) {
    return tree instanceof Tree.Text text && !text.isNull()
        ? Scalar.of(text).words()
        : tree.shape();
  }

  private static String path(String path, String name) {
    // A name may be anything, such as a value whose colon was forgotten.
    String shown = name.matches("[A-Za-z0-9_./-]+") ? name : ShownValue.of(name);
    String cut = shown.length() > LONGEST_NAME ? shown.substring(0, LONGEST_NAME) + "…" : shown;
    return path.isEmpty() ? cut : path + "." + cut;
  }

  private static String told(String path) {
    return path.isEmpty() ? "the document" : "`" + path + "`";
  }
}
