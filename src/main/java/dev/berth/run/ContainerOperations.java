package dev.berth.run;

import dev.berth.engine.Engine;
import dev.berth.model.operation.ContainerOperation;
import dev.berth.model.operation.ContainerOperation.ForgetHealth;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.StoreOperation;
import dev.berth.model.operation.StoreOperation.CreateVolume;
import dev.berth.model.operation.StoreOperation.RemoveVolume;
import java.util.List;

/** Asks the engine, for one thing at a time. */
public final class ContainerOperations {
  private final Engine engine;

  /** Those of an engine. */
  public ContainerOperations(Engine engine) {
    this.engine = engine;
  }

  /** Does something with a container. */
  public Result run(ContainerOperation operation) {
    return switch (operation) {
      case StopContainer stop -> Results.of(engine.stop(stop.container(), stop.grace()));
      case StartContainer start -> Results.of(engine.start(start.container()));
      case RemoveContainer remove -> Results.of(engine.remove(remove.container(), remove.grace()));
      case ForgetHealth forget -> {
        engine.forgetHealth(forget.container());
        yield Result.DONE;
      }
    };
  }

  /** Does something with what is kept for containers. */
  public Result run(StoreOperation operation) {
    return switch (operation) {
      case CreateVolume volume -> Results.of(engine.createVolume(volume.volume(), volume.labels()));
      case RemoveVolume volume -> Results.of(engine.removeVolumes(List.of(volume.volume())));
    };
  }
}
