package dev.berth.config.kubernetes;

import dev.berth.config.Tree;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mapping of Berth's own form that is being made. */
final class Body {
  private final SourcePosition at;
  private final Map<String, Tree.Field> fields = new LinkedHashMap<>();
  private final Map<String, List<Tree>> lists = new LinkedHashMap<>();

  Body(SourcePosition at) {
    this.at = at;
  }

  /** Sets it. */
  void put(String key, SourcePosition where, Tree value) {
    fields.put(key, new Tree.Field(key, where, value));
  }

  /** Sets it to a text. */
  void put(String key, String text, SourcePosition where) {
    put(key, where, text(text, where));
  }

  /** Sets it to a text that is given; what is empty is not. */
  void put(String key, Tree.Text value) {
    if (!value.text().isEmpty()) {
      put(key, value.text(), value.at());
    }
  }

  /** Goes on with a list. */
  void add(String key, String text, SourcePosition where) {
    add(key, text(text, where));
  }

  /** The same with any item. */
  void add(String key, Tree item) {
    lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(item);
  }

  /** Sets it to a mapping that is not empty. */
  void put(String key, Body inner) {
    if (!inner.fields.isEmpty() || !inner.lists.isEmpty()) {
      put(key, inner.at, inner.tree());
    }
  }

  Tree.Fields tree() {
    List<Tree.Field> all = new ArrayList<>(fields.values());
    lists.forEach(
        (key, items) -> {
          SourcePosition first = items.getFirst().at();
          all.add(new Tree.Field(key, first, new Tree.Items(items, first)));
        });
    return new Tree.Fields(all, at);
  }

  static Tree.Text text(String text, SourcePosition at) {
    return new Tree.Text(text, false, at);
  }
}
