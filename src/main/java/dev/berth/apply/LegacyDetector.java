package dev.berth.apply;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Labels;
import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyUnit;
import dev.berth.model.ObservedContainer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds what Paunch and tripleo-ansible left, in what was read of the host anyway. */
public final class LegacyDetector {
  private final ConfigurationLabel reader;

  /** Understands the configuration that they kept in a label. */
  @FunctionalInterface
  public interface ConfigurationLabel {
    /** The configuration of a container; empty where it cannot be understood. */
    Optional<ContainerSpec> read(ContainerName container, String label);
  }

  /** One that reads configurations with this. */
  public LegacyDetector(ConfigurationLabel reader) {
    this.reader = reader;
  }

  /** What they made a container from; empty for one that is not theirs, or not understood. */
  Optional<ContainerSpec> configuration(ObservedContainer container) {
    return container
        .label(Labels.CONFIG_DATA)
        .flatMap(label -> reader.read(container.name(), label));
  }

  /** One that reads no configurations, where only names count. */
  public static LegacyDetector byName() {
    return new LegacyDetector((container, label) -> Optional.empty());
  }

  /**
   * What they left, by container.
   *
   * @param withRemains whether health checks count that look after nothing of theirs any more
   */
  public Map<ContainerName, LegacyContainer> find(Snapshot snapshot, boolean withRemains) {
    Map<ContainerName, ObservedContainer> containers = new HashMap<>();
    snapshot
        .engine()
        .containers()
        .forEach(container -> containers.put(container.name(), container));
    Map<ContainerName, List<LegacyUnit>> units =
        snapshot.systemd().formers().stream()
            .filter(unit -> isTheirs(containers.get(unit.container())))
            .collect(Collectors.groupingBy(LegacyUnit::container));
    Map<ContainerName, LegacyContainer> formers = new TreeMap<>();
    byName(containers.values())
        .forEach(
            (name, container) -> {
              ContainerName own = LegacyContainer.ownNameOf(container);
              List<LegacyUnit> left = new ArrayList<>(units.getOrDefault(own, List.of()));
              units.remove(own);
              if (!own.equals(name)) {
                // Such a unit would start whatever has the name next.
                left.addAll(units.getOrDefault(name, List.of()));
                units.remove(name);
              }
              formers.put(name, former(name, Optional.of(container), left));
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

  /**
   * Their containers by what the configuration calls them. Where several are called the same, each
   * keeps its own name: nobody can say which of them is meant.
   */
  private static Map<ContainerName, ObservedContainer> byName(
      Collection<ObservedContainer> containers) {
    Map<ContainerName, List<ObservedContainer>> called =
        containers.stream()
            .filter(LegacyContainer::made)
            // One that has its own name stands before one that was set aside.
            .sorted(
                Comparator.comparing(
                    container -> container.name().equals(LegacyContainer.ownNameOf(container))))
            .collect(Collectors.groupingBy(LegacyContainer::nameOf));
    Map<ContainerName, ObservedContainer> byName = new TreeMap<>();
    called
        .values()
        .forEach(same -> same.forEach(one -> byName.put(LegacyContainer.ownNameOf(one), one)));
    called.forEach(
        (name, same) -> {
          if (same.stream().map(LegacyContainer::ownNameOf).distinct().count() == 1) {
            ObservedContainer one = same.getLast();
            byName.remove(LegacyContainer.ownNameOf(one), one);
            byName.put(name, one);
          }
        });
    return byName;
  }

  /** A unit that starts what is neither theirs nor ours is somebody else's, whatever its form. */
  private static boolean isTheirs(@org.jspecify.annotations.Nullable ObservedContainer container) {
    return container == null || LegacyContainer.made(container) || container.ownership().isProven();
  }

  private LegacyContainer former(
      ContainerName name, Optional<ObservedContainer> container, List<LegacyUnit> left) {
    return new LegacyContainer(
        name,
        container,
        left.stream()
            .sorted(
                // What starts the container that there is stands first.
                Comparator.comparing((LegacyUnit unit) -> unit.container().equals(name))
                    .thenComparing(LegacyUnit::name))
            .toList(),
        container
            .flatMap(found -> found.label(Labels.CONFIG_DATA))
            .flatMap(label -> reader.read(name, label)));
  }
}
