package dev.berth.plan.lowering;

import dev.berth.model.Change.CarryImage;
import dev.berth.model.Change.CreateDirectory;
import dev.berth.model.Change.CreateNetwork;
import dev.berth.model.Change.CreateVolume;
import dev.berth.model.Change.PullImage;
import dev.berth.model.Change.RemoveNetwork;
import dev.berth.model.Change.ReplaceNetwork;
import dev.berth.model.Change.Restrict;
import dev.berth.model.Step;
import dev.berth.model.operation.FileOperation;
import dev.berth.model.operation.FileOperation.MakeDirectory;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.List;

/** How what containers need is fetched and made before the first of them, in any order. */
public final class Preparation {
  private Preparation() {}

  /**
   * The operations of some steps.
   *
   * @param steps those of the phases of pulls, of preparation or of tidying, and networks made anew
   */
  public static List<Node> of(List<Step> steps) {
    Nodes nodes = new Nodes();
    steps.forEach(step -> nodes.add(Cause.shared(step.number()), operation(step), Place.FIRST));
    return nodes.all();
  }

  private static Operation operation(Step step) {
    return switch (step.change()) {
      case PullImage pull -> new StoreOperation.PullImage(pull.reference());
      case CarryImage carry -> new StoreOperation.CarryImage(carry.reference());
      case CreateVolume volume -> new StoreOperation.CreateVolume(volume.volume());
      case CreateNetwork network -> new StoreOperation.CreateNetwork(network.network());
      case ReplaceNetwork network ->
          new StoreOperation.ReplaceNetwork(network.network(), network.former(), network.resting());
      case RemoveNetwork network -> new StoreOperation.RemoveNetwork(network.name());
      case CreateDirectory directory -> new MakeDirectory(directory.path());
      case Restrict restrict -> new FileOperation.Restrict(restrict.path());
      default -> throw new IllegalStateException("no preparation: " + step.change().verb());
    };
  }
}
