package dev.berth.migrate;

import dev.berth.engine.Endpoint;
import dev.berth.migrate.NetworkStep.Way;
import dev.berth.model.ComposeReplica;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.Network.Subnet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The networks to carry, and what stands in the way.
 *
 * @param steps one for each network
 * @param obstacles where there are any nothing may be begun
 */
record NetworkPlan(List<NetworkStep> steps, List<Obstacle> obstacles) {
  // Docker's own pools (moby, libnetwork/ipamutils), and the numbers that Podman counts through.
  private static final Pattern POOLS =
      Pattern.compile(
          "172\\.(1[7-9]|2\\d|3[01])\\.0\\.0/16"
              + "|192\\.168\\.(0|16|32|48|64|80|96|112|128|144|160|176|192|208|224|240)\\.0/20"
              + "|10\\.89\\.\\d+\\.0/24");

  /** Keeps its own copies. */
  NetworkPlan {
    steps = List.copyOf(steps);
    obstacles = List.copyOf(obstacles);
  }

  /**
   * Who is on a network.
   *
   * @param staying containers that stay with the source engine
   * @param fixed containers that are carried and have an address of their own
   */
  public record Members(Set<ContainerName> staying, Set<ContainerName> fixed) {
    /** Keeps its own copies. */
    public Members {
      staying = Set.copyOf(staying);
      fixed = Set.copyOf(fixed);
    }
  }

  /**
   * Plans.
   *
   * @param sources those of the side that is left, by name
   * @param targets those of the other side, by name
   * @param members by network
   * @param endpoints who is on them, by network
   * @param ours labels beside those that a network has
   * @param declared those that the configuration makes itself, by name
   */
  static NetworkPlan of(
      Map<String, Network> sources,
      Map<String, Network> targets,
      Map<String, Members> members,
      Map<String, List<Endpoint>> endpoints,
      Map<String, String> ours,
      Map<String, Network> declared) {
    List<NetworkStep> steps = new ArrayList<>();
    List<Obstacle> obstacles = new ArrayList<>();
    new TreeMap<>(members)
        .forEach(
            (name, who) -> {
              Network network = sources.get(name);
              Network there = targets.get(name);
              if (network == null) {
                obstacles.add(new Obstacle("network " + name, "is not there"));
                return;
              }
              Optional<Network> wanted = Optional.ofNullable(declared.get(name));
              Way way =
                  there == null
                      ? way(wanted.orElse(network), wanted.isPresent(), who)
                      : Way.PRESENT;
              if (wanted.isEmpty() || way == Way.INSTEAD) {
                network
                    .unsaid()
                    .forEach(
                        setting ->
                            obstacles.add(
                                new Obstacle(
                                    "network " + name, "has no counterpart for " + setting)));
              }
              Map<String, String> labels =
                  wanted.isPresent() ? new HashMap<>() : withoutComposes(network.labels());
              labels.putAll(ours);
              steps.add(
                  new NetworkStep(
                      network.said(),
                      way,
                      wanted,
                      labels,
                      endpoints.getOrDefault(name, List.of())));
              if (there == null) {
                stays(network, way, who, obstacles);
              } else if (!who.fixed().isEmpty()
                  && !there.hasSubnetsOf(network)
                  && !isOfThis(there, ours)) {
                obstacles.add(
                    new Obstacle(
                        "network " + name,
                        "exists already with other subnets: " + there.subnets()));
              }
            });
    return new NetworkPlan(steps, obstacles);
  }

  /** Compose would take what has its labels for its own. */
  static Map<String, String> withoutComposes(Map<String, String> labels) {
    Map<String, String> others = new HashMap<>(labels);
    others.keySet().removeIf(name -> name.startsWith(ComposeReplica.LABELS));
    return others;
  }

  private static boolean isOfThis(Network there, Map<String, String> ours) {
    String migration = ours.getOrDefault(VolumeStep.MIGRATION, "");
    return migration.equals(there.labels().get(VolumeStep.MIGRATION));
  }

  /**
   * Addresses that somebody chose, somebody may rely on.
   *
   * @param isDeclared whether it is as a configuration has it, which names no addresses but chosen
   *     ones
   */
  private static Way way(Network network, boolean isDeclared, Members members) {
    boolean chosen =
        !network.bridge().isEmpty()
            || network.subnets().stream().anyMatch(subnet -> isDeclared || isChosen(subnet));
    return chosen || !members.fixed().isEmpty() ? Way.INSTEAD : Way.BESIDE;
  }

  private static boolean isChosen(Subnet subnet) {
    return !POOLS.matcher(subnet.subnet()).matches() || !subnet.range().isEmpty();
  }

  private static void stays(Network network, Way way, Members members, List<Obstacle> obstacles) {
    if (way == Way.INSTEAD && !members.staying().isEmpty()) {
      obstacles.add(
          new Obstacle(
              "network " + network.name(),
              "its addresses were chosen and cannot be on both engines, but "
                  + ContainerName.listed(new TreeSet<>(members.staying()))
                  + " would stay; take all of its containers"));
    }
  }
}
