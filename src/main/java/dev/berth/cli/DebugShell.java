package dev.berth.cli;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A container as it is for a person who wants to look around in it, beside the one that works. */
final class DebugShell {
  private static final String SHELL = "/bin/sh";

  /**
   * What others than the person would notice: the working container's address and names, and
   * labels, by which proxies and updaters find what they work on; its log; its secrets, which have
   * to be there and would be in reach of whatever is typed.
   */
  private static final Set<Key> SIDE_EFFECTS =
      Set.of(
          Key.PORTS,
          Key.POD,
          Key.POD_INIT,
          Key.IP,
          Key.IP6,
          Key.MAC_ADDRESS,
          Key.NETWORK_ALIAS,
          Key.LABELS,
          Key.LOG_DRIVER,
          Key.LOG_OPTS,
          Key.LOG_TAG,
          Key.LOGGING,
          Key.SECRETS,
          Key.FILES,
          Key.CHECK_INTERVAL);

  private DebugShell() {}

  /** The same container without them; networks stay, without what is fixed in them. */
  static ContainerSpec withoutSideEffects(ContainerSpec spec) {
    Map<Key, Value> kept = new EnumMap<>(Key.class);
    spec.values()
        .forEach(
            (key, value) -> {
              if (key == Key.NETWORKS && value instanceof Value.Sequence networks) {
                kept.put(key, withoutOptions(networks));
              } else if (!SIDE_EFFECTS.contains(key)) {
                kept.put(key, value);
              }
            });
    return new ContainerSpec(spec.name(), spec.at(), kept, spec.contents());
  }

  /** The keys that run a shell and nothing else; an image's own health check is switched off. */
  static Map<Key, Value> inPlaceOfTheProgram(ContainerSpec spec, SourcePosition at) {
    Value shell = new Value.Scalar(SHELL, at);
    Map<Key, Value> keys = new EnumMap<>(Key.class);
    if (spec.role() == ContainerSpec.Role.EXEC) {
      Value target = new Value.Scalar(spec.execTarget().orElseThrow().text(), at);
      keys.put(Key.COMMAND, new Value.Sequence(List.of(target, shell), at));
      return keys;
    }
    keys.put(Key.ENTRYPOINT, new Value.Sequence(List.of(shell), at));
    keys.put(Key.COMMAND, new Value.Sequence(List.of(), at));
    keys.put(
        Key.HEALTHCHECK,
        new Value.Mapping(new TreeMap<>(Map.of("disable", new Value.Scalar("true", at))), at));
    return keys;
  }

  private static Value withoutOptions(Value.Sequence networks) {
    return new Value.Sequence(
        networks.items().stream()
            .<Value>map(
                network ->
                    new Value.Scalar(network.texts().getFirst().split(":", 2)[0], network.at()))
            .toList(),
        networks.at());
  }
}
