package dev.berth.model;

import java.util.List;
import java.util.Map;

/**
 * What the host has to give to the wanted containers, as far as it was asked for.
 *
 * @param secrets the engine's secrets, by name; empty where no wanted container uses any
 * @param refusals what of this host stands against a container that differs, by its name: a device,
 *     an address, a network that is not there
 * @param networks the engine's networks, by name, judged; empty where no configuration declares
 *     any, and none is removed
 */
public record Resources(
    Map<String, ObservedSecret> secrets,
    Map<ContainerName, List<Problem>> refusals,
    Map<String, ObservedNetwork> networks) {
  /** Nothing was asked for. */
  public static final Resources NONE = new Resources(Map.of(), Map.of());

  /** Keeps its own copies. */
  public Resources {
    secrets = Map.copyOf(secrets);
    refusals = Map.copyOf(refusals);
    networks = Map.copyOf(networks);
  }

  /** Where networks were not asked for. */
  public Resources(
      Map<String, ObservedSecret> secrets, Map<ContainerName, List<Problem>> refusals) {
    this(secrets, refusals, Map.of());
  }
}
