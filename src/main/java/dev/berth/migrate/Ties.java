package dev.berth.migrate;

import dev.berth.migrate.MigrationState.Mover;
import dev.berth.migrate.MigrationState.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What keeps containers on one side: a volume of which two sides would write their own copies, and
 * a network whose addresses only one engine can have.
 *
 * @param state how far everything is
 */
record Ties(MigrationState state) {
  /** Those on the other side, or about to start there, that hold a container; each with why. */
  Map<String, String> holding(String container) {
    Map<String, String> holding = new LinkedHashMap<>();
    Optional<Mover> mover = state.container(container);
    state
        .containers()
        .forEach(
            (name, other) -> {
              if (!name.equals(container) && mover.isPresent() && isThere(other)) {
                tie(mover.get(), other).ifPresent(why -> holding.put(name, why));
              }
            });
    return holding;
  }

  /** One that did not run where it was does not run there either. */
  private static boolean isThere(Mover mover) {
    return mover.ran() && (mover.stage() == Stage.LEFT || mover.stage() == Stage.ARRIVED);
  }

  private Optional<String> tie(Mover one, Mover other) {
    Attachments first = Attachments.of(one.origin());
    Attachments second = Attachments.of(other.origin());
    if (second.volumes().values().stream().anyMatch(first.volumes()::containsValue)) {
      return Optional.of("uses a volume of it");
    }
    Set<String> taken =
        state.networks().entrySet().stream()
            .filter(network -> network.getValue().isInstead())
            .map(Map.Entry::getKey)
            .filter(first.networks()::contains)
            .filter(second.networks()::contains)
            .collect(Collectors.toSet());
    return taken.stream().findFirst().map(name -> "is on its network " + name);
  }
}
