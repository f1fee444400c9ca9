package dev.berth.plan;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Cycles;
import dev.berth.model.Dependency;
import dev.berth.model.Observed;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.RenderedState;
import dev.berth.model.UnitFacts.UnitDependency;
import dev.berth.model.UnitOwner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds cycles that these configurations make with others on this host: systemd would break them at
 * boot by leaving a service out (systemd.unit(5)). Those within the files were found when the files
 * were read.
 */
final class HostCycles {
  private final RenderedState wanted;
  private final Problems problems;

  /** What each waits for, as texts: the names of groups stand between those of services. */
  private final Map<String, Set<String>> edges = new LinkedHashMap<>();

  private final Map<String, String> containersByUnit = new HashMap<>();

  /** The groups of services of each configuration. */
  private final Map<String, Map<Integer, List<String>>> groups = new LinkedHashMap<>();

  private final Map<String, UnitOwner> onHost = new LinkedHashMap<>();

  HostCycles(RenderedState wanted, Observed observed, PlanOptions options, Problems problems) {
    this.wanted = wanted;
    this.problems = problems;
    Set<String> given =
        wanted.sets().stream().map(set -> set.configId()).collect(Collectors.toSet());
    for (ObservedUnit unit : new TreeMap<>(observed.units()).values()) {
      unit.owner()
          .filter(owner -> owner.runsContainerOf(options.managedBy()))
          .filter(owner -> owner.container().flatMap(wanted::container).isEmpty())
          .filter(owner -> !given.contains(owner.configId()))
          .filter(owner -> !options.removal().includes(owner.configId()))
          .ifPresent(
              owner -> {
                String name = owner.container().orElseThrow().text();
                onHost.put(name, owner);
                containersByUnit.put(unit.name().text(), name);
              });
    }
  }

  void check() {
    if (onHost.isEmpty()) {
      return;
    }
    List<Rendered> services =
        wanted.containers().filter(rendered -> rendered.spec().role() == Role.SERVICE).toList();
    for (Rendered service : services) {
      service
          .unit()
          .map(UnitFile::name)
          .ifPresent(unit -> containersByUnit.put(unit.text(), service.name().text()));
    }
    for (Rendered service : services) {
      String name = service.name().text();
      service.spec().dependencies().forEach(it -> edge(name, it.target()));
      place(name, service.configId(), service.spec().startOrder());
    }
    onHost.forEach(
        (name, owner) -> {
          owner.facts().waits().stream().map(UnitDependency::target).forEach(it -> edge(name, it));
          owner.facts().startOrder().ifPresent(group -> place(name, owner.configId(), group));
        });
    groups.forEach(this::order);
    edges.values().forEach(targets -> targets.retainAll(edges.keySet()));
    Cycles.find(edges).forEach(this::report);
  }

  private void edge(String service, String target) {
    targets(service).add(containersByUnit.getOrDefault(target, target));
  }

  private Set<String> targets(String node) {
    return edges.computeIfAbsent(node, _ -> new LinkedHashSet<>());
  }

  private void place(String service, String configId, int group) {
    targets(service);
    groups
        .computeIfAbsent(configId, _ -> new TreeMap<>())
        .computeIfAbsent(group, _ -> new ArrayList<>())
        .add(service);
  }

  /** Each group is after the whole of the one before: what targets are for. */
  private void order(String configId, Map<Integer, List<String>> ofOne) {
    Optional<String> before = Optional.empty();
    for (Map.Entry<Integer, List<String>> group : ofOne.entrySet()) {
      String point = "start_order " + group.getKey() + " of '" + configId + "'";
      targets(point).addAll(group.getValue());
      for (String service : group.getValue()) {
        before.ifPresent(targets(service)::add);
      }
      before = Optional.of(point);
    }
  }

  private void report(List<String> cycle) {
    boolean leavesTheFiles = cycle.stream().anyMatch(onHost::containsKey);
    for (int i = 0; leavesTheFiles && i < cycle.size(); i++) {
      String next = cycle.get((i + 1) % cycle.size());
      Optional<Dependency> declared =
          ContainerName.find(cycle.get(i))
              .flatMap(wanted::container)
              .flatMap(service -> dependency(service, next));
      if (declared.isPresent() && onHost.containsKey(next)) {
        List<String> turned = new ArrayList<>(cycle.subList(i, cycle.size()));
        turned.addAll(cycle.subList(0, i));
        turned.add(cycle.get(i));
        problems.error(
            declared.get().at(),
            "the dependencies make a cycle with the configuration '"
                + onHost.get(next).configId()
                + "' on this host: "
                + String.join(" → ", turned),
            "remove one of them; the other configuration can be changed first");
        return;
      }
    }
  }

  private Optional<Dependency> dependency(Rendered service, String target) {
    return service.spec().dependencies().stream()
        .filter(it -> containersByUnit.getOrDefault(it.target(), it.target()).equals(target))
        .findFirst();
  }
}
