package dev.berth.plan.lowering;

import dev.berth.model.Kept;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.ServiceFiles;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.FileOperation.SyncUnits;
import dev.berth.model.operation.FileOperation.WriteEnvironment;
import dev.berth.model.operation.FileOperation.WriteUnit;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.MemoryOperation.Keep;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How services with units go back to what they were. */
public final class SystemdReturn {
  private SystemdReturn() {}

  /**
   * The operations that keep what services are on the disk, before anything of them is changed; who
   * cannot be kept is changed all the same.
   *
   * @param kept by container
   */
  public static List<Node> keep(Map<String, Kept> kept) {
    Nodes nodes = new Nodes();
    new TreeMap<>(kept)
        .forEach(
            (container, former) ->
                nodes.addSpare(new Cause(container, 0), new Keep(container, former), Place.FIRST));
    return nodes.all();
  }

  /**
   * The operations that give a service its files back, in their order; systemd has to be told
   * afterwards.
   */
  public static List<Operation> putBack(String container, ServiceFiles files) {
    List<Operation> operations = new ArrayList<>();
    operations.add(new WriteEnvironment(container, files.environmentFiles()));
    if (files.enable()) {
      operations.add(new DisableUnit(files.unit()));
    }
    operations.add(
        files
            .text()
            .<Operation>map(text -> new WriteUnit(new UnitFile(files.unit(), text)))
            .orElseGet(() -> new RemoveUnit(files.unit())));
    operations.add(new SyncUnits());
    return operations;
  }
}
