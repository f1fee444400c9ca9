package dev.berth.config;

import dev.berth.model.Declared;
import dev.berth.model.SourcePosition;
import java.nio.file.Path;
import java.util.List;

/**
 * A container found in a file, not yet read.
 *
 * @param at where its name stands, or its file begins
 * @param body its keys, in the form of Berth's own files
 * @param dialect whose rules it is read by
 * @param isFilledIn whether variables were put in their places, so that no value still has one
 */
public record Draft(
    String name, SourcePosition at, Tree body, Dialect dialect, boolean isFilledIn) {

  /** One of Berth's own form, where nothing is filled in. */
  Draft(String name, SourcePosition at, Tree body, Dialect dialect) {
    this(name, at, body, dialect, false);
  }

  /**
   * The containers of one configuration id.
   *
   * @param wanted whether it was asked for; a step that was not is read for its names alone
   * @param declared what is declared beside them
   * @param source the absolute path that they were read from; empty for what no file holds
   */
  public record Group(
      String configId, boolean wanted, List<Draft> drafts, Declared declared, String source) {
    /** Keeps its own copy. */
    public Group {
      drafts = List.copyOf(drafts);
    }

    /** The same from a path. */
    public Group from(Path path) {
      return new Group(
          configId, wanted, drafts, declared, path.toAbsolutePath().normalize().toString());
    }

    /** Containers alone. */
    Group(String configId, boolean wanted, List<Draft> drafts) {
      this(configId, wanted, drafts, Declared.IMPOSSIBLE, "");
    }
  }
}
