package dev.berth.plan;

import dev.berth.model.Change.Forget;
import dev.berth.model.Change.Remove;
import dev.berth.model.Change.RemoveLegacy;
import dev.berth.model.Change.RemoveVolume;
import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.UnitName;
import dev.berth.model.VolumeUser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the volumes that go with what is removed: those that Berth made for it, and that nobody
 * uses who stays.
 */
final class VolumeRemovals {
  private final Observed observed;
  private final PlanOptions options;
  private final Problems problems;

  /** What goes, by all the names by which it may be known as a user. */
  private final Set<ContainerName> containers = new HashSet<>();

  private final Set<String> units = new HashSet<>();
  private final Set<ContainerName> records = new HashSet<>();

  VolumeRemovals(Observed observed, PlanOptions options, Problems problems) {
    this.observed = observed;
    this.options = options;
    this.problems = problems;
  }

  /**
   * The volumes that go; what is kept is told.
   *
   * @param removals all else that goes
   */
  List<Decision> decide(List<Decision> removals) {
    if (!options.removeVolumes()) {
      return List.of();
    }
    removals.forEach(this::note);
    List<Decision> decisions = new ArrayList<>();
    observed.volumes().values().stream()
        .filter(this::isOfWhatGoes)
        .sorted(Comparator.comparing(ObservedVolume::name))
        .forEach(
            volume -> {
              List<VolumeUser> users =
                  volume.users().stream().filter(user -> !isGoing(user)).toList();
              if (!volume.ownership().isOf(options.managedBy())) {
                keep(
                    volume,
                    "has the labels of this configuration, but nothing proves that Berth made it",
                    "remove it yourself");
              } else if (!users.isEmpty()) {
                keep(
                    volume,
                    "is used by "
                        + String.join(", ", users.stream().map(VolumeUser::words).toList()),
                    "remove what uses it first");
              } else {
                decisions.add(new Decision(new RemoveVolume(volume.name()), "--volumes was given"));
              }
            });
    return decisions;
  }

  private void note(Decision decision) {
    switch (decision.change()) {
      case Remove remove -> {
        if (remove.present()) {
          containers.add(remove.container());
        }
        remove.unit().map(UnitName::text).ifPresent(units::add);
        records.add(remove.container());
      }
      case RemoveLegacy removed -> {
        removed.former().container().ifPresent(found -> containers.add(found.name()));
        removed.former().units().forEach(unit -> units.add(unit.name().text()));
        records.add(removed.former().name());
      }
      case Forget forget -> records.add(forget.container());
      default -> {}
    }
  }

  private boolean isOfWhatGoes(ObservedVolume volume) {
    return volume.ownership().managedBy().equals(options.managedBy())
        && (ContainerName.find(volume.labels().getOrDefault(Labels.CONTAINER_NAME, ""))
                .filter(records::contains)
                .isPresent()
            || options.removal().includes(volume.ownership().configId()));
  }

  private boolean isGoing(VolumeUser user) {
    return switch (user) {
      case VolumeUser.OfContainer container ->
          container.engine().equals(observed.engine().name())
              && containers.contains(container.name());
      case VolumeUser.OfUnit unit -> units.contains(unit.unit());
      case VolumeUser.OfRecord record -> records.contains(record.container());
    };
  }

  private void keep(ObservedVolume volume, String why, String advice) {
    problems.warning(
        SourcePosition.of(volume.ownership().configId()),
        "the volume '" + volume.name() + "' " + why + ": it stays",
        advice);
  }
}
