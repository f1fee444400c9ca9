package dev.berth.cli;

import dev.berth.migrate.MigrationState;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.migrate.SourceContainer;
import dev.berth.model.ContainerName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which containers that nobody wrote down come over.
 *
 * @param taken those that do
 * @param left why others do not, and what to do about them
 * @param refused what stands against those that were named
 */
record ForeignChoice(List<ContainerName> taken, List<String> left, List<String> refused) {

  /** Of all, where none is named; what was named and cannot be taken is refused. */
  static ForeignChoice of(
      List<SourceContainer> containers,
      MigrationState state,
      Collection<String> names,
      String engine) {
    List<ContainerName> taken = new ArrayList<>();
    List<String> against = new ArrayList<>();
    Set<String> absent = new LinkedHashSet<>(names);
    for (SourceContainer container : containers) {
      absent.remove(container.name().text());
      if (names.isEmpty() || names.contains(container.name().text())) {
        obstacle(container, state.container(container.name()), engine)
            .ifPresentOrElse(against::add, () -> taken.add(container.name()));
      }
    }
    absent.forEach(name -> against.add("'" + name + "' is not on " + engine));
    return names.isEmpty()
        ? new ForeignChoice(taken, against, List.of())
        : new ForeignChoice(taken, List.of(), against);
  }

  private static Optional<String> obstacle(
      SourceContainer container, Optional<MigratingContainer> mover, String engine) {
    String name = "'" + container.name() + "' ";
    String set = container.configId().isEmpty() ? "" : " '" + container.configId() + "'";
    return switch (container.keeper()) {
      case BERTH ->
          Optional.of(name + "has Berth's labels: give the configuration" + set + " with -f");
      case FORMER ->
          Optional.of(
              name
                  + "is managed by '"
                  + container.managedBy()
                  + "': give the configuration"
                  + set
                  + " with -f, and --adopt");
      case PACEMAKER -> Optional.of(name + "is Pacemaker's: the cluster moves it");
      case NOBODY -> mover.flatMap(moved -> moved(name, moved, engine));
    };
  }

  private static Optional<String> moved(String name, MigratingContainer mover, String engine) {
    if (mover.goesBack()) {
      return Optional.of(name + "is on its way back: --rollback first");
    }
    if (mover.isUnderWay()) {
      return Optional.of(name + "is under way: --resume or --rollback first");
    }
    return mover.stage() == Stage.ARRIVED
        ? Optional.of(name + "has come over; --commit removes what is left of it on " + engine)
        : Optional.empty();
  }
}
