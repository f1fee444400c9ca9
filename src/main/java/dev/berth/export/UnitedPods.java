package dev.berth.export;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Containers as their files may have them: what the container of a pod holds for all is said by its
 * first service, or by its first member where it has none.
 */
final class UnitedPods {
  /** What a pod's own container has of itself. */
  private static final Set<Key> OWN =
      EnumSet.of(Key.POD, Key.POD_INIT, Key.IMAGE, Key.RESTART, Key.START_ORDER);

  /** By what a member is in its pod's namespaces. */
  private static final Set<Key> SHARED = EnumSet.of(Key.NET, Key.IPC, Key.USERNS);

  private UnitedPods() {}

  /** The same containers without those of the pods. */
  static List<ContainerSpec> of(Collection<ContainerSpec> containers) {
    Map<String, ContainerSpec> holders = new HashMap<>();
    containers.stream()
        .filter(ContainerSpec::isPod)
        .forEach(spec -> holders.put(spec.pod().orElseThrow(), spec));
    Map<String, ContainerName> heirs = new HashMap<>();
    Stream.concat(
            containers.stream().filter(spec -> spec.role() == Role.SERVICE), containers.stream())
        .filter(spec -> !spec.isPod())
        .forEach(spec -> spec.pod().ifPresent(pod -> heirs.putIfAbsent(pod, spec.name())));
    List<ContainerSpec> united = new ArrayList<>();
    for (ContainerSpec spec : containers) {
      if (spec.isPod()) {
        continue;
      }
      Optional<ContainerSpec> holder =
          spec.pod().filter(pod -> spec.name().equals(heirs.get(pod))).map(holders::get);
      united.add(spec.pod().isPresent() ? member(spec, holder) : spec);
    }
    return List.copyOf(united);
  }

  private static ContainerSpec member(ContainerSpec spec, Optional<ContainerSpec> holder) {
    Map<Key, Value> values = new EnumMap<>(Key.class);
    values.putAll(spec.values());
    values.keySet().removeAll(SHARED);
    holder.ifPresent(
        pod ->
            pod.values()
                .forEach(
                    (key, value) -> {
                      boolean isUsual = key == Key.IPC && value.texts().contains("shareable");
                      if (!OWN.contains(key) && !isUsual) {
                        values.put(key, value);
                      }
                    }));
    return new ContainerSpec(spec.name(), spec.at(), values, spec.contents());
  }
}
