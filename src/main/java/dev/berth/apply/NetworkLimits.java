package dev.berth.apply;

import dev.berth.engine.NetworkCheck;
import dev.berth.host.AddressBlock;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Labels;
import dev.berth.model.Network;
import dev.berth.model.NetworkSpec;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.RenderedState;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks whether the engine has the networks that containers name, and their addresses. */
final class NetworkLimits {
  private final Supplier<Map<String, ObservedNetwork>> networks;
  private final Consumer<Problem> problems;

  /**
   * Limits of an engine.
   *
   * @param networks the networks that it has; only asked where a container names one
   */
  NetworkLimits(Supplier<Map<String, ObservedNetwork>> networks, Consumer<Problem> problems) {
    this.networks = networks;
    this.problems = problems;
  }

  /**
   * Reports the networks that are to be made with addresses that are none, or that another one has:
   * an engine would find it when those that are in the network have ended.
   *
   * @param there those that the engine has
   */
  static void checkDeclared(
      RenderedState wanted, Map<String, ObservedNetwork> there, Problems problems) {
    List<NetworkSpec> declared =
        wanted.sets().stream()
            .flatMap(set -> set.declared().networks().stream())
            .filter(spec -> wanted.containers().anyMatch(one -> one.spec().isIn(spec.name())))
            .toList();
    Map<String, Network> bridges = new TreeMap<>();
    there.values().forEach(one -> bridges.put(one.name(), one.network()));
    declared.forEach(spec -> bridges.put(spec.name(), spec.network()));
    bridges.values().removeIf(network -> !network.driver().equals(Network.BRIDGE));
    for (NetworkSpec spec : declared) {
      Optional<String> digest =
          Optional.ofNullable(there.get(spec.name()))
              .map(one -> one.network().labels().get(Labels.DIGEST));
      boolean isMade =
          !digest.equals(Optional.ofNullable(spec.network().labels().get(Labels.DIGEST)));
      if (isMade) {
        spec.network().subnets().forEach(subnet -> checkSubnet(spec, subnet, problems));
      }
      if (isMade && bridges.containsKey(spec.name())) {
        bridges.values().stream()
            .filter(other -> !other.name().equals(spec.name()))
            .forEach(other -> checkOverlap(spec, other, problems));
      }
    }
  }

  private static void checkSubnet(NetworkSpec spec, Network.Subnet subnet, Problems problems) {
    Optional<AddressBlock> block = AddressBlock.parse(subnet.subnet());
    boolean hasGateway =
        subnet.gateway().isEmpty()
            || block
                .flatMap(all -> AddressBlock.address(subnet.gateway()).filter(all::contains))
                .isPresent();
    boolean hasRange =
        subnet.range().isEmpty()
            || block
                .flatMap(
                    all ->
                        AddressBlock.parse(subnet.range())
                            .filter(part -> all.contains(part.address())))
                .isPresent();
    if (block.isEmpty()) {
      problems.error(
          spec.at(),
          "the network '" + spec.name() + "' has no subnet " + subnet.subnet(),
          "write addresses and their number of bits, 10.40.0.0/24");
    } else if (!hasGateway || !hasRange) {
      problems.error(
          spec.at(),
          "the "
              + (hasGateway ? "range " + subnet.range() : "gateway " + subnet.gateway())
              + " of the network '"
              + spec.name()
              + "' is not in "
              + subnet.subnet(),
          "choose one that is");
    }
  }

  private static void checkOverlap(NetworkSpec spec, Network other, Problems problems) {
    for (Network.Subnet own : spec.network().subnets()) {
      other.subnets().stream()
          .filter(subnet -> AddressBlock.overlap(own.subnet(), subnet.subnet()))
          .findFirst()
          .ifPresent(
              subnet ->
                  problems.error(
                      spec.at(),
                      "the network '"
                          + spec.name()
                          + "' is to have "
                          + own.subnet()
                          + ", and '"
                          + other.name()
                          + "' has "
                          + subnet.subnet(),
                      "give one of the two other addresses"));
    }
  }

  /** Reports the networks that are not there, and the addresses that are in none of them. */
  void check(ContainerSpec spec) {
    spec.text(Key.NET)
        .filter(mode -> !NetworkCheck.isShared(mode))
        .ifPresent(
            mode -> {
              String name = mode.split(":", 2)[0];
              checkNetwork(name, spec.position(Key.NET));
              for (Key key : List.of(Key.IP, Key.IP6)) {
                spec.text(key).ifPresent(ip -> checkAddress(name, ip, spec.position(key)));
              }
            });
    if (spec.values().get(Key.NETWORKS) instanceof Value.Sequence named) {
      for (Value network : named.items()) {
        String[] parts = network.texts().getFirst().split(":", 2);
        checkNetwork(parts[0], network.at());
        for (String option : parts.length < 2 ? List.<String>of() : List.of(parts[1].split(","))) {
          if (option.startsWith("ip=") || option.startsWith("ip6=")) {
            checkAddress(parts[0], option.substring(option.indexOf('=') + 1), network.at());
          }
        }
      }
    }
  }

  private void checkNetwork(String name, SourcePosition at) {
    if (NetworkCheck.isName(name) && !networks.get().containsKey(name)) {
      problems.accept(
          Problem.error(
              at, "there is no network '" + name + "'", "make it first, or name another one"));
    }
  }

  private void checkAddress(String name, String address, SourcePosition at) {
    ObservedNetwork network = networks.get().get(name);
    if (network == null || network.subnets().isEmpty()) {
      return;
    }
    if (network.subnets().stream().noneMatch(subnet -> contains(subnet, address))) {
      problems.accept(
          Problem.error(
              at,
              "the network '" + name + "' has no address " + address,
              "its addresses are " + String.join(", ", network.subnets())));
    }
  }

  /**
   * Whether an address lies in a range such as 10.88.0.0/16; of what is neither that is unknown.
   */
  static boolean contains(String subnet, String address) {
    Optional<InetAddress> wanted = AddressBlock.address(address);
    return AddressBlock.parse(subnet).flatMap(range -> wanted.map(range::contains)).orElse(true);
  }
}
