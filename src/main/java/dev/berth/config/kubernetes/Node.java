package dev.berth.config.kubernetes;

import dev.berth.config.Tree;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An object whose fields are those of its type that are carried over, each of the right shape.
 *
 * @param path where it is in its document, for messages
 */
record Node(Tree.Fields fields, String path) {
  /** The path of one of its fields. */
  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  SourcePosition at() {
    return fields.at();
  }

  /** Where the value stands, or the object begins. */
  SourcePosition at(String name) {
    return fields.field(name).map(field -> field.value().at()).orElse(at());
  }

  /** Where the name stands, or the object begins. */
  SourcePosition named(String name) {
    return fields.field(name).map(Tree.Field::at).orElse(at());
  }

  boolean has(String name) {
    return fields.field(name).isPresent();
  }

  /** What it says; empty where it is not there. */
  Optional<Tree.Text> given(String name) {
    return fields
        .field(name)
        .map(Tree.Field::value)
        .flatMap(value -> value instanceof Tree.Text text ? Optional.of(text) : Optional.empty());
  }

  /** The text; nothing where it is not there. */
  String text(String name) {
    return given(name).map(Tree.Text::text).orElse("");
  }

  boolean flag(String name) {
    return text(name).equals("true");
  }

  /** The number; empty where it is not there. */
  OptionalLong number(String name) {
    return given(name)
        .map(text -> OptionalLong.of(Long.parseLong(text.text())))
        .orElse(OptionalLong.empty());
  }

  long number(String name, long otherwise) {
    return number(name).orElse(otherwise);
  }

  /** The object; one without fields where it is not there. */
  Node object(String name) {
    Tree value = fields.field(name).map(Tree.Field::value).orElse(null);
    return new Node(
        value instanceof Tree.Fields inner ? inner : new Tree.Fields(List.of(), at()), path(name));
  }

  /** The objects of a list. */
  List<Node> objects(String name) {
    List<Node> objects = new ArrayList<>();
    List<Tree> items = items(name);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Tree.Fields inner) {
        objects.add(new Node(inner, path(name) + "[" + i + "]"));
      }
    }
    return objects;
  }

  /** The texts of a list. */
  List<Tree.Text> texts(String name) {
    List<Tree.Text> texts = new ArrayList<>();
    for (Tree item : items(name)) {
      if (item instanceof Tree.Text text) {
        texts.add(text);
      }
    }
    return texts;
  }

  private List<Tree> items(String name) {
    return fields.field(name).map(Tree.Field::value).orElse(null) instanceof Tree.Items list
        ? list.items()
        : List.of();
  }

  /** The texts of a mapping, in its order. */
  Map<String, Tree.Text> map(String name) {
    Map<String, Tree.Text> map = new LinkedHashMap<>();
    for (Tree.Field field : object(name).fields().fields()) {
      if (field.value() instanceof Tree.Text text) {
        map.put(field.name(), text);
      }
    }
    return map;
  }
}
