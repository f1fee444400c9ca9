package dev.berth.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of a unit's file, by sections. */
final class UnitSections {
  private final Map<String, List<String>> sections = new LinkedHashMap<>();

  /** A unit with these sections, in this order; an empty one is not written. */
  UnitSections(String... names) {
    for (String name : names) {
      sections.put(name, new ArrayList<>());
    }
  }

  /** Adds a line whose value is in the unit's own syntax already. */
  void add(String section, String key, String value) {
    line(section, key + "=" + value);
  }

  /** Adds a line for people. */
  void note(String section, String text) {
    line(section, "# " + text);
  }

  private void line(String section, String line) {
    sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(line);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (name, lines) -> {
          if (!lines.isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n").append('[').append(name).append("]\n");
            lines.forEach(line -> text.append(line).append('\n'));
          }
        });
    return text.toString();
  }
}
