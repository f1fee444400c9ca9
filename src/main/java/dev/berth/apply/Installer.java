package dev.berth.apply;

import dev.berth.model.Change.OrderBoot;
import dev.berth.model.Change.Service;
import dev.berth.model.Observed;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.StoreOperation.HoldImage;
import dev.berth.plan.lowering.Installation;
import dev.berth.run.Executor;
import dev.berth.run.Failure;
import dev.berth.run.Handler;
import dev.berth.run.Result;
import dev.berth.systemd.SystemdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes units and environment files, all of them before systemd is told once. */
final class Installer {
  private final Handler handler;
  private final Observed observed;
  private final Progress progress;
  private final int parallel;

  Installer(Handler handler, Observed observed, Progress progress, int parallel) {
    this.handler = handler;
    this.observed = observed;
    this.progress = progress;
    this.parallel = parallel;
  }

  /**
   * Installs and enables what the changes ask for.
   *
   * @param reload whether systemd has to be told even where nothing is written
   * @throws UncheckedIOException where something could not be written; the rest may be
   * @throws SystemdException where systemd would not
   */
  void run(List<Service> services, List<OrderBoot> orders, boolean reload) {
    List<Node> nodes = Installation.of(observed, services, orders, reload);
    Map<NodeId, Result> results =
        new Executor(handler, this::tell, () -> false, parallel).run(nodes);
    for (Node node : nodes) {
      if (node.essential() && results.get(node.id()) instanceof Result.Failed failed) {
        throw failed.failure() instanceof Failure.Fault fault
            ? new UncheckedIOException(fault.words(), new IOException(fault.words()))
            : new SystemdException(failed.failure().words());
      }
    }
  }

  /** Without its image's name no unit starts the worse. */
  private void tell(Node node, Result result) {
    if (node.operation() instanceof HoldImage && result instanceof Result.Failed failed) {
      progress.note("an image is not kept from being pruned: " + failed.failure().words());
    }
  }
}
