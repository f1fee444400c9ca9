package dev.berth.plan.lowering;

import dev.berth.model.operation.ContainerOperation.CreateTrial;
import dev.berth.model.operation.ContainerOperation.LookForUsers;
import dev.berth.model.operation.ContainerOperation.RemoveTrial;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How replacements are made once before anything is stopped, and removed again without having been
 * started.
 */
public final class TrialLowering {
  private TrialLowering() {}

  /**
   * What is made for one container.
   *
   * @param create how
   * @param users whom to look for in it; empty where it runs as nobody by name
   */
  public record Trial(CreateTrial create, Optional<LookForUsers> users) {
    private Cause cause() {
      return new Cause(create.container(), 0);
    }
  }

  /**
   * The operations of some trials; the removals come last, all at once.
   *
   * @return none where there are none
   */
  public static List<Node> of(List<Trial> trials) {
    Nodes nodes = new Nodes();
    List<NodeId> tried = new ArrayList<>();
    for (Trial trial : trials) {
      NodeId last = nodes.add(trial.cause(), trial.create(), Place.FIRST);
      if (trial.users().isPresent()) {
        last = nodes.add(trial.cause(), trial.users().get(), Place.after(last));
      }
      tried.add(last);
    }
    if (!tried.isEmpty()) {
      Place over = Place.afterEnd(nodes.barrier("replacements are tried", tried));
      for (Trial trial : trials) {
        CreateTrial create = trial.create();
        nodes.addSpare(trial.cause(), new RemoveTrial(create.container(), create.name()), over);
      }
    }
    return nodes.all();
  }
}
