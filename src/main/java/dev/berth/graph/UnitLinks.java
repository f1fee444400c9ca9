package dev.berth.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The other units that a unit's text names. */
final class UnitLinks {
  /** Every unit of ours waits for it, whatever its configuration says. */
  private static final String NETWORK = "network-online.target";

  /** The point that follows a group; its name holds the group's number. */
  private static final Pattern POINT = Pattern.compile(".*-order-(-?\\d{1,9})\\.target");

  private final Map<String, List<String>> byKey;

  private UnitLinks(Map<String, List<String>> byKey) {
    this.byKey = byKey;
  }

  static UnitLinks parse(String text) {
    Map<String, List<String>> byKey = new HashMap<>();
    boolean inside = false;
    for (String line : text.split("\\R")) {
      int equals = line.indexOf('=');
      if (line.startsWith("[")) {
        inside = line.strip().equals("[Unit]");
      } else if (inside && equals > 0) {
        byKey
            .computeIfAbsent(line.substring(0, equals).strip(), key -> new ArrayList<>())
            .addAll(List.of(line.substring(equals + 1).strip().split("\\s+")));
      }
    }
    return new UnitLinks(byKey);
  }

  /** Units that it pulls in and waits for. */
  List<String> wants() {
    return byKey.getOrDefault("Wants", List.of()).stream()
        .filter(unit -> !unit.equals(NETWORK))
        .toList();
  }

  /** Units without which it does not start. */
  List<String> requires() {
    return byKey.getOrDefault("Requires", List.of());
  }

  /** The number of its group, where another group follows. */
  OptionalInt group() {
    return point("Before");
  }

  /** The number of the group before its own. */
  OptionalInt groupBefore() {
    return point("After");
  }

  private OptionalInt point(String key) {
    return byKey.getOrDefault(key, List.of()).stream()
        .map(POINT::matcher)
        .filter(Matcher::matches)
        .mapToInt(point -> Integer.parseInt(point.group(1)))
        .max();
  }
}
