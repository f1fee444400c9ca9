package dev.berth.apply;

import dev.berth.model.operation.MigrationOperation;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation;
import dev.berth.model.operation.StoreOperation.CarryImage;
import dev.berth.run.ContainerOperations;
import dev.berth.run.Handler;
import dev.berth.run.Result;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has the engine do something with what it keeps for containers; what comes from the other engine,
 * or goes back to it, is brought over by who keeps the journal of that.
 */
final class StoreOperations implements Handler {
  private final ContainerOperations containers;
  private final Handler crossing;
  private final Progress progress;

  StoreOperations(ContainerOperations containers, Handler crossing, Progress progress) {
    this.containers = containers;
    this.crossing = crossing;
    this.progress = progress;
  }

  @Override
  public List<Result> run(List<Operation> operations, Consumer<String> output) {
    return switch (operations.getFirst()) {
      case CarryImage _ -> crossing.run(operations, progress::note);
      case MigrationOperation _ -> crossing.run(operations, output);
      case StoreOperation operation -> List.of(containers.run(operation, output));
      default -> throw new IllegalStateException("nothing in store: " + operations.getFirst());
    };
  }
}
