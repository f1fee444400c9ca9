package dev.berth.run;

import dev.berth.engine.RuntimeControl;
import dev.berth.model.operation.ContainerOperation;
import dev.berth.model.operation.ContainerOperation.AwaitExit;
import dev.berth.model.operation.ContainerOperation.Exec;
import dev.berth.model.operation.ContainerOperation.ForgetHealth;
import dev.berth.model.operation.ContainerOperation.FreeName;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.RenameContainer;
import dev.berth.model.operation.ContainerOperation.RunContainer;
import dev.berth.model.operation.ContainerOperation.RunService;
import dev.berth.model.operation.ContainerOperation.SetRestartPolicy;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.StoreOperation;
import dev.berth.model.operation.StoreOperation.CreateVolume;
import dev.berth.model.operation.StoreOperation.HoldImage;
import dev.berth.model.operation.StoreOperation.RemoveVolume;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Asks the engine, for one thing at a time. */
public final class ContainerOperations {
  private final RuntimeControl control;
  private final Programs programs;

  /** Those of an control. */
  public ContainerOperations(RuntimeControl control) {
    this.control = control;
    this.programs = new Programs(control);
  }

  /**
   * Does something with a container.
   *
   * @param output told each line that a program prints, from any thread
   */
  public Result run(ContainerOperation operation, Consumer<String> output) {
    return switch (operation) {
      case StopContainer stop -> Results.of(control.stop(stop.container(), stop.grace()));
      case StartContainer start -> Results.of(control.start(start.container()));
      case RemoveContainer remove -> Results.of(control.remove(remove.container(), remove.grace()));
      case ForgetHealth forget -> {
        control.forgetHealth(forget.container());
        yield Result.done();
      }
      case FreeName free -> Results.of(control.execute(free.argv(), Map.of(), line -> {}));
      case RunContainer run -> programs.run(run, output);
      case AwaitExit await -> programs.await(await);
      case Exec exec -> programs.run(exec, output);
      case RunService run -> Results.of(control.execute(run.argv(), run.environment(), line -> {}));
      case SetRestartPolicy set -> Results.of(control.setRestart(set.container(), set.policy()));
      case RenameContainer rename -> Results.of(control.rename(rename.container(), rename.to()));
    };
  }

  /** Does something with what is kept for containers. */
  public Result run(StoreOperation operation) {
    return switch (operation) {
      case CreateVolume volume ->
          Results.of(control.createVolume(volume.volume(), volume.labels()));
      case HoldImage hold -> Results.of(control.tag(hold.image(), hold.names()));
      case RemoveVolume volume -> Results.of(control.removeVolumes(List.of(volume.volume())));
    };
  }
}
