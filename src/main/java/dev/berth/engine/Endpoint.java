package dev.berth.engine;

import dev.berth.model.ContainerName;
import java.util.List;

/**
 * A container's place in a network, kept so that it can be given back.
 *
 * @param container its name
 * @param ipv4 its fixed address; empty where the engine chooses
 * @param ipv6 as {@code ipv4}
 * @param aliases its further names there
 */
public record Endpoint(ContainerName container, String ipv4, String ipv6, List<String> aliases) {
  /** Keeps its own copy. */
  public Endpoint {
    aliases = List.copyOf(aliases);
  }
}
