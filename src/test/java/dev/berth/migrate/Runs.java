package dev.berth.migrate;

import dev.berth.Named;
import dev.berth.migrate.JournalEvent.RunBegun;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs of a migration begin with, for tests. */
public final class Runs {
  private Runs() {}

  /** A run from one engine to the other. */
  public static RunBegun between(String from, String to, String... containers) {
    return new RunBegun(from, to, Map.of(), List.of(), "", Named.list(containers));
  }

  /** A run to this engine. */
  static RunBegun to(String to) {
    return between("", to);
  }

  /** A container of an engine, that ran or did not. */
  public static SourceDescription container(boolean ran) {
    return new SourceDescription.OfEngine("1", "always", ran, Optional.empty());
  }
}
