package dev.berth.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What one engine makes of a key. */
public sealed interface OptionMapping {

  /** How a value is written. The manuals do not say which options split at commas; see pflag. */
  enum Style {
    /** {@code --flag=value}. */
    SCALAR,
    /** {@code --flag=item} for each item, taken as it is. */
    ITEMS,
    /** {@code --flag=item} for each item, read as a line of CSV (pflag's StringSlice). */
    CSV_ITEMS,
    /** {@code --flag=name=value} for each field. */
    FIELDS,
    /** As FIELDS, read as a line of CSV. */
    CSV_FIELDS
  }

  /** A version of an engine. */
  record Version(int major, int minor) {
    /** Older than all. */
    static final Version ANY = new Version(0, 0);

    /** Whether every version is as new as this one. */
    boolean isAny() {
      return major == 0 && minor == 0;
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  /**
   * The only values that an engine takes.
   *
   * @param pattern each item matches it
   * @param instead what to do with another one
   */
  record AllowedValues(Pattern pattern, String instead) {}

  /**
   * An option of {@code run}.
   *
   * @param flag the option, without a value
   * @param style how its value is written
   * @param since the first version that has it
   * @param unsplit the first version that takes commas as they are
   * @param leftOut values for which the option is not written
   * @param taken the only values that it takes
   */
  record Flag(
      String flag,
      Style style,
      Version since,
      Version unsplit,
      Set<String> leftOut,
      Optional<AllowedValues> taken)
      implements OptionMapping {

    Flag(String flag, Style style) {
      this(flag, style, Version.ANY, Version.ANY, Set.of(), Optional.empty());
    }

    List<String> arguments(List<String> texts) {
      if (texts.size() == 1 && leftOut.contains(texts.getFirst())) {
        return List.of();
      }
      return switch (style) {
        case SCALAR -> List.of(flag + "=" + texts.getFirst());
        case ITEMS, FIELDS -> texts.stream().map(text -> flag + "=" + text).toList();
        case CSV_ITEMS, CSV_FIELDS ->
            texts.stream().map(text -> flag + "=" + csvField(text)).toList();
      };
    }

    /** One field of a CSV line (RFC 4180), quoted only where it must be. */
    private static String csvField(String text) {
      boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
  }

  /**
   * A key that is written by code in the engine's room, or is of no concern to the engine.
   *
   * @param differs what an operator has to know of it; empty when nothing
   * @param unsplit the first version that takes commas as they are
   */
  record CustomMapping(String differs, Version unsplit) implements OptionMapping {}

  /**
   * Nothing that the engine can do.
   *
   * @param why it cannot
   * @param instead what to do
   */
  record Refused(String why, String instead) implements OptionMapping {}

  /** The first version that takes commas as they are. */
  default Version unsplit() {
    return Version.ANY;
  }

  /** What an operator has to know of the key on this engine; empty when nothing. Markdown. */
  default String difference() {
    return switch (this) {
      case CustomMapping code -> code.differs();
      case Refused refused -> "refused: " + refused.why() + "; " + refused.instead();
      case Flag flag -> {
        StringBuilder text = new StringBuilder();
        if (!flag.since().isAny()) {
          text.append("since ").append(flag.since());
        }
        flag.taken()
            .ifPresent(
                taken ->
                    text.append(text.isEmpty() ? "" : "; ")
                        .append("not every value: ")
                        .append(taken.instead()));
        yield text.toString();
      }
    };
  }

  private Flag flagged() {
    if (this instanceof Flag flag) {
      return flag;
    }
    throw new IllegalStateException("only an option has that: " + this);
  }

  /** The same, newer. */
  default OptionMapping since(int major, int minor) {
    Flag flag = flagged();
    return new Flag(
        flag.flag, flag.style, new Version(major, minor), flag.unsplit, flag.leftOut, flag.taken);
  }

  /** The same, splitting at commas before this version. */
  default OptionMapping splitsBefore(int major, int minor) {
    Version version = new Version(major, minor);
    return switch (this) {
      case Flag flag ->
          new Flag(flag.flag, flag.style, flag.since, version, flag.leftOut, flag.taken);
      case CustomMapping code -> new CustomMapping(code.differs, version);
      case Refused refused -> refused;
    };
  }

  /** The same, written in another way. */
  default OptionMapping style(Style style) {
    Flag flag = flagged();
    return new Flag(flag.flag, style, flag.since, flag.unsplit, flag.leftOut, flag.taken);
  }

  /** The same for some values only. */
  default OptionMapping takes(String pattern, String instead) {
    Flag flag = flagged();
    Optional<AllowedValues> taken =
        Optional.of(new AllowedValues(Pattern.compile(pattern, Pattern.DOTALL), instead));
    return new Flag(flag.flag, flag.style, flag.since, flag.unsplit, flag.leftOut, taken);
  }

  /** The same, not written for this value. */
  default OptionMapping leftOutFor(String word) {
    Flag flag = flagged();
    Set<String> leftOut = new TreeSet<>(flag.leftOut);
    leftOut.add(word);
    return new Flag(
        flag.flag, flag.style, flag.since, flag.unsplit, Set.copyOf(leftOut), flag.taken);
  }
}
