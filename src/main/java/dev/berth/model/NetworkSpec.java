package dev.berth.model;

import java.util.Map;

/**
 * A network that a configuration makes.
 *
 * @param network as it shall be; its labels are those of the configuration, and Berth's own once it
 *     is rendered
 * @param at where it is declared
 */
public record NetworkSpec(Network network, SourcePosition at) {
  /** Its name. */
  public String name() {
    return network.name();
  }

  /** The same with other labels. */
  public NetworkSpec with(Map<String, String> labels) {
    return new NetworkSpec(network.with(labels), at);
  }
}
