package dev.berth.migrate;

import dev.berth.engine.Endpoint;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.migrate.NetworkStep.Way;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedNetwork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes networks on the other engine. Each call may be repeated after a crash. */
final class NetworkCarrier {
  private final Engine source;
  private final Engine target;

  /** A carrier. */
  NetworkCarrier(Engine source, Engine target) {
    this.source = source;
    this.target = target;
  }

  /**
   * Makes the network. For {@link Way#INSTEAD} no container of the source may run on it: then the
   * old one is removed first, which neither engine does while one does.
   */
  public void carry(NetworkStep step) {
    Network network = step.network();
    if (step.way() == Way.PRESENT || isThere(target, network)) {
      return;
    }
    if (step.way() == Way.INSTEAD) {
      remove(source, network);
    }
    make(target, step.made());
  }

  /**
   * Takes it back: what was made is removed, the old one is there as before, and the containers
   * that were on it can be started again.
   */
  public void undo(NetworkStep step) {
    if (step.way() == Way.PRESENT) {
      return;
    }
    Network network = step.network();
    remove(target, network);
    if (step.way() == Way.INSTEAD) {
      if (!isThere(source, network)) {
        make(source, network);
      }
      rejoin(network.name(), step.endpoints());
    }
  }

  private static boolean isThere(Engine engine, Network network) {
    return engine.details().networks(List.of(network.name())).containsKey(network.name());
  }

  private static void remove(Engine engine, Network network) {
    if (isThere(engine, network)) {
      MigrationException.require(
          "cannot remove the network " + network.name() + " from " + engine,
          engine.control().removeNetwork(network.name()));
    }
  }

  private static void make(Engine engine, Network network) {
    MigrationException.require(
        "cannot make the network " + network.name() + " on " + engine,
        engine.control().createNetwork(network));
  }

  /**
   * Joins those to the network that is there now which still look for the one that was: a container
   * of Docker remembers its network by id, and would not start.
   */
  private void rejoin(String network, List<Endpoint> endpoints) {
    if (endpoints.isEmpty() || source.details().engine() != EngineName.DOCKER) {
      return;
    }
    String id =
        Optional.ofNullable(source.runtime().networks().get(network))
            .map(ObservedNetwork::id)
            .orElse("");
    Map<ContainerName, Map<String, String>> remembered = new HashMap<>();
    for (ObservedContainer container : source.runtime().observe(List.of(), false).containers()) {
      remembered.put(container.name(), container.networks().orElse(Map.of()));
    }
    for (Endpoint endpoint : endpoints) {
      Map<String, String> networks = remembered.get(endpoint.container());
      if (networks == null) {
        continue;
      }
      Optional<String> joined = Optional.ofNullable(networks.get(network));
      if (joined.filter(it -> it.isEmpty() || it.equals(id)).isPresent()) {
        continue;
      }
      if (joined.isPresent()) {
        MigrationException.require(
            "cannot take " + endpoint.container() + " off the network that was",
            source.control().disconnect(network, endpoint.container()));
      }
      MigrationException.require(
          "cannot join " + endpoint.container() + " to the network " + network,
          source.control().connect(network, endpoint));
    }
  }
}
