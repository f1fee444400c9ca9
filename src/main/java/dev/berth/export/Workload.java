package dev.berth.export;

import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Dependency;
import dev.berth.model.Desired;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What starts and stops as one.
 *
 * @param name of the pod, or of a container that is in none
 * @param members each behind those that it depends on; no commands in others
 */
record Workload(String name, List<ContainerSpec> members) {
  Workload {
    members = List.copyOf(members);
  }

  /** All of what is desired, by their names. */
  static List<Workload> of(Desired desired) {
    SortedMap<String, List<ContainerSpec>> workloads = new TreeMap<>();
    for (Desired.ContainerSet set : desired.sets()) {
      for (ContainerSpec spec : UnitedPods.of(set.containers())) {
        if (spec.role() != Role.EXEC) {
          String name = spec.pod().orElse(spec.name().text());
          workloads.computeIfAbsent(name, _ -> new ArrayList<>()).add(spec);
        }
      }
    }
    List<Workload> all = new ArrayList<>();
    workloads.forEach((name, members) -> all.add(new Workload(name, inOrder(members))));
    return List.copyOf(all);
  }

  private static List<ContainerSpec> inOrder(List<ContainerSpec> members) {
    List<ContainerSpec> left = new ArrayList<>(members);
    List<ContainerSpec> ordered =
        new ArrayList<>(members.stream().filter(spec -> spec.role() == Role.INIT).toList());
    left.removeAll(ordered);
    left.sort(
        Comparator.comparingInt(ContainerSpec::startOrder).thenComparing(ContainerSpec::name));
    while (!left.isEmpty()) {
      ContainerSpec next =
          left.stream()
              .filter(spec -> left.stream().noneMatch(other -> needs(spec, other)))
              .findFirst()
              .orElse(left.getFirst());
      left.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  private static boolean needs(ContainerSpec spec, ContainerSpec other) {
    return spec.dependencies().stream()
        .map(Dependency::target)
        .anyMatch(other.name().text()::equals);
  }

  /** Whether a container of this name is a member that runs to its end before another one. */
  boolean isEndedBefore(String name, ContainerSpec other) {
    for (ContainerSpec member : members) {
      if (member.equals(other)) {
        return other.role() == Role.SERVICE && isTask(name);
      }
      if (member.name().text().equals(name)) {
        return member.role() == Role.TASK;
      }
    }
    return false;
  }

  private boolean isTask(String name) {
    return members.stream()
        .anyMatch(member -> member.name().text().equals(name) && member.role() == Role.TASK);
  }
}
