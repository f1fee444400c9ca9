package dev.berth.migrate;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A network that somebody made, in words that both engines have.
 *
 * @param name its name
 * @param subnets its addresses
 * @param internal whether it ends at the host
 * @param ipv6 whether IPv6 is switched on
 * @param mtu the largest packet; empty for the engine's default
 * @param bridge the name of its interface; empty where the engine chose it
 * @param labels its labels
 * @param unsaid settings that the other engine has no word for, each with its field
 */
record Network(
    String name,
    List<Subnet> subnets,
    boolean internal,
    boolean ipv6,
    String mtu,
    String bridge,
    SortedMap<String, String> labels,
    List<String> unsaid) {
  /**
   * Addresses of a network.
   *
   * @param subnet all of them, {@code 10.0.0.0/24}
   * @param gateway that of the host; may be empty
   * @param range of which containers get theirs; may be empty
   */
  public record Subnet(String subnet, String gateway, String range) {}

  /** Keeps its own copies. */
  Network {
    subnets = List.copyOf(subnets);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    unsaid = List.copyOf(unsaid);
  }

  /** Whether both stand for the same addresses. */
  boolean hasSubnetsOf(Network other) {
    return addresses().equals(other.addresses());
  }

  private List<String> addresses() {
    return subnets.stream().map(Subnet::subnet).sorted().toList();
  }
}
