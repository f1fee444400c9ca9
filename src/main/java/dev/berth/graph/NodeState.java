package dev.berth.graph;

/** How a node of a graph is, on a host. */
public enum NodeState {
  /** Its process runs, and nothing checks its health. */
  RUNNING("running"),
  /** It runs, and its last health check succeeded. */
  HEALTHY("healthy"),
  /** It runs, and its health check says that it does no work. */
  UNHEALTHY("unhealthy"),
  /** It is on its way: being started, or not yet judged by its health check. */
  STARTING("starting"),
  /** It ended as it should not have. */
  FAILED("failed"),
  /** It is there and does not run. */
  STOPPED("stopped"),
  /** The host does not have it. */
  ABSENT("not there"),
  /** A task that ended with an accepted exit code. */
  FINISHED("finished");

  private final String word;

  NodeState(String word) {
    this.word = word;
  }

  /** As a person reads it. */
  public String word() {
    return word;
  }
}
