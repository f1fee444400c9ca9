package dev.berth.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A setting's value in its canonical form, each part with its position.
 *
 * <p>Two configurations that mean the same have the same values, positions aside.
 */
public sealed interface Value {

  /** Where the value stands. */
  SourcePosition at();

  /**
   * A single value.
   *
   * @param text the canonical text: booleans {@code true}/{@code false}, sizes in bytes, durations
   *     as by {@link Durations#format}
   */
  record Scalar(String text, SourcePosition at) implements Value {}

  /** Values in an order that matters. */
  record Sequence(List<Value> items, SourcePosition at) implements Value {
    /** Keeps its own copy. */
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Named values; the order they were written in does not matter. */
  record Mapping(SortedMap<String, Value> entries, SourcePosition at) implements Value {
    /** Keeps its own copy. */
    public Mapping {
      entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }
  }

  /** The text of a scalar, and of each item of a sequence; a mapping's as {@code name=text}. */
  default List<String> texts() {
    return switch (this) {
      case Scalar scalar -> List.of(scalar.text());
      case Sequence sequence ->
          sequence.items().stream().flatMap(item -> item.texts().stream()).toList();
      case Mapping mapping -> {
        List<String> texts = new ArrayList<>();
        mapping
            .entries()
            .forEach((name, value) -> value.texts().forEach(text -> texts.add(name + "=" + text)));
        yield List.copyOf(texts);
      }
    };
  }

  /** Puts every scalar under its path ({@code volumes[3]}, {@code environment.MODE}). */
  default void flattenInto(String path, SortedMap<String, String> flat) {
    switch (this) {
      case Scalar scalar -> flat.put(path, scalar.text());
      case Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          sequence.items().get(i).flattenInto(path + "[" + i + "]", flat);
        }
      }
      case Mapping mapping ->
          mapping.entries().forEach((name, value) -> value.flattenInto(path + "." + name, flat));
    }
  }
}
