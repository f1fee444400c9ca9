package dev.berth.apply;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Former;
import dev.berth.model.FormerUnit;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds what Paunch and tripleo-ansible left, in what was read of the host anyway. */
public final class Formers {
  private final ConfigurationLabel reader;

  /** Understands the configuration that they kept in a label. */
  @FunctionalInterface
  public interface ConfigurationLabel {
    /** The configuration of a container; empty where it cannot be understood. */
    Optional<ContainerSpec> read(String container, String label);
  }

  /** With configurations that this understands. */
  public Formers(ConfigurationLabel reader) {
    this.reader = reader;
  }

  /** What they made a container from; empty for one that is not theirs, or not understood. */
  Optional<ContainerSpec> configuration(ObservedContainer container) {
    return container
        .label(Labels.CONFIG_DATA)
        .flatMap(label -> reader.read(container.name(), label));
  }

  /** Without their configurations, where only their names count. */
  public static Formers byName() {
    return new Formers((container, label) -> Optional.empty());
  }

  /**
   * What they left, by container.
   *
   * @param withRemains whether health checks count that look after nothing of theirs any more
   */
  public Map<String, Former> find(Snapshot snapshot, boolean withRemains) {
    Map<String, ObservedContainer> containers = new HashMap<>();
    snapshot
        .engine()
        .containers()
        .forEach(container -> containers.put(container.name(), container));
    Map<String, List<FormerUnit>> units =
        snapshot.systemd().formers().stream()
            .filter(unit -> isTheirs(containers.get(unit.container())))
            .collect(Collectors.groupingBy(FormerUnit::container));
    Map<String, Former> formers = new TreeMap<>();
    containers.values().stream()
        .filter(Former::made)
        // One that has its own name stands before one that was set aside.
        .sorted(
            Comparator.comparing(container -> container.name().equals(Former.nameOf(container))))
        .forEach(
            container -> {
              String name = Former.nameOf(container);
              formers.put(
                  name, former(name, Optional.of(container), units.getOrDefault(name, List.of())));
            });
    units.forEach(
        (name, left) -> {
          // A mask alone is the operator's.
          if (left.stream().anyMatch(unit -> !unit.unit().isMasked())) {
            formers.putIfAbsent(name, former(name, Optional.empty(), left));
          }
        });
    if (!withRemains) {
      formers.values().removeIf(former -> !former.isAdoptable());
    }
    return formers;
  }

  /** A unit that starts what is neither theirs nor ours is somebody else's, whatever its form. */
  private static boolean isTheirs(@org.jspecify.annotations.Nullable ObservedContainer container) {
    return container == null || Former.made(container) || container.ownership().isProven();
  }

  private Former former(String name, Optional<ObservedContainer> container, List<FormerUnit> left) {
    return new Former(
        name,
        container,
        left.stream().sorted(Comparator.comparing(FormerUnit::name)).toList(),
        container
            .flatMap(found -> found.label(Labels.CONFIG_DATA))
            .flatMap(label -> reader.read(name, label)));
  }
}
