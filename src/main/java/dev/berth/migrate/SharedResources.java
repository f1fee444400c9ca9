package dev.berth.migrate;

import dev.berth.apply.DataPlaces;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineDetails.Kind;
import dev.berth.migrate.EngineMounts.Mounted;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.model.ContainerName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What keeps containers on the side to which they have come: a volume of which two sides would
 * write their own copies, and a network whose addresses only one engine can have.
 *
 * @param state how far everything is
 * @param there that side
 */
record SharedResources(MigrationState state, Engine there) {
  private static final String VOLUME = "uses a volume of it";

  /** Those on the other side, or about to start there, that hold a container; each with why. */
  Map<ContainerName, String> holding(ContainerName container) {
    Map<ContainerName, String> holding = new LinkedHashMap<>();
    Optional<MigratingContainer> mover = state.container(container);
    if (mover.isEmpty()) {
      return holding;
    }
    state
        .containers()
        .forEach(
            (name, other) -> {
              if (other.runsThere()) {
                tie(mover.get(), other).ifPresent(why -> holding.put(name, why));
              }
            });
    Set<String> volumes = volumesThere(mover.get());
    for (String volume : volumes) {
      there
          .details()
          .users(Kind.VOLUME, volume, true)
          .forEach(name -> holding.putIfAbsent(name, VOLUME));
    }
    if (!volumes.isEmpty()) {
      EngineMounts mounts = EngineMounts.read(there, DataPlaces.ofHost());
      volumes.stream()
          .flatMap(volume -> mounts.otherNames(volume).stream())
          .filter(Mounted::runs)
          .forEach(mount -> holding.putIfAbsent(mount.container(), VOLUME));
    }
    for (String network : taken(mover.get())) {
      there
          .details()
          .users(Kind.NETWORK, network, true)
          .forEach(name -> holding.putIfAbsent(name, on(network)));
    }
    holding.remove(container);
    return holding;
  }

  /**
   * Of those that are to go back those that cannot, as one that does not go holds them; each with
   * why.
   */
  Map<ContainerName, String> held(Collection<ContainerName> going) {
    Map<ContainerName, Map<ContainerName, String>> holding = new LinkedHashMap<>();
    going.forEach(name -> holding.put(name, holding(name)));
    Map<ContainerName, String> held = new LinkedHashMap<>();
    boolean again = true;
    while (again) {
      again = false;
      for (ContainerName name : List.copyOf(holding.keySet())) {
        Map<ContainerName, String> holders =
            new LinkedHashMap<>(holding.getOrDefault(name, Map.of()));
        holders.keySet().removeAll(holding.keySet());
        if (!holders.isEmpty()) {
          Map.Entry<ContainerName, String> first = holders.entrySet().iterator().next();
          held.put(name, "'" + first.getKey() + "', which does not go back, " + first.getValue());
          holding.remove(name);
          again = true;
        }
      }
    }
    return held;
  }

  private Optional<String> tie(MigratingContainer one, MigratingContainer other) {
    Attachments first = one.origin().attachments();
    Attachments second = other.origin().attachments();
    if (second.volumes().values().stream().anyMatch(first.volumes()::containsValue)) {
      return Optional.of(VOLUME);
    }
    return taken(one).stream()
        .filter(second.networks()::contains)
        .findFirst()
        .map(SharedResources::on);
  }

  private static String on(String network) {
    return "is on its network " + network;
  }

  /**
   * The names there of the volumes that it had, also of those that it shares and others carried.
   */
  private Set<String> volumesThere(MigratingContainer mover) {
    Set<String> volumes = new LinkedHashSet<>(mover.volumes());
    Collection<String> had = mover.origin().attachments().volumes().values();
    for (Map<String, String> sources : List.of(state.carried(), state.moved())) {
      sources.forEach(
          (target, source) -> {
            if (had.contains(source)) {
              volumes.add(target);
            }
          });
    }
    return volumes;
  }

  private List<String> taken(MigratingContainer mover) {
    List<String> taken = new ArrayList<>();
    Set<String> joined = mover.origin().attachments().networks();
    state
        .networks()
        .forEach(
            (name, network) -> {
              if (network.isInstead() && joined.contains(name)) {
                taken.add(name);
              }
            });
    return taken;
  }
}
