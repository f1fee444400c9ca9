package dev.berth.run;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.Waits;
import dev.berth.model.ContainerName;
import dev.berth.model.operation.ContainerOperation;
import dev.berth.model.operation.ContainerOperation.AwaitExit;
import dev.berth.model.operation.ContainerOperation.CreateTrial;
import dev.berth.model.operation.ContainerOperation.Exec;
import dev.berth.model.operation.ContainerOperation.ForgetHealth;
import dev.berth.model.operation.ContainerOperation.FreeName;
import dev.berth.model.operation.ContainerOperation.LookForUsers;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.RemoveTrial;
import dev.berth.model.operation.ContainerOperation.RenameContainer;
import dev.berth.model.operation.ContainerOperation.ResumeCheck;
import dev.berth.model.operation.ContainerOperation.RunContainer;
import dev.berth.model.operation.ContainerOperation.RunService;
import dev.berth.model.operation.ContainerOperation.SetRestartPolicy;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.StoreOperation;
import dev.berth.model.operation.StoreOperation.CarryImage;
import dev.berth.model.operation.StoreOperation.CreateNetwork;
import dev.berth.model.operation.StoreOperation.CreateVolume;
import dev.berth.model.operation.StoreOperation.HoldImage;
import dev.berth.model.operation.StoreOperation.PullImage;
import dev.berth.model.operation.StoreOperation.RemoveNetwork;
import dev.berth.model.operation.StoreOperation.RemoveVolume;
import dev.berth.model.operation.StoreOperation.ReplaceNetwork;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Asks the engine, for one thing at a time. */
public final class ContainerOperations {
  private final RuntimeControl control;
  private final Programs programs;
  private final ImageFetch images;
  private final TrialUsers users;

  /**
   * Those of an engine.
   *
   * @param waits how it waits before something is tried once more
   * @param interrupted asked before an image is fetched once more
   */
  public ContainerOperations(RuntimeControl control, Waits waits, BooleanSupplier interrupted) {
    this.control = control;
    this.programs = new Programs(control, waits);
    this.images = new ImageFetch(control, waits, interrupted);
    this.users = new TrialUsers(control);
  }

  /**
   * Does something with containers, in one call.
   *
   * @param operations several only where they are of a kind that its {@link Lane} merges
   * @param output told each line that a program prints, from any thread
   */
  public List<Result> run(List<ContainerOperation> operations, Consumer<String> output) {
    return operations.getFirst() instanceof RemoveTrial
        ? Collections.nCopies(operations.size(), removeTrials(operations))
        : List.of(run(operations.getFirst(), output));
  }

  private Result removeTrials(List<ContainerOperation> operations) {
    return Results.of(
        control.removeTrials(
            operations.stream().map(operation -> ((RemoveTrial) operation).name()).toList()));
  }

  private Result run(ContainerOperation operation, Consumer<String> output) {
    return switch (operation) {
      case StopContainer stop -> Results.of(control.stop(stop.container(), stop.grace()));
      case StartContainer start -> Results.of(control.start(start.container()));
      case RemoveContainer remove -> Results.of(control.remove(remove.container(), remove.grace()));
      case ForgetHealth forget -> {
        control.forgetHealth(forget.container());
        yield Result.done();
      }
      case FreeName free -> Results.of(control.execute(free.argv(), Map.of(), line -> {}));
      case ResumeCheck resume -> Results.of(control.execute(resume.argv(), Map.of(), line -> {}));
      case RunContainer run -> programs.run(run, output);
      case AwaitExit await -> programs.await(await);
      case Exec exec -> programs.run(exec, output);
      case RunService run -> Results.of(control.execute(run.argv(), run.environment(), line -> {}));
      case SetRestartPolicy set -> Results.of(control.setRestart(set.container(), set.policy()));
      case RenameContainer rename -> Results.of(control.rename(rename.container(), rename.to()));
      case CreateTrial trial -> Results.of(control.execute(trial.argv(), Map.of(), line -> {}));
      case LookForUsers look -> users.look(look);
      case RemoveTrial _ -> removeTrials(List.of(operation));
    };
  }

  /**
   * Does something with what is kept for containers.
   *
   * @param output told each line that a program prints, from any thread
   */
  public Result run(StoreOperation operation, Consumer<String> output) {
    return switch (operation) {
      case CreateVolume volume -> Results.of(control.createVolume(volume.volume()));
      case HoldImage hold -> Results.of(control.tag(hold.image(), hold.names()));
      case PullImage pull -> images.run(pull, output);
      case CarryImage carry ->
          throw new IllegalStateException("one engine alone carries nothing: " + carry.image());
      case RemoveVolume volume -> Results.of(control.removeVolumes(List.of(volume.volume())));
      case CreateNetwork create -> Results.of(control.createNetwork(create.network()));
      case ReplaceNetwork replace -> replaced(replace);
      case RemoveNetwork remove -> Results.of(control.removeNetwork(remove.network()));
    };
  }

  private Result replaced(ReplaceNetwork replace) {
    String name = replace.network().name();
    for (ContainerName container : replace.resting()) {
      CommandResult taken = control.disconnect(name, container);
      if (!taken.succeeded()) {
        return Results.of(taken);
      }
    }
    CommandResult removed = control.removeNetwork(name);
    if (!removed.succeeded()) {
      return Results.of(removed);
    }
    CommandResult made = control.createNetwork(replace.network());
    if (made.succeeded()) {
      return Result.done();
    }
    Result back = Results.of(control.createNetwork(replace.former()));
    String why = Results.of(made).problem().orElseThrow();
    return Result.refused(
        why
            + back.problem()
                .map(problem -> "; going back failed as well: " + problem)
                .orElse("; it is there again as it was"));
  }
}
