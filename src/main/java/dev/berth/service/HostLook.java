package dev.berth.service;

import dev.berth.apply.AppliedRecords;
import dev.berth.apply.Observer;
import dev.berth.graph.Graph;
import dev.berth.graph.HostStates;
import dev.berth.graph.OnHost;
import dev.berth.host.ProcessRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.systemd.Systemctl;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a host has, for a graph: our containers, and how all the nodes are. */
public final class HostLook {
  private final Systemctl systemctl;
  private final List<OnHost> containers;

  /** Looks at the host; where {@code told} each process is told. */
  public HostLook(Wiring wiring, Settings settings, boolean told) {
    ProcessRunner runner = wiring.runner(settings, told);
    this.systemctl = wiring.systemctl(settings, runner);
    Observer observer = wiring.observer(settings, runner);
    AppliedRecords records = new AppliedRecords(wiring.paths(settings).applied());
    this.containers =
        ManagedContainer.find(observer.read(), settings.text(HostSetting.MANAGED_BY)).stream()
            .map(
                found ->
                    new OnHost(
                        found.configId(), found.name().text(), found.container(), found.unit()))
            .map(found -> onRecord(found, records))
            // Of two engines' containers of one name the one that a unit runs comes first.
            .collect(
                Collectors.collectingAndThen(
                    Collectors.toMap(
                        OnHost::name, found -> found, (first, _) -> first, LinkedHashMap::new),
                    found -> List.copyOf(found.values())));
  }

  /** {@code restart: "no"} in the engine's own care looks like a task, but for its record. */
  private static OnHost onRecord(OnHost found, AppliedRecords records) {
    return found.isService()
        ? found
        : new OnHost(
            found.configId(),
            found.name(),
            found.container(),
            found.unit(),
            ContainerName.find(found.name()).filter(records::isOfService).isPresent());
  }

  /** Our containers, each name once. */
  public List<OnHost> containers() {
    return containers;
  }

  /** The graph with the state of each node. */
  public Graph states(Graph graph, Function<String, Set<Integer>> exitCodes) {
    List<UnitName> names =
        graph.hostUnits().stream().flatMap(name -> UnitName.find(name).stream()).toList();
    Map<UnitName, ObservedUnit> units = names.isEmpty() ? Map.of() : systemctl.state(names);
    return graph.withStates(new HostStates(containers, units, exitCodes));
  }
}
