package dev.berth.engine.podman;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.List;

/**
 * How one key becomes an option of {@code podman run}.
 *
 * @param key the key
 * @param flag the option, without a value
 * @param style how its value is written
 * @param since the first version that has it
 */
record PodmanOption(Key key, String flag, Style style, Version since) {

  /**
   * How a value is written. podman-run(1) does not say which options split at commas; see pflag.
   */
  enum Style {
    /** {@code --flag=value}. */
    SCALAR,
    /** {@code --flag=bytes}, left out for "no limit". */
    LIMIT,
    /** {@code --flag=item} for each item, taken as it is (pflag's StringArray). */
    ITEMS,
    /** {@code --flag=item} for each item, read as a line of CSV (pflag's StringSlice). */
    CSV_ITEMS,
    /** {@code --flag=name=value} for each field. */
    FIELDS,
    /** As FIELDS, read as a line of CSV. */
    CSV_FIELDS
  }

  /** A version of Podman. */
  record Version(int major, int minor) {
    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  /** The arguments for the value that the configuration gives; none when it gives none. */
  List<String> arguments(ContainerSpec spec) {
    Value value = spec.values().get(key);
    if (value == null) {
      return List.of();
    }
    List<String> texts = value.texts();
    return switch (style) {
      case SCALAR -> List.of(flag + "=" + texts.getFirst());
      case LIMIT ->
          texts.getFirst().equals("-1") ? List.of() : List.of(flag + "=" + texts.getFirst());
      case ITEMS, FIELDS -> texts.stream().map(text -> flag + "=" + text).toList();
      case CSV_ITEMS, CSV_FIELDS ->
          texts.stream().map(text -> flag + "=" + csvField(text)).toList();
    };
  }

  /** One field of a CSV line (RFC 4180), quoted only where it must be. */
  static String csvField(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
