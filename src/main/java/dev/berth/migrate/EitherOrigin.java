package dev.berth.migrate;

import dev.berth.migrate.SourceDescription.OfEngine;
import dev.berth.migrate.SourceDescription.OfUnit;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A side where some containers have units, and the engine itself looks after the others. */
record EitherOrigin(UnitOrigin units, EngineOrigin engine) implements Origin {
  @Override
  public Optional<SourceDescription> describe(String container) {
    return units.describe(container).or(() -> engine.describe(container));
  }

  /** The journal has a unit. */
  @Override
  public Optional<String> missing(String container, SourceDescription description) {
    return switch (description) {
      case OfUnit _ -> Optional.empty();
      case OfEngine found -> engine.missing(container, found);
    };
  }

  @Override
  public Set<String> unseenUsers(String object) {
    return units.unseenUsers(object);
  }

  @Override
  public Optional<String> leave(String container, SourceDescription description, Duration grace) {
    return switch (description) {
      case OfUnit _ -> units.leave(container);
      case OfEngine _ -> engine.leave(container, grace);
    };
  }

  @Override
  public Optional<String> back(String container, SourceDescription description) {
    return switch (description) {
      case OfUnit unit -> units.back(container, unit);
      case OfEngine found -> engine.back(container, found);
    };
  }

  /** Nothing is left of a container that ended with its unit; its unit is another's by now. */
  @Override
  public Optional<String> obstacle(String container, SourceDescription description) {
    return switch (description) {
      case OfUnit _ -> Optional.empty();
      case OfEngine found -> engine.obstacle(container, found);
    };
  }

  @Override
  public Optional<String> remove(String container, SourceDescription description) {
    return switch (description) {
      case OfUnit _ -> Optional.empty();
      case OfEngine found -> engine.remove(container, found);
    };
  }
}
