package dev.berth.config;

import dev.berth.model.SourcePosition;
import java.util.List;
import java.util.Optional;

/** A document as its author wrote it: texts, lists and mappings, each with its position. */
public sealed interface Tree {

  /** Where it begins. */
  SourcePosition at();

  /**
   * A single value.
   *
   * @param plain whether it stands without quotes and without a tag
   */
  record Text(String text, boolean plain, SourcePosition at) implements Tree {
    /** Whether it stands for nothing: `~`, `null`, or no text at all. */
    public boolean isNull() {
      return plain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }
  }

  /** A list. */
  record Items(List<Tree> items, SourcePosition at) implements Tree {
    /** Keeps its own copy. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A mapping, in file order, without duplicates. */
  record Fields(List<Field> fields, SourcePosition at) implements Tree {
    /** Keeps its own copy. */
    public Fields {
      fields = List.copyOf(fields);
    }

    /** The entry of this name; empty where there is none. */
    public Optional<Field> field(String name) {
      return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }
  }

  /** One entry of a mapping; its position is that of the name. */
  record Field(String name, SourcePosition at, Tree value) {}

  /** Whether it stands for nothing. */
  default boolean isNothing() {
    return this instanceof Text text && text.isNull();
  }

  /** What it is, for a message; never what it says, which may be a secret in the wrong place. */
  default String shape() {
    return switch (this) {
      case Text text -> text.isNull() ? "nothing" : "a text";
      case Items _ -> "a list";
      case Fields _ -> "a mapping";
    };
  }
}
