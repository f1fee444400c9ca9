package dev.berth.apply;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.host.Messages;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Ownership;
import dev.berth.model.Problem;
import dev.berth.model.SourcePosition;
import dev.berth.plan.PlanOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A digest key that the host needs and does not have: without it nothing that was sealed with it
 * can be told from a copy.
 */
final class LostKey {
  private LostKey() {}

  /**
   * What stands against an apply: that there are containers of this owner that were made with a
   * key. Empty where the key is there, or not needed.
   */
  static Optional<Problem> ofApply(Snapshot snapshot, Path file, String managedBy) {
    return problem(
        snapshot,
        file,
        ownership -> ownership.managedBy().equals(managedBy),
        "restore the file, or use --rekey: what was last applied is then compared instead");
  }

  /**
   * What stands against a removal: that there are containers among those that are to go which
   * nothing else proves. Empty where the key is there, or not needed.
   */
  static Optional<Problem> ofRemoval(Snapshot snapshot, Path file, PlanOptions options) {
    return problem(
        snapshot,
        file,
        ownership ->
            ownership.isImpostorOf(options.managedBy())
                && options.removal().includes(ownership.configId()),
        "restore the file, or remove them by hand");
  }

  private static Optional<Problem> problem(
      Snapshot snapshot, Path file, Predicate<Ownership> which, String advice) {
    if (snapshot.key().isPresent()) {
      return Optional.empty();
    }
    List<String> names =
        Stream.concat(
                snapshot.engine().containers().stream(),
                snapshot.other().stream().flatMap(there -> there.containers().stream()))
            .filter(LostKey::isMadeWithKey)
            .filter(container -> which.test(container.ownership()))
            .map(container -> container.name().text())
            .distinct()
            .sorted()
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                SourcePosition.of(file.toString()),
                "the key that proves which containers are Berth's is missing, and there are some"
                    + " that were made with it: "
                    + Messages.named(names),
                advice));
  }

  private static boolean isMadeWithKey(ObservedContainer container) {
    return container.label(Labels.DIGEST).isPresent()
        || container.label(Labels.OWNERSHIP).isPresent();
  }
}
