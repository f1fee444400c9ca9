package dev.berth.apply;

import dev.berth.host.Account;
import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.SourcePosition;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks whether the files that a plan writes and removes can be: their file system may be mounted
 * read-only, or somebody may have made one immutable. Told while planning, before anything is
 * stopped for what could then not be finished.
 */
final class WritablePlaces {
  private static final String ADVICE =
      "make it writable, as with 'mount -o remount,rw' or 'chattr -i'";

  private final HostPaths paths;

  /** Those of a host. */
  WritablePlaces(HostPaths paths) {
    this.paths = paths;
  }

  /** Tells what of a plan's files cannot be changed. */
  void check(Plan plan, Problems problems) {
    Set<Path> files = new LinkedHashSet<>();
    plan.steps().stream().map(Step::change).forEach(change -> files.addAll(files(change)));
    Set<Path> told = new LinkedHashSet<>();
    for (Path file : files) {
      obstacle(file)
          .filter(told::add)
          .ifPresent(
              place ->
                  problems.error(
                      SourcePosition.of(place.toString()),
                      "what is to be changed cannot be written: " + why(),
                      ADVICE));
    }
  }

  /**
   * Why the unit and the files of a service cannot be removed, in words; empty where they can.
   *
   * @param unit the name of its unit
   */
  Optional<String> obstacle(ContainerName container, UnitName unit) {
    return removed(container, Optional.of(unit)).stream()
        .flatMap(file -> obstacle(file).stream())
        .findFirst()
        .map(place -> place + " cannot be written: " + why());
  }

  private List<Path> files(Change change) {
    return switch (change) {
      case Change.Service service when service.install() -> written(service.rendered());
      case Change.RunTask task -> secrets(task.rendered());
      case Change.RunExec exec -> secrets(exec.rendered());
      case Change.Remove remove -> removed(remove.container(), remove.unit());
      case Change.RemoveLegacy removed ->
          removed.former().units().stream().map(unit -> paths.unit(unit.name())).toList();
      case Change.RemoveTarget target -> List.of(paths.unit(target.unit()));
      case Change.OrderBoot order ->
          order.install().stream().map(target -> paths.unit(target.name())).toList();
      default -> List.of();
    };
  }

  private List<Path> written(Rendered rendered) {
    List<Path> files = new ArrayList<>(secrets(rendered));
    rendered.unit().map(UnitFile::name).map(paths::unit).ifPresent(files::add);
    files.add(paths.applied().resolve(rendered.name().text()));
    return files;
  }

  private static List<Path> secrets(Rendered rendered) {
    return rendered.secretFiles().stream().map(file -> Path.of(file.path())).toList();
  }

  /** What is not there needs no place to be removed from. */
  private List<Path> removed(ContainerName container, Optional<UnitName> unit) {
    List<Path> files = new ArrayList<>(paths.environmentOf(container));
    unit.map(paths::unit).ifPresent(files::add);
    files.removeIf(file -> !Files.exists(file, LinkOption.NOFOLLOW_LINKS));
    files.add(paths.applied().resolve(container.text()));
    return files;
  }

  /**
   * What stands against writing, replacing or removing a file: its directory, or the nearest one
   * above that is there, or for root, whom no mode stops, the file itself.
   */
  private static Optional<Path> obstacle(Path file) {
    Path directory = file.getParent();
    while (directory != null && !Files.exists(directory)) {
      directory = directory.getParent();
    }
    if (directory == null) {
      return Optional.empty();
    }
    if (!Files.isWritable(directory)) {
      return Optional.of(directory);
    }
    return Account.current().isRoot()
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !Files.isWritable(file)
        ? Optional.of(file)
        : Optional.empty();
  }

  /** Which of the two it is for root, a mount on the way may hide. */
  private static String why() {
    return Account.current().isRoot()
        ? "it is mounted read-only (findmnt --target), or immutable (lsattr)"
        : "permission denied";
  }
}
