package dev.berth.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A network that somebody made, or is to make, in words that both engines have.
 *
 * @param name its name
 * @param driver what makes it: {@code bridge}, {@code macvlan}, {@code ipvlan}, or a plugin's name
 * @param subnets its addresses; empty where the engine chooses
 * @param internal whether it ends at the host
 * @param ipv6 whether IPv6 is switched on
 * @param mtu the largest packet; empty for the engine's default
 * @param bridge the name of its interface; empty where the engine chose it
 * @param options what else its driver is given, in the words of its engine
 * @param labels its labels
 * @param unsaid settings that the other engine has no word for, each with its field
 */
public record Network(
    String name,
    String driver,
    List<Subnet> subnets,
    boolean internal,
    boolean ipv6,
    String mtu,
    String bridge,
    SortedMap<String, String> options,
    SortedMap<String, String> labels,
    List<String> unsaid) {
  /** The driver that is meant where none is named. */
  public static final String BRIDGE = "bridge";

  private static final List<String> CHOSEN_BY_ENGINES =
      List.of("subnet[", "gateway[", "ip_range[", "interface", "mtu", "driver_opts.");

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
    driver = driver.isEmpty() ? BRIDGE : driver;
    subnets = List.copyOf(subnets);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    unsaid = List.copyOf(unsaid);
  }

  /** A bridge that is given no further options. */
  public static Network bridge(
      String name,
      List<Subnet> subnets,
      boolean internal,
      boolean ipv6,
      String mtu,
      String bridge,
      SortedMap<String, String> labels,
      List<String> unsaid) {
    return new Network(
        name, BRIDGE, subnets, internal, ipv6, mtu, bridge, new TreeMap<>(), labels, unsaid);
  }

  /** What of a driver's name the other engine has no word for: nothing of a bridge. */
  public static List<String> unsaidDriver(String field, String driver) {
    return driver.equals(BRIDGE) ? List.of() : List.of(field + " " + driver);
  }

  /** The same with other labels. */
  public Network with(Map<String, String> others) {
    return new Network(
        name, driver, subnets, internal, ipv6, mtu, bridge, options, new TreeMap<>(others), unsaid);
  }

  /** The same as a bridge with what the other engine has words for. */
  public Network said() {
    return bridge(name, subnets, internal, ipv6, mtu, bridge, labels, unsaid);
  }

  /** The same with addresses, and an interface, that the engine chooses. */
  public Network withoutAddresses() {
    return new Network(name, driver, List.of(), internal, ipv6, mtu, "", options, labels, unsaid);
  }

  /** Whether both stand for the same addresses. */
  public boolean hasSubnetsOf(Network other) {
    return addresses().equals(other.addresses());
  }

  private List<String> addresses() {
    return subnets.stream().map(Subnet::subnet).sorted().toList();
  }

  /** All of it but its labels, by words: what makes it another one when it changes. */
  public SortedMap<String, String> flattened() {
    SortedMap<String, String> flat = new TreeMap<>();
    flat.put("driver", driver);
    for (int i = 0; i < subnets.size(); i++) {
      Subnet subnet = subnets.get(i);
      flat.put("subnet[" + i + "]", subnet.subnet());
      put(flat, "gateway[" + i + "]", subnet.gateway());
      put(flat, "ip_range[" + i + "]", subnet.range());
    }
    put(flat, "internal", internal ? "true" : "");
    put(flat, "enable_ipv6", ipv6 ? "true" : "");
    put(flat, "mtu", mtu);
    put(flat, "interface", bridge);
    options.forEach((name, value) -> flat.put("driver_opts." + name, value));
    return flat;
  }

  private static void put(SortedMap<String, String> flat, String name, String value) {
    if (!value.isEmpty()) {
      flat.put(name, value);
    }
  }

  /** What of another one's settings is not as here, in words. */
  public List<String> differences(Network other) {
    SortedMap<String, String> mine = flattened();
    SortedMap<String, String> theirs = other.flattened();
    SortedMap<String, String> all = new TreeMap<>(mine);
    all.putAll(theirs);
    List<String> words = new ArrayList<>();
    for (String name : all.keySet()) {
      String was = theirs.getOrDefault(name, "");
      String is = mine.getOrDefault(name, "");
      // Of what nobody has chosen the engine tells what it has chosen itself.
      boolean isEngines = is.isEmpty() && CHOSEN_BY_ENGINES.stream().anyMatch(name::startsWith);
      if (!was.equals(is) && !isEngines) {
        words.add(
            name + ": " + (was.isEmpty() ? "none" : was) + " → " + (is.isEmpty() ? "none" : is));
      }
    }
    return words;
  }
}
