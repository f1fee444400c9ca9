package dev.berth.config.quadlet;

import java.util.Map;
import java.util.TreeMap;

/**
 * What specifiers stand for whatever the unit is.
 *
 * @param values by the letter, without the percent sign
 */
public record Surroundings(Map<Character, String> values) {
  /** Keeps its own copy. */
  public Surroundings {
    values = Map.copyOf(values);
  }

  /** Those of units that the system's own manager runs. */
  public static Surroundings ofSystem(String hostName) {
    Map<Character, String> values = common(hostName);
    values.put('u', "root");
    values.put('U', "0");
    values.put('g', "root");
    values.put('G', "0");
    values.put('h', "/root");
    values.put('t', "/run");
    values.put('S', "/var/lib");
    values.put('C', "/var/cache");
    values.put('L', "/var/log");
    values.put('E', "/etc");
    return new Surroundings(values);
  }

  /**
   * Those of units that a user's manager runs.
   *
   * @param environment the user's, for the directories that it may name
   */
  public static Surroundings ofUser(
      String hostName, String user, int uid, String home, Map<String, String> environment) {
    Map<Character, String> values = common(hostName);
    values.put('u', user);
    values.put('U', Integer.toString(uid));
    values.put('h', home);
    values.put('t', environment.getOrDefault("XDG_RUNTIME_DIR", "/run/user/" + uid));
    String state = environment.getOrDefault("XDG_STATE_HOME", home + "/.local/state");
    values.put('S', state);
    values.put('L', state + "/log");
    values.put('C', environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"));
    values.put('E', environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config"));
    return new Surroundings(values);
  }

  private static Map<Character, String> common(String hostName) {
    Map<Character, String> values = new TreeMap<>();
    values.put('H', hostName);
    int dot = hostName.indexOf('.');
    values.put('l', dot < 0 ? hostName : hostName.substring(0, dot));
    values.put('T', "/tmp");
    values.put('V', "/var/tmp");
    return values;
  }
}
