package dev.berth.config.compose;

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

  boolean isEmpty() {
    return rule == null && below.isEmpty();
  }
}
