package dev.berth.migrate;

import dev.berth.engine.Endpoint;
import dev.berth.model.Network;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How one network comes to the other engine.
 *
 * @param network the network as the source has it, whole, so that it can be made anew there
 * @param way how
 * @param declared the network as the configuration has it; empty where it says nothing of it
 * @param labels those of the network that is made, beside those that the configuration gives it
 * @param endpoints the containers that have to join the old network again if it is made anew
 */
record NetworkStep(
    Network network,
    Way way,
    Optional<Network> declared,
    Map<String, String> labels,
    List<Endpoint> endpoints) {
  /**
   * How a network comes to the other engine.
   *
   * <p>What was seen with Docker 26 and Podman 5.4 on one host: Docker's bridge keeps its address
   * and its route for as long as the network exists, with or without containers. Podman refuses to
   * make a network whose subnet lies on an interface of the host; Docker does not look and makes a
   * second one. Then there are two routes to one subnet, the first wins, and what the host or a
   * published port sends to a container on the second bridge is lost. So a subnet has one owner.
   */
  public enum Way {
    /** It is there with the same addresses. */
    PRESENT,
    /**
     * With addresses that the other engine chooses, beside the old one: where nobody chose those of
     * the old one. Containers may go one by one.
     */
    BESIDE,
    /**
     * With the same addresses, in place of the old one: when the last of its containers has
     * stopped. They go together. (To take the address off Docker's bridge instead would not last:
     * dockerd puts it back when it starts, beside the network that Podman then has.)
     */
    INSTEAD
  }

  /** Keeps its own copies. */
  NetworkStep {
    labels = Map.copyOf(labels);
    endpoints = List.copyOf(endpoints);
  }

  /** The same by another way. */
  NetworkStep by(Way other) {
    return new NetworkStep(network, other, declared, labels, endpoints);
  }

  /** The network that is made: as a plan makes it that the configuration has, else as it was. */
  Network made() {
    Map<String, String> all = new HashMap<>(declared.map(Network::labels).orElse(new TreeMap<>()));
    all.putAll(labels);
    return declared
        .orElseGet(() -> way == Way.INSTEAD ? network : network.withoutAddresses())
        .with(all);
  }
}
