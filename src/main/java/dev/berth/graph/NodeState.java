package dev.berth.graph;

/**
 * How a node of a graph is, on a host. Its colours are told apart by their lightness, too; its word
 * stands in the box in any case.
 */
public enum NodeState {
  /** Its process runs, and nothing checks its health. */
  RUNNING("running", "#dbeafe", "#2563eb"),
  /** It runs, and its last health check succeeded. */
  HEALTHY("healthy", "#d1fae5", "#047857"),
  /** It runs, and its health check says that it does no work. */
  UNHEALTHY("unhealthy", "#ffe4d5", "#c2410c"),
  /** It is on its way: being started, or not yet judged by its health check. */
  STARTING("starting", "#fef3c7", "#b45309"),
  /** It ended as it should not have. */
  FAILED("failed", "#fee2e2", "#dc2626"),
  /** It is there and does not run. */
  STOPPED("stopped", "#e5e7eb", "#6b7280"),
  /** The host does not have it. */
  ABSENT("not there", "#ffffff", "#6b7280"),
  /** A task that ended with an accepted exit code. */
  FINISHED("finished", "#ede9fe", "#6d28d9");

  private final String word;
  private final String fill;
  private final String line;

  NodeState(String word, String fill, String line) {
    this.word = word;
    this.fill = fill;
    this.line = line;
  }

  /** As a person reads it. */
  public String word() {
    return word;
  }

  /** The colour of its box. */
  String fill() {
    return fill;
  }

  /** The colour of the line around its box. */
  String line() {
    return line;
  }
}
