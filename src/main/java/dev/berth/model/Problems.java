package dev.berth.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects every problem of a run, so that the operator sees all of them at once. */
public final class Problems {
  /** More than anybody reads; beyond that they are counted, so that no input fills the memory. */
  static final int MOST_KEPT = 1000;

  private final Set<Problem> found = new LinkedHashSet<>();
  private int errors;

  /** Adds one; the same problem counts once, as far as it is kept. */
  public void add(Problem problem) {
    boolean isNew = found.size() < MOST_KEPT ? found.add(problem) : !found.contains(problem);
    if (isNew && problem.isError()) {
      errors++;
    }
    if (isNew && errors == 1 && problem.isError()) {
      // However many warnings came before it, what ends the run is told.
      found.add(problem);
    }
  }

  /** Adds an error with advice. */
  public void error(SourcePosition at, String message, String advice) {
    add(Problem.error(at, message, advice));
  }

  /** Adds an error. */
  public void error(SourcePosition at, String message) {
    add(Problem.error(at, message));
  }

  /** Adds a warning. */
  public void warning(SourcePosition at, String message, String advice) {
    add(Problem.warning(at, message, advice));
  }

  /** Whether any of them forbids a change. */
  public boolean hasErrors() {
    return errors > 0;
  }

  /** Whether there are more than anybody would read advice for. */
  public boolean isLong() {
    return found.size() > MOST_KEPT / 10;
  }

  /** How many errors there are, those that were not kept included. */
  public int errors() {
    return errors;
  }

  /** All that were kept, by file, line and column. */
  public List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparing(Problem::at));
    return List.copyOf(sorted);
  }
}
