package dev.berth.export;

import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Desired;
import dev.berth.model.NetworkSpec;
import dev.berth.model.VolumeSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one unit has to know of the others.
 *
 * @param containers by their names; no commands in others
 * @param inits those that run to their end at each start of a pod, in the order of the file
 * @param networks those that have a unit
 * @param volumes those that have a unit
 * @param awaited the containers whose health others wait for
 */
record QuadletSet(
    Map<String, ContainerSpec> containers,
    List<ContainerSpec> inits,
    Map<String, NetworkSpec> networks,
    Map<String, VolumeSpec> volumes,
    Set<String> awaited,
    PodmanVersion podman) {

  /** That of all that is desired. */
  static QuadletSet of(Desired desired, PodmanVersion podman) {
    Map<String, ContainerSpec> containers = new TreeMap<>();
    desired
        .containers()
        .filter(spec -> spec.role() != Role.EXEC)
        .forEach(spec -> containers.put(spec.name().text(), spec));
    Map<String, NetworkSpec> networks = new TreeMap<>();
    Map<String, VolumeSpec> volumes = new TreeMap<>();
    // Before, a unit could not say what it is called.
    if (podman.has("4.7")) {
      desired
          .sets()
          .forEach(
              set -> {
                Sets.networks(set).forEach(it -> networks.put(it.name(), it));
                Sets.volumes(set).stream()
                    .filter(it -> !it.isExternal())
                    .forEach(it -> volumes.put(it.name(), it));
              });
    }
    Set<String> awaited = new HashSet<>();
    if (podman.has("5.0")) {
      containers.values().stream()
          .flatMap(spec -> spec.dependencies().stream())
          .filter(it -> it.condition() == Condition.SERVICE_HEALTHY)
          .map(Dependency::target)
          .filter(
              target -> {
                ContainerSpec spec = containers.get(target);
                return spec != null && spec.role() == Role.SERVICE;
              })
          .forEach(awaited::add);
    }
    List<ContainerSpec> inits =
        desired.containers().filter(spec -> spec.role() == Role.INIT).toList();
    return new QuadletSet(containers, inits, networks, volumes, awaited, podman);
  }

  /** A network as a unit names it: by its own unit where it has one. */
  String network(String given) {
    String[] parts = given.split(":", 2);
    String name = networks.containsKey(parts[0]) ? parts[0] + ".network" : parts[0];
    return name + (parts.length > 1 ? ":" + parts[1] : "");
  }

  /** The names of the containers of its pod that run to their end before it. */
  List<String> initsBefore(ContainerSpec spec) {
    return inits.stream()
        .takeWhile(init -> !init.name().equals(spec.name()))
        .filter(init -> !spec.isPod() && init.isInPodOf(spec))
        .map(init -> init.name().text())
        .toList();
  }

  /** Whether a container is in a pod that has a unit of its own. */
  boolean isInPod(ContainerSpec spec) {
    return spec.pod().isPresent() && podman.has(QuadletPod.SINCE);
  }

  /** What one that depends on this waits for in any case: a unit is up once, for all. */
  Condition reached(String container) {
    ContainerSpec spec = containers.get(container);
    if (spec != null && spec.role() != Role.SERVICE) {
      return Condition.SERVICE_COMPLETED_SUCCESSFULLY;
    }
    return awaited.contains(container) ? Condition.SERVICE_HEALTHY : Condition.SERVICE_STARTED;
  }

  /** Those of the group before that of a container. */
  List<String> groupBefore(ContainerSpec spec) {
    NavigableMap<Integer, List<String>> groups = new TreeMap<>();
    containers.forEach(
        (name, other) ->
            groups.computeIfAbsent(other.startOrder(), _ -> new ArrayList<>()).add(name));
    Map.Entry<Integer, List<String>> before = groups.lowerEntry(spec.startOrder());
    return before == null ? List.of() : before.getValue();
  }
}
