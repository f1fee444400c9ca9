package dev.berth.apply;

import dev.berth.engine.RuntimeControl;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation;
import dev.berth.model.operation.StoreOperation.CarryImage;
import dev.berth.run.ContainerOperations;
import dev.berth.run.Handler;
import dev.berth.run.Result;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Has the engine do something with what it keeps for containers; images may come from the other.
 */
final class StoreOperations implements Handler {
  private final ContainerOperations containers;
  private final Crossing crossing;
  private final Progress progress;

  StoreOperations(
      RuntimeControl control, Crossing crossing, Progress progress, BooleanSupplier interrupted) {
    this.containers = new ContainerOperations(control, interrupted);
    this.crossing = crossing;
    this.progress = progress;
  }

  @Override
  public List<Result> run(List<Operation> operations, Consumer<String> output) {
    return operations.getFirst() instanceof CarryImage
        ? carry(operations)
        : List.of(containers.run((StoreOperation) operations.getFirst(), output));
  }

  private List<Result> carry(List<Operation> operations) {
    List<String> images = operations.stream().map(Operation::subject).toList();
    Map<String, String> failures = crossing.bring(images, progress::note);
    return images.stream()
        .map(
            image ->
                failures.containsKey(image) ? Result.refused(failures.get(image)) : Result.done())
        .toList();
  }
}
