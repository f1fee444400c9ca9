package dev.berth.migrate;

import dev.berth.migrate.SourceDescription.OfEngine;
import dev.berth.migrate.SourceDescription.OfUnit;
import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.run.ManagerOperations;
import dev.berth.run.Result;
import dev.berth.run.Results;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A side where some containers have units, and the engine itself looks after the others.
 *
 * @param manager asks who looks after the units
 */
record CompositeSource(UnitSource units, EngineSource engine, ManagerOperations manager)
    implements SourceSupervisor {
  @Override
  public Optional<SourceDescription> describe(ContainerName container) {
    return units.describe(container).or(() -> engine.describe(container));
  }

  /** The journal has a unit. */
  @Override
  public Optional<String> whyMissing(ContainerName container, SourceDescription description) {
    return switch (description) {
      case OfUnit _ -> Optional.empty();
      case OfEngine found -> engine.whyMissing(container, found);
    };
  }

  @Override
  public Set<ContainerName> unseenUsers(String object) {
    return units.unseenUsers(object);
  }

  @Override
  public UnitName unitOf(ContainerName container) {
    return units.unitOf(container);
  }

  @Override
  public Result disown(ContainerName container, SourceDescription description) {
    return switch (description) {
      case OfUnit _ -> {
        units.disown(container);
        yield Result.done();
      }
      // Should the daemon be restarted meanwhile, it must not start it.
      case OfEngine _ -> Results.of(engine.control().setRestart(container, "no"));
    };
  }

  @Override
  public Result stop(ContainerName container, SourceDescription description, Duration grace) {
    return switch (description) {
      case OfUnit _ -> units.stop(container);
      case OfEngine _ -> Results.of(engine.control().stop(container, grace));
    };
  }

  @Override
  public void putAway(ContainerName container) {
    units.putAway(container);
  }

  @Override
  public Result putBack(ContainerName container, SourceDescription description) {
    return switch (description) {
      case OfUnit unit -> {
        units.putBack(container, unit);
        yield Result.done();
      }
      case OfEngine found -> Results.of(engine.control().setRestart(container, found.restart()));
    };
  }

  @Override
  public Result start(ContainerName container) {
    return Results.of(engine.control().start(container));
  }

  @Override
  public List<Result> manage(List<ManagerOperation> operations) {
    return manager.run(operations);
  }

  /** Nothing is left of a container that ended with its unit; its unit is another's by now. */
  @Override
  public Optional<String> obstacle(ContainerName container, SourceDescription description) {
    return switch (description) {
      case OfUnit _ -> Optional.empty();
      case OfEngine found -> engine.obstacle(container, found);
    };
  }

  @Override
  public Result remove(ContainerName container, SourceDescription description) {
    return switch (description) {
      case OfUnit _ -> Result.done();
      case OfEngine found -> engine.remove(container, found);
    };
  }
}
