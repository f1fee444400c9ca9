package dev.berth.apply;

import dev.berth.engine.NetworkCheck;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the containers whose networks went from under them: taken out of one by hand ({@code
 * network disconnect}), which both engines allow while they run, or at rest while a network was
 * removed and another one of its name was made. Docker has them by the id of the network that there
 * was, to which it cannot start them again.
 */
final class Detached {
  private final Supplier<Map<String, ObservedNetwork>> networks;

  /**
   * Finds them on an engine.
   *
   * @param networks reads its networks, by name; called only where one at rest is in any by its id
   */
  Detached(Supplier<Map<String, ObservedNetwork>> networks) {
    this.networks = networks;
  }

  /** What is to be told of each service that has its wanted configuration, in words. */
  Map<ContainerName, String> find(Collection<ObservedContainer> containers, RenderedState wanted) {
    Map<ContainerName, ObservedContainer> present = new HashMap<>();
    containers.forEach(container -> present.put(container.name(), container));
    Map<ContainerName, ObservedContainer> atRest = new LinkedHashMap<>();
    Map<ContainerName, String> found = new LinkedHashMap<>();
    for (Rendered rendered : wanted.containers().toList()) {
      ObservedContainer container = present.get(rendered.name());
      if (rendered.spec().role() != ContainerSpec.Role.SERVICE
          || container == null
          || container.networks().isEmpty()
          || !container.label(Labels.DIGEST).equals(Optional.of(rendered.digest()))) {
        continue;
      }
      if (container.isRunning()) {
        NetworkCheck.named(rendered.spec()).stream()
            .filter(name -> !container.networks().get().containsKey(name))
            .findFirst()
            .ifPresent(
                name ->
                    found.put(rendered.name(), "is not in its network '" + name + "' any more"));
      } else if (container.networks().get().values().stream().anyMatch(id -> !id.isEmpty())
          && !NetworkCheck.named(rendered.spec()).isEmpty()) {
        atRest.put(rendered.name(), container);
      }
    }
    if (!atRest.isEmpty()) {
      Map<String, ObservedNetwork> now = networks.get();
      atRest.forEach(
          (name, container) -> lost(container, now).ifPresent(why -> found.put(name, why)));
    }
    return found;
  }

  private static Optional<String> lost(
      ObservedContainer container, Map<String, ObservedNetwork> now) {
    return container.networks().orElseThrow().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(attached -> !attached.getValue().isEmpty())
        .flatMap(
            attached -> {
              ObservedNetwork network = now.get(attached.getKey());
              return Optional.ofNullable(
                  network == null
                      ? "its network '" + attached.getKey() + "' is gone"
                      : network.id().equals(attached.getValue())
                          ? null
                          : "its network '" + attached.getKey() + "' was made anew")
                  .stream();
            })
        .findFirst();
  }
}
