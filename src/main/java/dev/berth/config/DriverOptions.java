package dev.berth.config;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The options of a network's driver, those apart that both engines have a word for.
 *
 * @param mtu the largest packet; empty where none is given
 * @param bridge the name of its interface; empty where none is given
 * @param others in the words of the engine
 */
public record DriverOptions(String mtu, String bridge, SortedMap<String, String> others) {
  private static final String MTU = "com.docker.network.driver.mtu";
  private static final String BRIDGE = "com.docker.network.bridge.name";
  private static final Pattern BRIDGE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");

  /** The smallest that a packet may be. */
  public static final int LEAST_MTU = 68;

  /** The largest that a packet may be. */
  public static final int MOST_MTU = 65_535;

  /** Keeps its own copy. */
  public DriverOptions {
    others = new TreeMap<>(others);
  }

  /** Those that are given by their names. */
  public static DriverOptions of(Map<String, String> given) {
    SortedMap<String, String> others = new TreeMap<>(given);
    others.keySet().removeAll(List.of(MTU, "mtu", BRIDGE));
    return new DriverOptions(
        given.getOrDefault(MTU, given.getOrDefault("mtu", "")),
        given.getOrDefault(BRIDGE, ""),
        others);
  }

  /** Whether the size of packets is none, or one that a packet may have. */
  public boolean hasUsableMtu() {
    return mtu.isEmpty()
        || (mtu.matches("\\d{1,5}")
            && Integer.parseInt(mtu) >= LEAST_MTU
            && Integer.parseInt(mtu) <= MOST_MTU);
  }

  /** Whether the interface's name is none, or one that an interface may have. */
  public boolean hasUsableBridge() {
    return bridge.isEmpty() || BRIDGE_NAME.matcher(bridge).matches();
  }
}
