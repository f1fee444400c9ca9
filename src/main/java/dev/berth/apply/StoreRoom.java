package dev.berth.apply;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.StoreDirectory;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an engine has room for what shall take the place of what runs: where it has none, the old
 * container would be stopped, and neither the new one nor the old one could be made.
 */
final class StoreRoom {
  /** A container's layer, its configuration, and the engine's database beside them. */
  private static final long LEAST = 16L * 1024 * 1024;

  /** A container has about twenty files and directories of its own before it writes any. */
  private static final long LEAST_INODES = 64;

  private static final Set<Kind> ENDING = Set.of(Kind.REPLACE, Kind.ADOPT, Kind.MIGRATE);

  private StoreRoom() {}

  /** Why nothing can be replaced; empty where there is room, or nothing is to be replaced. */
  static Optional<String> lack(ContainerRuntime runtime, Plan plan, Observed observed) {
    List<Service> replaced =
        plan.steps().stream()
            .map(Step::change)
            .filter(Service.class::isInstance)
            .map(Service.class::cast)
            .filter(service -> ENDING.contains(service.kind()))
            .toList();
    Optional<String> known =
        replaced.stream()
            .map(service -> observed.images().get(service.rendered().spec().image()))
            .filter(Objects::nonNull)
            .flatMap(image -> image.store().stream())
            .findFirst();
    return replaced.isEmpty() ? Optional.empty() : runtime.store(known).flatMap(StoreRoom::lack);
  }

  static Optional<String> lack(StoreDirectory directory) {
    Path store = directory.path();
    if (directory.freeInodes().isPresent() && directory.freeInodes().getAsLong() < LEAST_INODES) {
      return Optional.of(
          store
              + " takes "
              + directory.freeInodes().getAsLong()
              + " more files (df -i), too few for a container; make room, as with 'image prune'");
    }
    try {
      long left = Files.getFileStore(store).getUsableSpace();
      return left < LEAST
          ? Optional.of(
              store
                  + " has "
                  + left / 1024
                  + " KiB left, too little for a container; make room, as with 'image prune'")
          : Optional.empty();
    } catch (IOException unknown) {
      // An engine that is elsewhere, or makes its store when it is first needed.
      return Optional.empty();
    }
  }
}
