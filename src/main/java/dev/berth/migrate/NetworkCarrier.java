package dev.berth.migrate;

import dev.berth.engine.EngineName;
import dev.berth.migrate.NetworkStep.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes networks on the other engine. Each call may be repeated after a crash. */
final class NetworkCarrier {
  private final EngineCli source;
  private final EngineCli target;

  /** A carrier. */
  NetworkCarrier(EngineCli source, EngineCli target) {
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
    make(target, network, step.way() == Way.INSTEAD, step.labels());
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
        make(source, network, true, network.labels());
      }
      if (!source.isPodman()) {
        new Endpoints(source).rejoin(network.name(), step.endpoints());
      }
    }
  }

  private static boolean isThere(EngineCli engine, Network network) {
    return NetworkReader.read(engine, List.of(network.name())).containsKey(network.name());
  }

  private static void remove(EngineCli engine, Network network) {
    if (isThere(engine, network)) {
      engine.must(
          "cannot remove the network " + network.name() + " from " + engine,
          List.of("network", "rm", network.name()));
    }
  }

  private static void make(
      EngineCli engine, Network network, boolean same, Map<String, String> labels) {
    engine.must(
        "cannot make the network " + network.name() + " on " + engine,
        arguments(engine.kind(), network, same, labels));
  }

  static List<String> arguments(
      EngineName kind, Network network, boolean same, Map<String, String> labels) {
    List<String> arguments = new ArrayList<>(List.of("network", "create", "--driver=bridge"));
    if (same) {
      for (Network.Subnet subnet : network.subnets()) {
        arguments.add("--subnet=" + subnet.subnet());
        if (!subnet.gateway().isEmpty()) {
          arguments.add("--gateway=" + subnet.gateway());
        }
        if (!subnet.range().isEmpty()) {
          arguments.add("--ip-range=" + subnet.range());
        }
      }
    }
    if (network.internal()) {
      arguments.add("--internal");
    }
    if (network.ipv6()) {
      arguments.add("--ipv6");
    }
    boolean podman = kind == EngineName.PODMAN;
    if (!network.mtu().isEmpty()) {
      arguments.add("--opt=" + (podman ? "mtu" : NetworkReader.DOCKER_MTU) + "=" + network.mtu());
    }
    if (same && !network.bridge().isEmpty()) {
      arguments.add(
          podman
              ? "--interface-name=" + network.bridge()
              : "--opt=" + NetworkReader.DOCKER_BRIDGE + "=" + network.bridge());
    }
    new TreeMap<>(labels).forEach((name, value) -> arguments.add("--label=" + name + "=" + value));
    arguments.add(network.name());
    return arguments;
  }
}
