package dev.berth.systemd;

import dev.berth.model.ContainerName;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitFacts.UnitDependency;
import dev.berth.model.UnitOwner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The {@code [X-Berth]} section: written, and read back. */
public final class UnitOwners {
  /** The section's header. */
  static final String SECTION = "[X-Berth]";

  private static final String VERSION = "1";
  private static final String WAITS = "DependsOn";
  private static final String RELOADED = "ReloadedWith";
  // What ends a line to systemd; to Java so do others, which may be part of a value.
  private static final Pattern LINE_END = Pattern.compile("[\r\n]+");

  private UnitOwners() {}

  /** The section that says whose a unit is. */
  static String render(UnitOwner owner) {
    return SECTION
        + "\nVersion="
        + VERSION
        + "\nManagedBy="
        + UnitQuoting.field(owner.managedBy())
        + "\nConfigId="
        + UnitQuoting.field(owner.configId())
        + "\nContainer="
        + UnitQuoting.field(owner.container().map(ContainerName::text).orElse(""))
        + "\nDigest="
        + UnitQuoting.field(owner.digest())
        + "\n"
        + facts(owner.facts());
  }

  private static String facts(UnitFacts facts) {
    if (facts.tellsNothing()) {
      return "";
    }
    StringBuilder lines = new StringBuilder();
    facts.startOrder().ifPresent(group -> lines.append("StartOrder=").append(group).append('\n'));
    lines.append("Check=").append(facts.isChecked() ? "yes" : "no").append('\n');
    for (UnitDependency waits : facts.waits()) {
      lines
          .append(WAITS)
          .append('=')
          .append(UnitQuoting.field(waits.target()))
          .append(' ')
          .append(waits.condition().name().toLowerCase(Locale.ROOT))
          .append(waits.required() ? " required" : "")
          .append('\n');
    }
    facts
        .reloaded()
        .forEach(
            (path, digest) ->
                lines
                    .append(RELOADED)
                    .append('=')
                    .append(UnitQuoting.field(digest))
                    .append(' ')
                    .append(UnitQuoting.field(path))
                    .append('\n'));
    return lines.toString();
  }

  /** Whose the unit with this text is; empty when it has no such section. */
  public static Optional<UnitOwner> parse(String unitText) {
    Map<String, String> fields = new HashMap<>();
    List<UnitDependency> waits = new ArrayList<>();
    SortedMap<String, String> reloaded = new TreeMap<>();
    boolean inside = false;
    boolean found = false;
    for (String raw : LINE_END.split(fromSection(unitText))) {
      String line = raw.strip();
      if (line.startsWith("[")) {
        inside = line.equals(SECTION);
        found |= inside;
      } else if (inside && line.indexOf('=') > 0) {
        int equals = line.indexOf('=');
        String name = line.substring(0, equals).strip();
        String value = line.substring(equals + 1).strip();
        if (name.equals(WAITS)) {
          waits(value).ifPresent(waits::add);
        } else if (name.equals(RELOADED) && value.indexOf(' ') > 0) {
          int blank = value.indexOf(' ');
          reloaded.put(unescaped(value.substring(blank + 1)), unescaped(value.substring(0, blank)));
        } else {
          fields.put(name, value);
        }
      }
    }
    return found
        ? Optional.of(
            new UnitOwner(
                unescaped(fields.getOrDefault("ManagedBy", "")),
                unescaped(fields.getOrDefault("ConfigId", "")),
                ContainerName.find(unescaped(fields.getOrDefault("Container", ""))),
                unescaped(fields.getOrDefault("Digest", "")),
                new UnitFacts(
                    startOrder(fields.getOrDefault("StartOrder", "")),
                    fields.getOrDefault("Check", "").equals("yes"),
                    waits,
                    reloaded)))
        : Optional.empty();
  }

  /**
   * The text from the first line that could be the section's; most of a unit's stands before it.
   */
  private static String fromSection(String unitText) {
    int section = unitText.indexOf(SECTION);
    int begin = section;
    while (begin > 0 && unitText.charAt(begin - 1) != '\n' && unitText.charAt(begin - 1) != '\r') {
      begin--;
    }
    return section < 0 ? "" : unitText.substring(begin);
  }

  private static OptionalInt startOrder(String text) {
    return text.matches("-?\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /** What a newer version may have written and this one does not know is passed over. */
  private static Optional<UnitDependency> waits(String value) {
    String[] words = value.split(" ");
    return Arrays.stream(Condition.values())
        .filter(known -> words.length > 1 && known.name().equalsIgnoreCase(words[1]))
        .findFirst()
        .map(
            condition ->
                new UnitDependency(
                    unescaped(words[0]),
                    condition,
                    words.length > 2 && words[2].equals("required")));
  }

  /** What {@link UnitQuoting#field} wrote. */
  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        plain.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
