package dev.berth.systemd;

import dev.berth.model.UnitOwner;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code [X-Berth]} section: written, and read back. */
public final class UnitOwners {
  /** The section's header. */
  static final String SECTION = "[X-Berth]";

  private static final String VERSION = "1";

  private UnitOwners() {}

  /** The section that says whose a unit is. */
  static String render(UnitOwner owner) {
    return SECTION
        + "\nVersion="
        + VERSION
        + "\nManagedBy="
        + escaped(owner.managedBy())
        + "\nConfigId="
        + escaped(owner.configId())
        + "\nContainer="
        + escaped(owner.container())
        + "\nDigest="
        + escaped(owner.digest())
        + "\n";
  }

  /** Whose the unit with this text is; empty when it has no such section. */
  public static Optional<UnitOwner> parse(String unitText) {
    Map<String, String> fields = new HashMap<>();
    boolean inside = false;
    boolean found = false;
    for (String raw : unitText.split("\\R")) {
      String line = raw.strip();
      if (line.startsWith("[")) {
        inside = line.equals(SECTION);
        found |= inside;
      } else if (inside && line.indexOf('=') > 0) {
        int equals = line.indexOf('=');
        fields.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return found
        ? Optional.of(
            new UnitOwner(
                unescaped(fields.getOrDefault("ManagedBy", "")),
                unescaped(fields.getOrDefault("ConfigId", "")),
                unescaped(fields.getOrDefault("Container", "")),
                unescaped(fields.getOrDefault("Digest", ""))))
        : Optional.empty();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

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
