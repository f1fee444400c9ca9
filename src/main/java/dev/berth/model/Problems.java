package dev.berth.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects every problem of a run, so that the operator sees all of them at once. */
public final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();

  /** Adds one; the same problem counts once. */
  public void add(Problem problem) {
    found.add(problem);
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
    return found.stream().anyMatch(Problem::isError);
  }

  /** All of them, by file, line and column. */
  public List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparing(Problem::at));
    return List.copyOf(sorted);
  }
}
