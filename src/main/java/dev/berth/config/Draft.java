package dev.berth.config;

import dev.berth.model.SourcePosition;
import java.util.List;

/**
 * A container found in a file, not yet read.
 *
 * @param at where its name stands, or its file begins
 * @param dialect whose rules it is read by
 */
record Draft(String name, SourcePosition at, Tree body, Dialect dialect) {

  /**
   * The containers of one configuration id.
   *
   * @param wanted whether it was asked for; a step that was not is read for its names alone
   */
  record Group(String configId, boolean wanted, List<Draft> drafts) {
    Group {
      drafts = List.copyOf(drafts);
    }
  }
}
