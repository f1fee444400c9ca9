package dev.berth.apply;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.SideBySide;
import dev.berth.host.WholeFile;
import dev.berth.model.Former;
import dev.berth.model.FormerUnit;
import dev.berth.model.FormerUnit.Kind;
import dev.berth.systemd.Systemctl;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes away what Paunch or tripleo-ansible left of containers. The container goes last: its labels
 * show a later run, should this one be killed, that there is something left to do.
 */
final class FormerRemoval {
  private final RuntimeControl control;
  private final Systemctl systemctl;
  private final Path unitDirectory;
  private final int parallel;

  FormerRemoval(RuntimeControl control, Systemctl systemctl, Path unitDirectory, int parallel) {
    this.control = control;
    this.systemctl = systemctl;
    this.unitDirectory = unitDirectory;
    this.parallel = parallel;
  }

  /**
   * Removes the folders that tie the health timers to their services: stopping such a timer would
   * stop the service too, for as long as systemd has not been told.
   */
  void untie(Collection<Former> formers) {
    units(formers, Kind.SERVICE)
        .flatMap(unit -> FormerTraces.folders(unit.name(), unitDirectory))
        .forEach(
            folder -> {
              WholeFile.removeMatching(folder, "");
              WholeFile.remove(folder);
            });
  }

  /**
   * Makes their units not start at boot.
   *
   * @param ours units that have our text by now, or will have it
   */
  void disable(Collection<Former> formers, Set<String> ours) {
    systemctl.disable(
        formers.stream()
            .flatMap(former -> former.units().stream())
            .filter(unit -> !ours.contains(unit.name()) && !unit.unit().isMasked())
            .map(FormerUnit::name)
            .toList());
  }

  /**
   * Stops them, and unties what stopped; what went wrong, by container.
   *
   * @param formers in an order in which the engine lets them go
   */
  Map<String, String> stop(List<Former> formers) {
    // One transaction: a health check that runs on would make the stop of its container fail.
    List<String> units =
        formers.stream()
            .flatMap(former -> former.units().stream())
            .filter(unit -> !unit.unit().isMasked())
            .map(FormerUnit::name)
            .toList();
    Map<String, String> notStopped = systemctl.stop(units);
    Map<String, String> failures = new HashMap<>();
    List<Former> stopped =
        formers.stream()
            .filter(
                former -> {
                  units(List.of(former), Kind.SERVICE)
                      .filter(unit -> notStopped.containsKey(unit.name()))
                      .forEach(unit -> failures.put(former.name(), notStopped.get(unit.name())));
                  return !failures.containsKey(former.name());
                })
            .toList();
    untie(stopped);
    systemctl.resetFailed(units);
    failures.putAll(
        stopContainers(stopped.stream().filter(former -> former.service().isEmpty()).toList()));
    return failures;
  }

  /** Those without a unit; a restart of the engine's daemon must not bring them back meanwhile. */
  private Map<String, String> stopContainers(List<Former> formers) {
    List<Former> running = formers.stream().filter(Former::mayRun).toList();
    List<Optional<String>> results = SideBySide.map(running, parallel, this::stopContainer);
    Map<String, String> failures = new HashMap<>();
    for (int i = 0; i < running.size(); i++) {
      if (results.get(i).isPresent()) {
        failures.put(running.get(i).name(), results.get(i).get());
      }
    }
    return failures;
  }

  private Optional<String> stopContainer(Former former) {
    String name = former.container().orElseThrow().name();
    if (former.restart().isPresent()) {
      CommandResult set = control.setRestart(name, "no");
      if (!set.succeeded()) {
        return Optional.of(set.lastWords());
      }
    }
    CommandResult stopped = control.stop(name, former.grace());
    return stopped.succeeded() ? Optional.empty() : Optional.of(stopped.lastWords());
  }

  /**
   * Removes the containers, which were stopped; what went wrong, by container.
   *
   * @param names the name that each has by now
   */
  Map<String, String> removeContainers(
      List<Former> formers, java.util.function.Function<Former, String> names) {
    // Where there was none of theirs, the name is ours by now.
    List<Former> present =
        formers.stream().filter(former -> former.container().isPresent()).toList();
    Map<String, String> failures = new HashMap<>();
    List<CommandResult> results =
        SideBySide.map(
            present, parallel, former -> control.remove(names.apply(former), former.grace()));
    for (int i = 0; i < results.size(); i++) {
      if (!results.get(i).succeeded()) {
        failures.put(present.get(i).name(), results.get(i).lastWords());
      }
    }
    return failures;
  }

  /**
   * Removes their units' files; a service's own last of all: it tells what the others belong to.
   *
   * @param ours units whose files stay, as they have our text by now
   */
  void removeFiles(Collection<Former> formers, Set<String> ours) {
    formers.forEach(former -> removeFiles(former, ours));
  }

  private void removeFiles(Former former, Set<String> ours) {
    former.units().stream()
        .filter(unit -> !unit.unit().isMasked())
        .sorted(Comparator.comparing(FormerUnit::kind).reversed())
        .map(FormerUnit::name)
        .filter(name -> !ours.contains(name))
        .forEach(name -> WholeFile.remove(unitDirectory.resolve(name)));
  }

  private static Stream<FormerUnit> units(Collection<Former> formers, Kind kind) {
    return formers.stream()
        .flatMap(former -> former.units().stream())
        .filter(unit -> unit.kind() == kind);
  }
}
