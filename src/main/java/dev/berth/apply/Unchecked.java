package dev.berth.apply;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.Engine;
import dev.berth.host.ProcessStart;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import dev.berth.systemd.Systemctl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the services that have a health check which nobody runs any more: the timer of Podman's, or
 * the unit of Berth's own, was stopped. Their health stays what it was, whatever becomes of them.
 */
final class Unchecked {
  private final Engine engine;
  private final Systemctl systemctl;

  Unchecked(Engine engine, Systemctl systemctl) {
    this.engine = engine;
    this.systemctl = systemctl;
  }

  /**
   * By container, why nobody checks it, in words; with a process only where there seems to be one.
   */
  Map<String, String> find(Snapshot snapshot, Wanted wanted) {
    Map<String, ObservedUnit> units = snapshot.systemd().units();
    Map<String, String> patterns = new LinkedHashMap<>();
    Map<String, String> found = new LinkedHashMap<>();
    Map<String, ObservedContainer> containers = new LinkedHashMap<>();
    snapshot.engine().containers().forEach(it -> containers.put(it.name(), it));
    for (Rendered rendered : wanted.containers().toList()) {
      ObservedContainer container = containers.get(rendered.name());
      Optional<ObservedUnit> unit = rendered.unit().map(it -> units.get(it.name()));
      if (container == null
          || !container.isRunning()
          || unit.filter(it -> it.isActive() && !it.isFrozen()).isEmpty()) {
        continue;
      }
      Optional<String> watcher = rendered.checks().unit();
      if (watcher.isPresent()) {
        Optional<ObservedUnit> watching = watcher.map(units::get);
        if (watching.filter(ObservedUnit::isFrozen).isPresent()) {
          found.put(rendered.name(), "nobody checks its health: " + watcher.get() + " is frozen");
        } else if (watching.filter(ObservedUnit::isActive).isEmpty()) {
          patterns.put(rendered.name(), watcher.get());
        }
      } else if (engine.checksByTimers()
          && container.health() != ObservedHealth.Status.NONE
          && snapshot.systemd().timers().stream().noneMatch(it -> it.startsWith(container.id()))) {
        patterns.put(rendered.name(), container.id() + "*.timer");
      }
    }
    found.putAll(confirmed(patterns, containers));
    return found;
  }

  /**
   * The lists of the engine and of systemd are not of one moment: one that was started again
   * between the two has another timer.
   */
  private Map<String, String> confirmed(
      Map<String, String> patterns, Map<String, ObservedContainer> containers) {
    Set<String> up = systemctl.up(patterns.values());
    Map<String, String> found = new LinkedHashMap<>();
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
          if (!isThere && runs) {
            found.put(
                name,
                "nobody checks its health: "
                    + (isTimer ? "the timer of its check" : pattern)
                    + " was stopped");
          }
        });
    return found;
  }
}
