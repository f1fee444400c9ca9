package dev.berth.run;

import dev.berth.model.ContainerName;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why what was to be done was not. */
public final class Reasons {
  private Reasons() {}

  /**
   * What went wrong first on each one's behalf, in words: with an operation of it, or with one of
   * another that it came after.
   *
   * @param nodes each behind those that it comes after
   * @param results what became of each
   * @return nothing of those with which nothing did that matters
   */
  public static Map<Behalf, String> byBehalf(List<Node> nodes, Map<NodeId, Result> results) {
    Map<NodeId, String> why = new HashMap<>();
    Map<Behalf, String> reasons = new LinkedHashMap<>();
    for (Node node : nodes) {
      Optional<String> reason =
          switch (results.get(node.id())) {
            case Result.Failed failed -> Optional.of(failed.failure().words());
            case Result.Skipped skipped ->
                node.after().stream()
                    .filter(why::containsKey)
                    .findFirst()
                    .map(why::get)
                    .or(() -> Optional.of(skipped.because()));
            case Result.Done _, Result.Open _ -> Optional.empty();
            case null -> throw new IllegalArgumentException("nothing became of " + node.id());
          };
      reason.ifPresent(words -> why.put(node.id(), words));
      if (node.essential() && reason.isPresent()) {
        reasons.putIfAbsent(node.id().behalf(), reason.get());
      }
    }
    return reasons;
  }

  /** The same of what was done on the own behalf of containers, by their names. */
  public static Map<ContainerName, String> byContainer(
      List<Node> nodes, Map<NodeId, Result> results) {
    Map<ContainerName, String> reasons = new LinkedHashMap<>();
    byBehalf(nodes, results)
        .forEach(
            (behalf, why) -> {
              if (behalf instanceof Behalf.Own own) {
                reasons.put(own.container(), why);
              }
            });
    return reasons;
  }
}
