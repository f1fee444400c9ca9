package dev.berth.cli;

import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a configuration's id from the command line, alike for every command. An empty one, as an
 * unset variable of a script leaves it, is no id and does not stand for a default. Which characters
 * an id may have that Berth gives is the reader's to say; here it may be one that Paunch gave.
 */
final class ConfigurationId implements ITypeConverter<String> {
  /** In characters: ids come from the names of files, which have 255 bytes. */
  static final int LONGEST = 255;

  @Override
  public String convert(String value) {
    Optional<String> fault = fault(value);
    if (fault.isPresent()) {
      throw new TypeConversionException("a configuration id " + fault.get());
    }
    return value;
  }

  /** Why a word cannot be an id, in words; empty where it can. */
  static Optional<String> fault(String word) {
    if (word.isBlank()) {
      return Optional.of("is empty; 'berth list' shows which there are");
    }
    if (word.length() > LONGEST) {
      return Optional.of("has at most " + LONGEST + " characters, this one " + word.length());
    }
    return word.codePoints().anyMatch(ConfigurationId::isNone)
        ? Optional.of("has no blanks, and nothing that cannot be printed")
        : Optional.empty();
  }

  private static boolean isNone(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
