package dev.berth.config.compose;

import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A value of a Compose file, with its type by YAML 1.2 and the place where it stands. */
sealed interface Data {

  /** Where it begins. */
  SourcePosition at();

  /** A string. */
  record Text(String text, SourcePosition at) implements Data {}

  /**
   * A number.
   *
   * @param text as Compose prints it: {@code 1.1} for 1.10, {@code 493} for 0755
   * @param whole whether it is an integer
   */
  record Numeric(String text, boolean whole, SourcePosition at) implements Data {}

  /** {@code true} or {@code false}. */
  record Flag(boolean value, SourcePosition at) implements Data {}

  /** Null, or nothing at all. */
  record Nothing(SourcePosition at) implements Data {}

  /** A list. */
  record Items(List<Data> items, SourcePosition at) implements Data {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A mapping, in its order. */
  record Fields(Map<String, Field> fields, SourcePosition at) implements Data {
    public Fields {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    static Fields empty(SourcePosition at) {
      return new Fields(Map.of(), at);
    }

    /** Texts by name, all standing here. */
    static Fields ofTexts(Map<String, String> texts, SourcePosition at) {
      Map<String, Field> fields = new LinkedHashMap<>();
      texts.forEach((name, text) -> fields.put(name, new Field(at, new Text(text, at))));
      return new Fields(fields, at);
    }

    /** These and the others, which win. */
    Fields plus(Fields others) {
      Map<String, Field> all = new LinkedHashMap<>(fields);
      all.putAll(others.fields);
      return new Fields(all, at);
    }

    boolean has(String name) {
      return fields.containsKey(name);
    }

    Set<String> names() {
      return fields.keySet();
    }

    /** The value of this name; null where there is none. */
    @Nullable Data get(String name) {
      Field field = fields.get(name);
      return field == null ? null : field.value();
    }

    private Data value(String name) {
      Data value = get(name);
      return value == null ? this : value;
    }

    /** The mapping of this name; an empty one where there is none. */
    Fields fields(String name) {
      return get(name) instanceof Fields inner ? inner : empty(at);
    }

    /** The list of this name; an empty one where there is none. */
    List<Data> items(String name) {
      return get(name) instanceof Items inner ? inner.items() : List.of();
    }

    /** All of it as texts; what has no value is an empty one. */
    SortedMap<String, String> texts() {
      SortedMap<String, String> texts = new TreeMap<>();
      fields()
          .forEach(
              (name, field) ->
                  texts.put(name, field.value() instanceof Nothing ? "" : shown(field.value())));
      return texts;
    }

    /** The text of the scalar of this name; empty where there is none. */
    String text(String name) {
      Data value = get(name);
      return value == null || value instanceof Nothing ? "" : Data.shown(value);
    }

    boolean flag(String name) {
      return get(name) instanceof Flag flag && flag.value();
    }

    Fields with(String name, Data value) {
      Map<String, Field> changed = new LinkedHashMap<>(fields);
      Field former = changed.get(name);
      changed.put(name, new Field(former == null ? value.at() : former.at(), value));
      return new Fields(changed, at);
    }

    Fields without(Collection<String> names) {
      Map<String, Field> changed = new LinkedHashMap<>(fields);
      changed.keySet().removeAll(names);
      return new Fields(changed, at);
    }

    Fields without(String name) {
      return has(name) ? without(List.of(name)) : this;
    }

    /** The same names with other values. */
    Fields mapped(BiFunction<String, Data, Data> change) {
      Map<String, Field> changed = new LinkedHashMap<>();
      fields.forEach(
          (name, field) ->
              changed.put(name, new Field(field.at(), change.apply(name, field.value()))));
      return new Fields(changed, at);
    }
  }

  /** One entry of a mapping; its position is that of the name. */
  record Field(SourcePosition at, Data value) {}

  /** What a scalar says, as Compose prints it; empty for a collection. */
  static String shown(Data data) {
    return switch (data) {
      case Text text -> text.text();
      case Numeric number -> number.text();
      case Flag flag -> Boolean.toString(flag.value());
      case Nothing _ -> "<nil>";
      case Items _, Fields _ -> "";
    };
  }

  /** Whether both say the same, wherever they stand. */
  static boolean same(Data one, Data other) {
    return canonical(one).equals(canonical(other));
  }

  /** A text that two values share only where both say the same. */
  static String canonical(Data data) {
    return switch (data) {
      case Text text -> "t" + text.text().length() + ":" + text.text();
      case Numeric number -> "n" + number.text() + ";";
      case Flag flag -> "f" + flag.value();
      case Nothing _ -> "z";
      case Items list ->
          list.items().stream().map(Data::canonical).collect(Collectors.joining(",", "[", "]"));
      case Fields mapping ->
          mapping.names().stream()
              .sorted()
              .map(name -> name.length() + ":" + name + canonical(mapping.value(name)))
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  /** What it is, for a message. */
  static String shape(Data data) {
    return switch (data) {
      case Text _ -> "a text";
      case Numeric _ -> "a number";
      case Flag _ -> "true or false";
      case Nothing _ -> "nothing";
      case Items _ -> "a list";
      case Fields _ -> "a mapping";
    };
  }

  /** The lists one after the other, without what is there already. */
  static List<Data> joined(List<Data> one, List<Data> other) {
    Map<String, Data> all = new LinkedHashMap<>();
    List<Data> joined = new ArrayList<>(one);
    one.forEach(item -> all.put(canonical(item), item));
    for (Data item : other) {
      if (all.putIfAbsent(canonical(item), item) == null) {
        joined.add(item);
      }
    }
    return joined;
  }
}
