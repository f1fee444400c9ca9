package dev.berth.plan;

import dev.berth.model.Change;
import java.util.List;

/**
 * What one container needs, before it has its place.
 *
 * @param change what is done
 * @param reasons why
 */
public record Decision(Change change, List<String> reasons) {
  /** Keeps its own copy. */
  public Decision {
    reasons = List.copyOf(reasons);
  }

  Decision(Change change, String reason) {
    this(change, List.of(reason));
  }
}
