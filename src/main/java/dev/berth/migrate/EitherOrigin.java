package dev.berth.migrate;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A side where some containers have units, and the engine itself looks after the others. */
record EitherOrigin(UnitOrigin units, EngineOrigin engine) implements Origin {
  private Origin of(Map<String, String> description) {
    return UnitOrigin.isOf(description) ? units : engine;
  }

  @Override
  public Optional<Map<String, String>> describe(String container) {
    return units.describe(container).or(() -> engine.describe(container));
  }

  @Override
  public Optional<String> missing(String container, Map<String, String> description) {
    return of(description).missing(container, description);
  }

  @Override
  public Optional<Attachments> attachments(Map<String, String> description) {
    return of(description).attachments(description);
  }

  @Override
  public Set<String> unseenUsers(String object) {
    return units.unseenUsers(object);
  }

  @Override
  public Optional<String> leave(String container, Map<String, String> description, Duration grace) {
    return of(description).leave(container, description, grace);
  }

  @Override
  public Optional<String> back(String container, Map<String, String> description) {
    return of(description).back(container, description);
  }

  @Override
  public Optional<String> obstacle(String container, Map<String, String> description) {
    return of(description).obstacle(container, description);
  }

  @Override
  public Optional<String> remove(String container, Map<String, String> description) {
    return of(description).remove(container, description);
  }
}
