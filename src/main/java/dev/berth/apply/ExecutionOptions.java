package dev.berth.apply;

/**
 * How a plan is to be carried out.
 *
 * @param parallel how many containers are started, or images handled, side by side
 * @param rollback whether a replaced service that does not start, or get healthy, goes back
 * @param waitForHealth whether the run ends only when every service with a health check is healthy
 */
public record ExecutionOptions(int parallel, boolean rollback, boolean waitForHealth) {}
