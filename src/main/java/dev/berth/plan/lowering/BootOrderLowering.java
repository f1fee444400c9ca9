package dev.berth.plan.lowering;

import dev.berth.model.Change.OrderBoot;
import dev.berth.model.Step;
import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ManagerOperation.BeginStart;
import dev.berth.model.operation.Node;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.List;

/**
 * How the targets of a configuration's groups come up. They are only reached: who starts them waits
 * for nobody, and a service that is still on its way holds up nothing but its target.
 */
public final class BootOrderLowering {
  private BootOrderLowering() {}

  /**
   * The operations of steps that order a boot, whose targets are written and enabled by then.
   *
   * @param steps of {@link OrderBoot} only
   */
  public static List<Node> of(List<Step> steps) {
    Nodes nodes = new Nodes();
    for (Step step : steps) {
      OrderBoot order = (OrderBoot) step.change();
      Cause cause = new Cause(new Behalf.OfConfiguration(order.configId()), step.number());
      if (order.start().isEmpty()) {
        nodes.add(cause, new Barrier("boot is ordered"), Place.FIRST);
      }
      order.start().forEach(target -> nodes.add(cause, new BeginStart(target), Place.FIRST));
    }
    return nodes.all();
  }
}
