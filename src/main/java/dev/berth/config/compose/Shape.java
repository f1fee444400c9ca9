package dev.berth.config.compose;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may stand somewhere in a Compose file. */
sealed interface Shape {

  /** What a single value may be. */
  enum Kind {
    TEXT,
    WHOLE,
    NUMBER,
    FLAG,
    NOTHING
  }

  /**
   * A single value.
   *
   * @param fits what a text must match; null for any
   * @param words the only texts that are known; empty for any
   */
  record Scalar(Set<Kind> kinds, @Nullable Pattern fits, List<String> words) implements Shape {
    public Scalar {
      words = List.copyOf(words);
    }
  }

  /**
   * A list.
   *
   * @param distinct whether nothing may stand in it twice
   */
  record Listed(Shape item, boolean distinct) implements Shape {}

  /**
   * A mapping with names that are known, and {@code x-} ones.
   *
   * @param required those that must be there
   */
  record Known(Map<String, Shape> fields, Set<String> required) implements Shape {
    public Known {
      fields = Map.copyOf(fields);
      required = Set.copyOf(required);
    }
  }

  /**
   * A mapping whose names the author chooses.
   *
   * @param names what a name must match
   */
  record Named(Pattern names, Shape value) implements Shape {}

  /** One of several, told apart by what stands there. */
  record Either(List<Shape> shapes) implements Shape {
    public Either {
      shapes = List.copyOf(shapes);
    }
  }

  static Shape scalar(Kind first, Kind... more) {
    return new Scalar(EnumSet.of(first, more), null, List.of());
  }

  static Shape oneOf(String... words) {
    return new Scalar(EnumSet.of(Kind.TEXT), null, List.of(words));
  }

  static Shape matching(String pattern) {
    return new Scalar(EnumSet.of(Kind.TEXT), Pattern.compile(pattern), List.of());
  }

  static Shape either(Shape... shapes) {
    return new Either(List.of(shapes));
  }

  static Shape listed(Shape item) {
    return new Listed(item, false);
  }

  static Shape distinct(Shape item) {
    return new Listed(item, true);
  }

  static Shape named(String names, Shape value) {
    return new Named(Pattern.compile(names), value);
  }

  /** A mapping of {@code names of one shape = shape}; a star after a name for one that must be. */
  static Known known(Object... namesAndShapes) {
    Map<String, Shape> fields = new HashMap<>();
    Set<String> required = new java.util.HashSet<>();
    for (int i = 0; i < namesAndShapes.length; i += 2) {
      Shape shape = (Shape) namesAndShapes[i + 1];
      for (String name : List.of(((String) namesAndShapes[i]).split(" "))) {
        boolean must = name.endsWith("*");
        String bare = must ? name.substring(0, name.length() - 1) : name;
        fields.put(bare, shape);
        if (must) {
          required.add(bare);
        }
      }
    }
    return new Known(fields, required);
  }
}
