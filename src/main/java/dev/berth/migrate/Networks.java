package dev.berth.migrate;

import dev.berth.engine.Endpoint;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineDetails.Kind;
import dev.berth.host.CommandResult;
import dev.berth.migrate.JournalEvent.NetworkBack;
import dev.berth.migrate.JournalEvent.NetworkBegun;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.migrate.NetworkPlan.Members;
import dev.berth.migrate.NetworkStep.Way;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Network;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The networks of what moves: made on the other side before the first of their containers starts
 * there, and, where only one engine can have their addresses, taken from this side.
 */
final class Networks {
  private static final Set<String> OF_THE_ENGINE =
      Set.of("", "bridge", "default", "host", "none", "pasta", "podman", "private", "slirp4netns");

  /** Marks the networks that a migration makes, so that a repeat and a way back know them. */
  private static final String MARK = "berth";

  private final Engine source;
  private final Engine target;
  private final NetworkCarrier carrier;
  private final MigrationJournal journal;

  /** Those that the configuration of this run makes itself, by name. */
  private final Map<String, Network> declared = new ConcurrentHashMap<>();

  Networks(Engine source, Engine target, MigrationJournal journal) {
    this.source = source;
    this.target = target;
    this.carrier = new NetworkCarrier(source, target);
    this.journal = journal;
  }

  /** Takes what the configuration of this run says of networks. */
  void declare(Collection<Network> networks) {
    networks.forEach(network -> declared.put(network.name(), network));
  }

  /** Who runs on one of these that cannot be on both sides, and so has to end with it. */
  Set<ContainerName> together(NetworkPlan plan) {
    Set<ContainerName> together = new LinkedHashSet<>();
    for (NetworkStep step : plan.steps()) {
      if (step.way() == Way.INSTEAD) {
        together.addAll(source.details().users(Kind.NETWORK, step.network().name(), true));
      }
    }
    return together;
  }

  /**
   * Makes one. Nothing runs on it where it is taken from this side.
   *
   * @throws MigrationException when it could not be made
   */
  void carry(String network, Set<ContainerName> moving) {
    for (NetworkStep step : plan(List.of(network), moving).steps()) {
      if (step.way() != Way.PRESENT) {
        if (!journal.state().networks().containsKey(network)) {
          journal.add(
              new NetworkBegun(new CarriedNetwork(step.network(), step.way(), step.endpoints())));
        }
        carrier.carry(step);
      }
    }
  }

  /**
   * Has one where it was that was taken from there; nothing for one that was not.
   *
   * @throws MigrationException when it could not be made
   */
  void back(String network) {
    CarriedNetwork carried = journal.state().networks().get(network);
    if (carried != null && carried.isInstead()) {
      carrier.undo(
          new NetworkStep(
              carried.network(), Way.INSTEAD, Optional.empty(), Map.of(), carried.endpoints()));
      journal.add(new NetworkBack(network));
    }
  }

  /**
   * Those that came over from here and that nobody is on any more.
   *
   * @param going containers that are about to go
   * @param kept told who is on others
   */
  List<String> leaving(
      SourceSupervisor origin, Set<ContainerName> going, Map<String, String> kept) {
    List<String> leaving = new ArrayList<>();
    for (CarriedNetwork carried : journal.state().networks().values()) {
      String name = carried.network().name();
      // One of that name was taken from here; what there may be now is somebody else's.
      if (!carried.isInstead() && source.details().networks(List.of(name)).containsKey(name)) {
        Set<ContainerName> left = new TreeSet<>(origin.unseenUsers(name));
        source.details().endpoints(name).forEach(endpoint -> left.add(endpoint.container()));
        left.removeAll(going);
        if (left.isEmpty()) {
          leaving.add(name);
        } else {
          kept.put("network " + name, "on it are " + ContainerName.listed(left));
        }
      }
    }
    return leaving;
  }

  /**
   * Removes from the other side what was made there, where nothing uses it; what stays, and why.
   */
  Map<String, String> discard() {
    Map<String, String> kept = new TreeMap<>();
    for (CarriedNetwork carried : journal.state().networks().values()) {
      String name = carried.network().name();
      Network there = target.details().networks(List.of(name)).get(name);
      if (there != null && isMarked(there)) {
        remove(target, name, kept);
      }
      if (!kept.containsKey("network " + name)) {
        journal.add(new NetworkBack(carried.network().name()));
      }
    }
    return kept;
  }

  private static void remove(Engine engine, String name, Map<String, String> kept) {
    CommandResult removed = engine.control().removeNetwork(name);
    if (!removed.succeeded()) {
      kept.put("network " + name, MigrationException.reason(removed));
    }
  }

  private static boolean isMarked(Network network) {
    return MARK.equals(network.labels().get(VolumeStep.MIGRATION));
  }

  /** How networks of these names would come over, and what stands against that. */
  NetworkPlan plan(List<String> names, Set<ContainerName> moving) {
    if (names.isEmpty()) {
      return new NetworkPlan(List.of(), List.of());
    }
    MigrationState state = journal.state();
    Map<String, Network> sources = source.details().networks(names);
    Map<String, List<Endpoint>> endpoints = new TreeMap<>();
    Map<String, Members> members = new TreeMap<>();
    for (String name : names) {
      if (sources.containsKey(name)) {
        List<Endpoint> all = source.details().endpoints(name);
        endpoints.put(name, all);
        members.put(name, members(all, moving, state));
      } else if (state.networks().containsKey(name)) {
        // A run that was killed has taken it from there and not made it here yet.
        sources.put(name, state.networks().get(name).network());
        members.put(name, new Members(Set.of(), Set.of()));
      }
    }
    Map<String, String> ours = Map.of(VolumeStep.MIGRATION, MARK);
    Map<String, Network> wanted = new TreeMap<>(state.declaredNetworks());
    wanted.putAll(declared);
    NetworkPlan plan =
        NetworkPlan.of(sources, target.details().networks(names), members, endpoints, ours, wanted);
    return new NetworkPlan(
        plan.steps().stream().map(step -> asBegun(step, state)).toList(), plan.obstacles());
  }

  /** What has begun as a taking goes on as one, though nobody with a fixed address is left. */
  private static NetworkStep asBegun(NetworkStep step, MigrationState state) {
    boolean begun =
        Optional.ofNullable(state.networks().get(step.network().name()))
            .filter(CarriedNetwork::isInstead)
            .isPresent();
    return begun && step.way() == Way.BESIDE ? step.by(Way.INSTEAD) : step;
  }

  private static Members members(
      List<Endpoint> endpoints, Set<ContainerName> moving, MigrationState state) {
    Set<ContainerName> staying = new LinkedHashSet<>();
    Set<ContainerName> fixed = new LinkedHashSet<>();
    for (Endpoint endpoint : endpoints) {
      ContainerName name = endpoint.container();
      boolean hasGone = state.container(name).filter(MigratingContainer::hasGone).isPresent();
      if (!moving.contains(name) && !hasGone) {
        staying.add(name);
      }
      if (!endpoint.ipv4().isEmpty() || !endpoint.ipv6().isEmpty()) {
        fixed.add(name);
      }
    }
    return new Members(staying, fixed);
  }

  /** Networks that somebody made, among those that a container is to join. */
  static List<String> named(ContainerSpec spec) {
    List<String> names = new ArrayList<>();
    spec.text(Key.NET).ifPresent(names::add);
    spec.texts(Key.NETWORKS).forEach(network -> names.add(network.split(":", 2)[0]));
    names.removeIf(name -> name.contains(":") || OF_THE_ENGINE.contains(name));
    return List.copyOf(names);
  }
}
