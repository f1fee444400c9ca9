package dev.berth.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration declares beside its containers.
 *
 * @param isPossible whether its form has room for any of it; where not, what Berth may have made
 *     for the configuration is not even looked for
 * @param networks those that it makes, in file order
 * @param volumes those that it names, in file order
 * @param replicas which container of its Compose project each is, by the container's name; empty
 *     for a configuration that is none
 */
public record Declared(
    boolean isPossible,
    List<NetworkSpec> networks,
    List<VolumeSpec> volumes,
    Map<ContainerName, ComposeReplica> replicas) {
  /** That of a form without room for it. */
  public static final Declared IMPOSSIBLE = new Declared(false, List.of(), List.of(), Map.of());

  /** Keeps its own copies. */
  public Declared {
    networks = List.copyOf(networks);
    volumes = List.copyOf(volumes);
    replicas = Collections.unmodifiableMap(new LinkedHashMap<>(replicas));
  }

  /** All of a form that has room for it. */
  public Declared(
      List<NetworkSpec> networks,
      List<VolumeSpec> volumes,
      Map<ContainerName, ComposeReplica> replicas) {
    this(true, networks, volumes, replicas);
  }

  /** The volume of this name; empty where it is not declared. */
  public Optional<VolumeSpec> volume(String name) {
    return volumes.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }
}
