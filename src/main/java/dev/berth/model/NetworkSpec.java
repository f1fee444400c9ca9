package dev.berth.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A network as its configuration wants it (Compose specification, "networks").
 *
 * @param name what the engine calls it
 * @param at where it is declared
 * @param driver empty for the engine's default
 * @param options of the driver, by name
 * @param subnets empty where the engine chooses
 * @param isInternal whether nothing outside is reached from it
 * @param hasIpv6 whether it has IPv6 addresses, too
 * @param labels the author's, by name
 * @param isExternal whether it is there without Berth, which then never makes, changes or removes
 *     it
 */
public record NetworkSpec(
    String name,
    SourcePosition at,
    String driver,
    SortedMap<String, String> options,
    List<Subnet> subnets,
    boolean isInternal,
    boolean hasIpv6,
    SortedMap<String, String> labels,
    boolean isExternal) {

  /**
   * A range of addresses.
   *
   * @param subnet in CIDR form
   * @param gateway empty where the engine chooses
   * @param range the part of it that containers get theirs from, in CIDR form; empty for all
   */
  public record Subnet(String subnet, String gateway, String range) {}

  /** Keeps its own copies. */
  public NetworkSpec {
    options = copy(options);
    subnets = List.copyOf(subnets);
    labels = copy(labels);
  }

  private static SortedMap<String, String> copy(Map<String, String> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
