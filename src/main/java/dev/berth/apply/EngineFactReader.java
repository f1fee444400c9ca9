package dev.berth.apply;

import dev.berth.engine.ContainerRuntime;
import dev.berth.model.Applied;
import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.plan.lowering.EngineFacts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what is known of services in the engine's own care besides what was observed. */
final class EngineFactReader {
  private EngineFactReader() {}

  /** Reads it; called before anything is changed. */
  static EngineFacts read(
      Plan plan,
      RenderedState wanted,
      Observed observed,
      ContainerRuntime runtime,
      KeptPredecessors kept,
      AppliedRecords records,
      boolean goesBack) {
    List<Service> services =
        plan.steps().stream()
            .flatMap(
                step ->
                    step.change() instanceof Service service ? Stream.of(service) : Stream.empty())
            .filter(service -> service.rendered().care() == Care.CONTAINER)
            .filter(service -> service.kind() == Kind.REPLACE || service.kind() == Kind.WATCH)
            .toList();
    Map<ContainerName, Applied> applied = new HashMap<>();
    Set<ContainerName> mayBeKept = new HashSet<>();
    Set<ContainerName> watched = new HashSet<>();
    for (Service service : services) {
      records.read(service.rendered()).ifPresent(it -> applied.put(service.name(), it));
      mayBeKept.add(service.name());
      if (service.kind() == Kind.WATCH) {
        watched.add(service.name());
      }
    }
    wanted
        .containers()
        .filter(rendered -> rendered.care() == Care.CONTAINER)
        .map(Rendered::name)
        .filter(name -> observed.setAside(name).isPresent())
        .forEach(mayBeKept::add);
    Map<ContainerName, Kept> former = new HashMap<>();
    mayBeKept.forEach(name -> kept.read(name).ifPresent(it -> former.put(name, it)));
    Map<ContainerName, Integer> restarts = new HashMap<>();
    if (!watched.isEmpty()) {
      runtime.runs(watched).forEach((name, run) -> restarts.put(name, run.restarts()));
    }
    return new EngineFacts(former, applied, restarts, goesBack);
  }
}
