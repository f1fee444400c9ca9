package dev.berth.config;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The networks of a pod: those of all its members, each joined once, under the names that any
 * member has there.
 *
 * @param problems receives members that want different addresses in one network
 */
record PodNetworks(Problems problems) {
  private static final String ALIAS = "alias";

  /** What was said of a network so far. */
  private record Joined(SourcePosition at, Set<String> options) {}

  /** The networks, as a value of {@code networks}; empty where no member names one. */
  Optional<Value> joined(List<ContainerSpec> members) {
    Map<String, Joined> networks = new LinkedHashMap<>();
    members.stream()
        .flatMap(spec -> spec.value(Key.NETWORKS).stream())
        .filter(Value.Sequence.class::isInstance)
        .flatMap(value -> ((Value.Sequence) value).items().stream())
        .forEach(item -> join(item, networks));
    return networks.values().stream()
        .findFirst()
        .map(Joined::at)
        .map(
            at ->
                new Value.Sequence(
                    networks.entrySet().stream()
                        .<Value>map(
                            it ->
                                new Value.Scalar(
                                    text(it.getKey(), it.getValue()), it.getValue().at()))
                        .toList(),
                    at));
  }

  private static String text(String name, Joined joined) {
    return joined.options().isEmpty() ? name : name + ":" + String.join(",", joined.options());
  }

  private void join(Value item, Map<String, Joined> networks) {
    String[] parts = item.texts().getFirst().split(":", 2);
    Joined joined =
        networks.computeIfAbsent(parts[0], _ -> new Joined(item.at(), new LinkedHashSet<>()));
    List<String> options = parts.length < 2 ? List.of() : List.of(parts[1].split(","));
    for (String option : options) {
      String name = option.split("=", 2)[0];
      boolean contradicts =
          !name.equals(ALIAS)
              && joined.options().stream()
                  .anyMatch(other -> other.startsWith(name + "=") && !other.equals(option));
      if (contradicts) {
        problems.error(
            item.at(),
            "`networks`: another member of the pod has another `"
                + name
                + "` there, at "
                + joined.at(),
            "a pod has one: leave one of the two out");
      }
      joined.options().add(option);
    }
  }
}
