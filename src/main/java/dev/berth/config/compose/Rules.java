package dev.berth.config.compose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What applies at which place of a file: patterns such as {@code services.*.ports}, where a star
 * stands for any name and any item of a list.
 *
 * @param <T> what applies
 */
final class Rules<T> {
  private final Map<String, Rules<T>> below = new HashMap<>();
  private @Nullable T rule;

  private Rules() {}

  static <T> Rules<T> of(Map<String, T> byPattern) {
    Rules<T> root = new Rules<>();
    byPattern.forEach(
        (pattern, rule) -> {
          Rules<T> place = root;
          for (String segment : List.of(pattern.split("\\."))) {
            place = place.below.computeIfAbsent(segment, _ -> new Rules<>());
          }
          place.rule = rule;
        });
    return root;
  }

  /** What applies below a name; a star for an item. */
  Rules<T> at(String name) {
    Rules<T> exact = below.get(name);
    if (exact != null) {
      return exact;
    }
    Rules<T> any = below.get("*");
    return any == null ? new Rules<>() : any;
  }

  /** What applies just here; null where nothing does. */
  @Nullable T rule() {
    return rule;
  }

  /** What is done where a rule applies. */
  @FunctionalInterface
  interface Change<T> {
    /** The value that takes its place. */
    Data of(T rule, Data value, Place place);
  }

  /** The file with each rule applied at its places, the outer ones first. */
  Data.Fields changed(Data.Fields file, Change<T> change) {
    return (Data.Fields) changed(file, Place.TOP, change);
  }

  private Data changed(Data data, Place place, Change<T> change) {
    if (isEmpty()) {
      return data;
    }
    Data value = rule == null ? data : change.of(rule, data, place);
    return switch (value) {
      case Data.Fields mapping ->
          mapping.mapped((name, inner) -> at(name).changed(inner, place.at(name), change));
      case Data.Items list -> {
        Rules<T> ofItem = at("*");
        List<Data> items = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
          items.add(ofItem.changed(list.items().get(i), place.at(Integer.toString(i)), change));
        }
        yield new Data.Items(items, list.at());
      }
      default -> value;
    };
  }

  private boolean isEmpty() {
    return rule == null && below.isEmpty();
  }
}
