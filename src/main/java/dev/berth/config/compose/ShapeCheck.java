package dev.berth.config.compose;

import dev.berth.config.Suggestion;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Holds a file against its {@link Schema}: every place that does not fit is told. */
final class ShapeCheck {
  private final Problems problems;

  ShapeCheck(Problems problems) {
    this.problems = problems;
  }

  /** Whether everything fits. */
  boolean fits(Data.Fields file) {
    int before = problems.errors();
    check(file, Schema.FILE, Place.TOP);
    return problems.errors() == before;
  }

  private void check(Data data, Shape shape, Place place) {
    switch (shape) {
      case Shape.Scalar scalar -> scalar(data, scalar, place);
      case Shape.Listed listed when data instanceof Data.Items list -> items(list, listed, place);
      case Shape.Known known when data instanceof Data.Fields mapping ->
          known(mapping, known, place);
      case Shape.Named named when data instanceof Data.Fields mapping ->
          named(mapping, named, place);
      case Shape.Either either -> {
        Shape meant =
            either.shapes().stream().filter(one -> accepts(one, data)).findFirst().orElse(null);
        if (meant == null) {
          wrong(data, either.shapes(), place);
        } else {
          check(data, meant, place);
        }
      }
      default -> wrong(data, List.of(shape), place);
    }
  }

  /** Whether it is of this kind, whatever stands in it. */
  private static boolean accepts(Shape shape, Data data) {
    return switch (shape) {
      case Shape.Scalar scalar -> isOf(scalar, data);
      case Shape.Listed _ -> data instanceof Data.Items;
      case Shape.Known _, Shape.Named _ -> data instanceof Data.Fields;
      case Shape.Either either -> either.shapes().stream().anyMatch(one -> accepts(one, data));
    };
  }

  private static boolean isOf(Shape.Scalar scalar, Data data) {
    return switch (data) {
      case Data.Text _ -> scalar.kinds().contains(Shape.Kind.TEXT);
      case Data.Numeric number when Scalars.NO_NUMBER.matcher(number.text()).matches() -> false;
      case Data.Numeric number ->
          scalar.kinds().contains(Shape.Kind.NUMBER)
              || (number.whole() && scalar.kinds().contains(Shape.Kind.WHOLE));
      case Data.Flag _ -> scalar.kinds().contains(Shape.Kind.FLAG);
      case Data.Nothing _ -> scalar.kinds().contains(Shape.Kind.NOTHING);
      case Data.Items _, Data.Fields _ -> false;
    };
  }

  private void scalar(Data data, Shape.Scalar scalar, Place place) {
    if (!isOf(scalar, data)) {
      wrong(data, List.of(scalar), place);
      return;
    }
    String text = Data.shown(data);
    boolean isWord = scalar.words().isEmpty() || scalar.words().contains(text);
    boolean matches = scalar.fits() == null || scalar.fits().matcher(text).matches();
    if (!isWord || !matches) {
      problems.error(
          data.at(),
          "`" + place + "` has a value that it does not know",
          scalar.words().isEmpty()
              ? "it has to match " + scalar.fits()
              : Suggestion.advice(
                  text, scalar.words(), "known are " + String.join(", ", scalar.words())));
    }
  }

  private void items(Data.Items list, Shape.Listed listed, Place place) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < list.items().size(); i++) {
      Data item = list.items().get(i);
      check(item, listed.item(), place.at(Integer.toString(i)));
      if (listed.distinct() && !seen.add(Data.canonical(item))) {
        problems.error(item.at(), "`" + place + "` holds this twice", "remove one of the two");
      }
    }
  }

  private void known(Data.Fields mapping, Shape.Known known, Place place) {
    mapping
        .fields()
        .forEach(
            (name, field) -> {
              Shape shape = known.fields().get(name);
              if (shape != null) {
                check(field.value(), shape, place.at(name));
              } else if (!name.startsWith("x-")) {
                unknown(name, field.at(), known.fields(), place);
              }
            });
    known.required().stream()
        .filter(name -> !mapping.has(name))
        .sorted()
        .forEach(name -> problems.error(mapping.at(), "`" + place + "` needs `" + name + "`", ""));
  }

  private void unknown(String name, SourcePosition at, Map<String, Shape> known, Place place) {
    String where = place.names().isEmpty() ? "at the top" : "in `" + place + "`";
    problems.error(
        at,
        "nothing is known by this name " + where,
        Suggestion.advice(name, known.keySet(), "x-NAME is passed over"));
  }

  private void named(Data.Fields mapping, Shape.Named named, Place place) {
    mapping
        .fields()
        .forEach(
            (name, field) -> {
              if (named.names().matcher(name).matches()) {
                check(field.value(), named.value(), place.at(name));
              } else {
                problems.error(
                    field.at(),
                    "`" + place + "` has a name that cannot be",
                    "use letters, digits and . _ -");
              }
            });
  }

  private void wrong(Data data, List<Shape> shapes, Place place) {
    problems.error(
        data.at(),
        "`" + place + "` is " + Data.shape(data),
        "write "
            + String.join(
                " or ", shapes.stream().flatMap(ShapeCheck::described).distinct().toList()));
  }

  private static Stream<String> described(Shape shape) {
    return switch (shape) {
      case Shape.Scalar scalar ->
          scalar.kinds().stream()
              .filter(kind -> kind != Shape.Kind.NOTHING)
              .map(
                  kind ->
                      switch (kind) {
                        case TEXT -> "a text (in quotes where it looks like a number)";
                        case WHOLE -> "a whole number";
                        case NUMBER -> "a number";
                        case FLAG -> "true or false";
                        case NOTHING -> "nothing";
                      });
      case Shape.Listed _ -> Stream.of("a list");
      case Shape.Known _, Shape.Named _ -> Stream.of("a mapping");
      case Shape.Either either -> either.shapes().stream().flatMap(ShapeCheck::described);
    };
  }
}
