package dev.berth.model;

/**
 * How a container's run goes, as its engine tells.
 *
 * @param name its name
 * @param state {@code created}, {@code running}, {@code restarting}, {@code exited} … as the engine
 *     says
 * @param restarts how often the engine itself has started it again
 * @param exitCode how it ended last; means nothing while it runs
 * @param error why the engine could not start it; empty where it could
 * @param health its health
 */
public record ObservedRun(
    String name, String state, int restarts, int exitCode, String error, ObservedHealth health) {

  /** Whether its process runs. */
  public boolean isRunning() {
    return state.equals("running");
  }
}
