package dev.berth.migrate;

/**
 * What stands in the way of carrying something over, known before anything changes.
 *
 * @param subject what it is about, {@code volume data}, {@code network app}
 * @param reason what is wrong, naming the engine's field
 */
public record Obstacle(String subject, String reason) {
  @Override
  public String toString() {
    return subject + ": " + reason;
  }
}
