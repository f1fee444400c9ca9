package dev.berth.model;

import java.util.List;

/**
 * A network that an engine has.
 *
 * @param name its name
 * @param id its id, which another one of its name would not have
 * @param subnets its ranges of addresses ({@code 10.88.0.0/16}); empty where it has none of its own
 */
public record ObservedNetwork(String name, String id, List<String> subnets) {
  /** Keeps its own copy. */
  public ObservedNetwork {
    subnets = List.copyOf(subnets);
  }
}
