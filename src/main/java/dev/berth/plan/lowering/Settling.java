package dev.berth.plan.lowering;

import dev.berth.model.Change.Service;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.LookOperation.AwaitReady.Purpose;
import dev.berth.model.operation.LookOperation.LookAgain;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** How services are looked at once all have had their turn, whoever looks after them. */
final class Settling {
  private Settling() {}

  /**
   * The looks: whether each stays up, and where that is waited for is well.
   *
   * @param restarts how often one had been started again before
   */
  static List<Node> of(
      Collection<Step> steps, Predicate<Service> isAwaited, ToIntFunction<Service> restarts) {
    Nodes nodes = new Nodes();
    for (Step step : steps) {
      Service service = (Service) step.change();
      ContainerSpec spec = service.rendered().spec();
      Optional<UnitName> unit = service.rendered().unit().map(UnitFile::name);
      Cause cause = new Cause(service.name(), step.number());
      NodeId stays =
          nodes.add(
              cause,
              new LookAgain(spec.name(), unit, restarts.applyAsInt(service), spec.mayEndByItself()),
              Place.FIRST);
      if (isAwaited.test(service)) {
        nodes.add(
            cause,
            new AwaitReady(spec.name(), unit, spec.longestStart(), Purpose.SETTLE),
            Place.after(stays));
      }
    }
    return nodes.all();
  }
}
