package dev.berth.migrate;

import dev.berth.apply.HostPaths;
import dev.berth.host.AtomicFile;
import dev.berth.host.Directories;
import dev.berth.migrate.SourceDescription.OfUnit;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import dev.berth.run.Result;
import dev.berth.systemd.ExecWords;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdFile;
import dev.berth.systemd.UnitOwners;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Containers whose units systemd looks after, and which are there only while their units run. A
 * unit's text holds no secret, so that the journal may have it.
 */
final class UnitSource {
  private final Systemctl systemctl;
  private final HostPaths paths;
  private final Path kept;
  private final Function<ContainerName, UnitName> unitOf;
  private final String engine;

  /**
   * Those of a host.
   *
   * @param kept where the files that a unit reads lie until it may have to be there again
   * @param unitOf a container's unit, by the container's name
   * @param engine the engine that the units run; a unit of the same name may be of the other
   */
  UnitSource(
      Systemctl systemctl,
      HostPaths paths,
      Path kept,
      Function<ContainerName, UnitName> unitOf,
      String engine) {
    this.systemctl = systemctl;
    this.paths = paths;
    this.kept = kept;
    this.unitOf = unitOf;
    this.engine = engine;
  }

  /** As by {@link SourceSupervisor#describe}. */
  Optional<SourceDescription> describe(ContainerName container) {
    UnitName unit = unitOf(container);
    Optional<ObservedUnit> state = Optional.ofNullable(systemctl.state(List.of(unit)).get(unit));
    return textOf(unit)
        .map(
            text ->
                new OfUnit(
                    text,
                    state.filter(ObservedUnit::isEnabled).isPresent(),
                    state.filter(UnitSource::runs).isPresent(),
                    Optional.empty()));
  }

  /** One between two tries runs as far as its owner is concerned. */
  private static boolean runs(ObservedUnit unit) {
    return unit.isActive() || unit.activeState().equals("activating");
  }

  /** As by {@link SourceSupervisor#unseenUsers}. */
  Set<ContainerName> unseenUsers(String object) {
    Set<ContainerName> users = new TreeSet<>();
    for (String name : AtomicFile.names(paths.units())) {
      Optional<String> text =
          UnitName.find(name).filter(_ -> name.endsWith(UnitName.SERVICE)).flatMap(this::textOf);
      text.filter(found -> names(found, object))
          .flatMap(UnitOwners::parse)
          .flatMap(UnitOwner::container)
          .ifPresent(users::add);
    }
    return users;
  }

  private static boolean names(String text, String object) {
    Attachments attachments = Attachments.ofUnit(text);
    return attachments.volumes().containsValue(object)
        || attachments.networks().contains(object)
        || ExecWords.ofStart(text).contains(object);
  }

  /** The unit that runs a container. */
  UnitName unitOf(ContainerName container) {
    return unitOf.apply(container);
  }

  /**
   * A run that was killed may have taken it away; by now its name may be that of the other side.
   */
  private Optional<UnitName> ownUnit(ContainerName container) {
    return Optional.of(unitOf(container)).filter(unit -> textOf(unit).isPresent());
  }

  /** As by {@link SourceSupervisor#disown}; what the stop cannot do either, it will say. */
  void disown(ContainerName container) {
    ownUnit(container).ifPresent(unit -> systemctl.disable(List.of(unit)));
  }

  /** As by {@link SourceSupervisor#stop}. */
  Result stop(ContainerName container) {
    return ownUnit(container)
        .flatMap(unit -> Optional.ofNullable(systemctl.stop(List.of(unit)).get(unit)))
        .map(Result::refused)
        .orElseGet(Result::done);
  }

  /** As by {@link SourceSupervisor#putAway}. */
  void putAway(ContainerName container) {
    Optional<UnitName> unit = ownUnit(container);
    if (unit.isPresent()) {
      keepFiles(container);
      AtomicFile.remove(paths.unit(unit.get()));
      AtomicFile.syncDirectory(paths.units());
    }
  }

  /** As by {@link SourceSupervisor#putBack}. */
  void putBack(ContainerName container, OfUnit description) {
    restoreFiles(container);
    SystemdFile.write(paths.unit(unitOf(container)), description.text());
    AtomicFile.syncDirectory(paths.units());
  }

  /** The text of a unit, where it is one of this engine. */
  private Optional<String> textOf(UnitName unit) {
    return AtomicFile.read(paths.unit(unit)).filter(text -> ObservedUnit.runsOn(text, engine));
  }

  /** What runs on the other side has files of these names, too, or none. */
  private void keepFiles(ContainerName container) {
    Directories.own(kept, "rwx------");
    for (Path file : paths.environmentOf(container)) {
      AtomicFile.restore(copyOf(file), AtomicFile.read(file));
    }
  }

  private void restoreFiles(ContainerName container) {
    if (!Files.isDirectory(kept)) {
      return;
    }
    for (Path file : paths.environmentOf(container)) {
      AtomicFile.read(copyOf(file)).ifPresent(text -> AtomicFile.write(file, text));
    }
  }

  private Path copyOf(Path file) {
    return kept.resolve(file.getFileName());
  }
}
