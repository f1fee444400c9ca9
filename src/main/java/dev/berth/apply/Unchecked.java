package dev.berth.apply;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.ContainerRuntime;
import dev.berth.host.ProcessStart;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedRun;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import dev.berth.supervisor.UnitHealth;
import dev.berth.supervisor.UnitsOfHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the services that have a health check which nobody runs any more: the timer of Podman's, or
 * the unit of Berth's own, was stopped. Their health stays what it was, whatever becomes of them.
 */
final class Unchecked {
  private static final Duration SHORTEST_TIMER = Duration.ofNanos(1000);

  private final ContainerRuntime runtime;
  private final UnitsOfHost host;

  Unchecked(ContainerRuntime runtime, UnitsOfHost host) {
    this.runtime = runtime;
    this.host = host;
  }

  /** Why nobody checks a wanted container, by name; see {@link #among}. */
  Map<ContainerName, String> find(Snapshot snapshot, RenderedState wanted) {
    List<Suspect> suspects = new ArrayList<>();
    Map<ContainerName, ObservedContainer> containers = byName(snapshot);
    for (Rendered rendered : wanted.containers().toList()) {
      ObservedContainer container = containers.get(rendered.name());
      Optional<ObservedUnit> unit =
          rendered.unit().map(it -> snapshot.systemd().units().get(it.name()));
      if (container != null && unit.isPresent()) {
        suspects.add(new Suspect(container, unit.get(), rendered.checks().unit()));
      }
    }
    return among(suspects, containers, snapshot);
  }

  /** Why nobody checks a container of whatever unit of Berth's, by name; see {@link #among}. */
  Map<ContainerName, String> find(Snapshot snapshot) {
    List<Suspect> suspects = new ArrayList<>();
    Map<ContainerName, ObservedContainer> containers = byName(snapshot);
    for (ObservedUnit unit : snapshot.systemd().units().values()) {
      Optional<String> text = unit.text().filter(_ -> unit.runsOn(runtime.name()));
      ObservedContainer container =
          unit.owner().flatMap(UnitOwner::container).map(containers::get).orElse(null);
      if (container != null && text.isPresent()) {
        UnitName watcher = UnitHealth.watcher(unit.name());
        suspects.add(
            new Suspect(
                container,
                unit,
                Optional.of(watcher).filter(it -> text.get().contains(it.text()))));
      }
    }
    return among(suspects, containers, snapshot);
  }

  /**
   * What may have a health check.
   *
   * @param watcher the unit of Berth's own that checks it; empty where the engine does
   */
  private record Suspect(
      ObservedContainer container, ObservedUnit unit, Optional<UnitName> watcher) {}

  private static Map<ContainerName, ObservedContainer> byName(Snapshot snapshot) {
    Map<ContainerName, ObservedContainer> containers = new LinkedHashMap<>();
    snapshot.engine().containers().forEach(it -> containers.put(it.name(), it));
    return containers;
  }

  /**
   * Why nobody checks a container, in words, by name; a process is started only where there seems
   * to be one.
   */
  private Map<ContainerName, String> among(
      List<Suspect> suspects, Map<ContainerName, ObservedContainer> containers, Snapshot snapshot) {
    Map<UnitName, ObservedUnit> units = snapshot.systemd().units();
    Map<ContainerName, String> patterns = new LinkedHashMap<>();
    Map<ContainerName, String> found = new LinkedHashMap<>();
    for (Suspect suspect : suspects) {
      ObservedContainer container = suspect.container();
      if (!container.isRunning() || !suspect.unit().isActive() || suspect.unit().isFrozen()) {
        continue;
      }
      Optional<UnitName> watcher = suspect.watcher();
      if (watcher.isPresent()) {
        Optional<ObservedUnit> watching = watcher.map(units::get);
        if (watching.filter(ObservedUnit::isFrozen).isPresent()) {
          found.put(container.name(), "nobody checks its health: " + watcher.get() + " is frozen");
        } else if (watching.filter(ObservedUnit::isActive).isEmpty()) {
          patterns.put(container.name(), watcher.get().text());
        }
      } else if (runtime.checksByTimers()
          && container.health() != ObservedHealth.Status.NONE
          && snapshot.systemd().timers().stream().noneMatch(it -> it.startsWith(container.id()))) {
        patterns.put(container.name(), container.id() + "*.timer");
      }
    }
    found.putAll(confirmed(patterns, containers));
    return found;
  }

  /**
   * The lists of the engine and of systemd are not of one moment: one that was started again
   * between the two has another timer.
   */
  private Map<ContainerName, String> confirmed(
      Map<ContainerName, String> patterns, Map<ContainerName, ObservedContainer> containers) {
    Set<String> up = host.up(patterns.values());
    Map<ContainerName, String> found = new LinkedHashMap<>();
    Set<ContainerName> withoutTimer = new LinkedHashSet<>();
    patterns.forEach(
        (name, pattern) -> {
          boolean isTimer = pattern.endsWith("*.timer");
          String prefix = pattern.replaceFirst("\\*\\.timer$", "");
          boolean isThere =
              up.stream().anyMatch(it -> isTimer ? it.startsWith(prefix) : it.equals(pattern));
          boolean runs =
              Optional.ofNullable(containers.get(name))
                  .flatMap(container -> ProcessStart.of(container.pid()))
                  .isPresent();
          if (!isThere && runs && isTimer) {
            withoutTimer.add(name);
          } else if (!isThere && runs) {
            found.put(name, "nobody checks its health: " + pattern + " was stopped");
          }
        });
    found.putAll(stopped(withoutTimer));
    return found;
  }

  /** The containers among these without a timer that had one. */
  private Map<ContainerName, String> stopped(Set<ContainerName> containers) {
    Map<ContainerName, String> found = new LinkedHashMap<>();
    Map<ContainerName, ObservedRun> runs =
        containers.isEmpty() ? Map.of() : runtime.runs(containers);
    for (ContainerName name : containers) {
      Optional<Duration> interval =
          Optional.ofNullable(runs.get(name)).map(ObservedRun::checkInterval);
      if (interval.filter(Unchecked::isTooShortForTimer).isEmpty()) {
        found.put(name, "nobody checks its health: the timer of its check was stopped");
      }
    }
    return found;
  }

  /** systemd counts in microseconds (systemd.time(7)), and refuses a timer that repeats after 0. */
  private static boolean isTooShortForTimer(Duration interval) {
    return !interval.isZero() && interval.compareTo(SHORTEST_TIMER) < 0;
  }
}
