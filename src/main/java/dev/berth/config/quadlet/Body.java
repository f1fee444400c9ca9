package dev.berth.config.quadlet;

import dev.berth.config.Tree;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping of Berth's own form that is being made. */
final class Body {
  private final SourcePosition at;
  private final Map<String, Tree.Field> fields = new LinkedHashMap<>();

  Body(SourcePosition at) {
    this.at = at;
  }

  static Tree.Text text(Word word) {
    return new Tree.Text(word.text(), false, word.at());
  }

  /** Sets a single value. */
  void put(String key, Word word) {
    put(key, text(word));
  }

  /** The same with a word of Berth's own, for what stands there. */
  void put(String key, String word, SourcePosition where) {
    put(key, new Tree.Text(word, true, where));
  }

  /** Sets a value of any shape. */
  void put(String key, Tree value) {
    fields.put(key, new Tree.Field(key, value.at(), value));
  }

  /** Adds items to a list. */
  void add(String key, List<Word> words) {
    for (Word word : words) {
      add(key, text(word));
    }
  }

  /** Adds an item to a list. */
  void add(String key, Tree item) {
    List<Tree> items = new ArrayList<>();
    get(key).ifPresent(present -> items.addAll(((Tree.Items) present).items()));
    items.add(item);
    put(key, new Tree.Items(items, items.getFirst().at()));
  }

  /** Sets an entry of a mapping; a later one takes the place of an earlier one. */
  void entry(String key, String name, Word word) {
    entry(key, name, text(word));
  }

  /** The same with a value of any shape. */
  void entry(String key, String name, Tree value) {
    Map<String, Tree.Field> entries = new LinkedHashMap<>();
    get(key)
        .ifPresent(
            present ->
                ((Tree.Fields) present)
                    .fields()
                    .forEach(field -> entries.put(field.name(), field)));
    entries.put(name, new Tree.Field(name, value.at(), value));
    put(
        key,
        new Tree.Fields(List.copyOf(entries.values()), entries.values().iterator().next().at()));
  }

  /** What is set already; empty where nothing is. */
  Optional<Tree> get(String key) {
    return Optional.ofNullable(fields.get(key)).map(Tree.Field::value);
  }

  Tree.Fields tree() {
    return new Tree.Fields(List.copyOf(fields.values()), at);
  }
}
