package dev.berth.config.compose;

import dev.berth.config.Tree;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A mapping of Berth's own form that is being made. */
final class Body {
  private final SourcePosition at;
  private final Map<String, Tree.Field> fields = new LinkedHashMap<>();

  Body(SourcePosition at) {
    this.at = at;
  }

  void put(String key, Data value) {
    put(key, value.at(), tree(value));
  }

  void put(String key, List<Tree> items) {
    if (!items.isEmpty()) {
      put(key, items.getFirst().at(), new Tree.Items(items, items.getFirst().at()));
    }
  }

  /** Sets it; a list goes on with what another attribute has put there. */
  void put(String key, SourcePosition where, Tree value) {
    Tree.Field present = fields.get(key);
    Tree whole = present == null ? value : joined(present.value(), value);
    fields.put(key, new Tree.Field(key, where, whole));
  }

  private static Tree joined(Tree former, Tree value) {
    return former instanceof Tree.Items one && value instanceof Tree.Items other
        ? new Tree.Items(
            Stream.concat(one.items().stream(), other.items().stream()).toList(), one.at())
        : value;
  }

  /** Adds to a mapping what another attribute has not put there. */
  void merge(String key, SourcePosition where, Tree.Fields more) {
    Tree.Field present = fields.get(key);
    List<Tree.Field> all = new ArrayList<>();
    if (present != null && present.value() instanceof Tree.Fields former) {
      all.addAll(former.fields());
    }
    all.addAll(more.fields());
    fields.put(key, new Tree.Field(key, where, new Tree.Fields(all, where)));
  }

  void add(String key, Tree item) {
    put(key, List.of(item));
  }

  Tree.Fields tree() {
    return new Tree.Fields(List.copyOf(fields.values()), at);
  }

  static Tree tree(Data data) {
    return switch (data) {
      case Data.Text text -> text(text.text(), text.at());
      case Data.Nothing nothing -> new Tree.Text("", true, nothing.at());
      case Data.Items list ->
          new Tree.Items(list.items().stream().map(Body::tree).toList(), list.at());
      case Data.Fields mapping -> {
        Body body = new Body(mapping.at());
        mapping.fields().forEach((name, field) -> body.put(name, field.at(), tree(field.value())));
        yield body.tree();
      }
      default -> new Tree.Text(Data.shown(data), true, data.at());
    };
  }

  static Tree.Text text(String text, SourcePosition at) {
    return new Tree.Text(text, false, at);
  }
}
