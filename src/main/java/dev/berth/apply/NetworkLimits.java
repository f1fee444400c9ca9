package dev.berth.apply;

import dev.berth.engine.NetworkCheck;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.Problem;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
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
    int slash = subnet.indexOf('/');
    try {
      byte[] range = InetAddress.ofLiteral(subnet.substring(0, Math.max(slash, 0))).getAddress();
      byte[] wanted = InetAddress.ofLiteral(address).getAddress();
      int bits = Integer.parseInt(subnet.substring(slash + 1));
      if (range.length != wanted.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 1 << (7 - bit % 8);
        if ((range[bit / 8] & mask) != (wanted[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException notUnderstood) {
      return true;
    }
  }
}
