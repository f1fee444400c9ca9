package dev.berth.model;

import java.util.List;

/**
 * A network that an engine has.
 *
 * @param id its id, which another one of its name would not have
 * @param network as it is
 * @param ownership whose it is; proven only where networks are made or removed
 */
public record ObservedNetwork(String id, Network network, Ownership ownership) {
  /** As the engine shows it: nothing is proven yet. */
  public ObservedNetwork(String id, Network network) {
    this(id, network, Ownership.claimed(network.labels()));
  }

  /** The same, judged. */
  public ObservedNetwork with(Ownership verdict) {
    return new ObservedNetwork(id, network, verdict);
  }

  /** Its name. */
  public String name() {
    return network.name();
  }

  /** Its ranges of addresses ({@code 10.88.0.0/16}); empty where it has none of its own. */
  public List<String> subnets() {
    return network.subnets().stream()
        .map(Network.Subnet::subnet)
        .filter(subnet -> !subnet.isEmpty())
        .toList();
  }
}
