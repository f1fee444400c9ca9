package dev.berth.engine;

import java.util.Collections;
import java.util.List;
import java.util.Map;
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
public record Network(
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
  public Network {
    subnets = List.copyOf(subnets);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    unsaid = List.copyOf(unsaid);
  }

  /** What of a driver's name the other engine has no word for: nothing of a bridge. */
  public static List<String> unsaidDriver(String field, String driver) {
    return driver.equals("bridge") ? List.of() : List.of(field + " " + driver);
  }

  /** The same with other labels. */
  public Network with(Map<String, String> others) {
    return new Network(name, subnets, internal, ipv6, mtu, bridge, new TreeMap<>(others), unsaid);
  }

  /** The same with addresses, and an interface, that the engine chooses. */
  public Network withoutAddresses() {
    return new Network(name, List.of(), internal, ipv6, mtu, "", labels, unsaid);
  }

  /** Whether both stand for the same addresses. */
  public boolean hasSubnetsOf(Network other) {
    return addresses().equals(other.addresses());
  }

  private List<String> addresses() {
    return subnets.stream().map(Subnet::subnet).sorted().toList();
  }
}
