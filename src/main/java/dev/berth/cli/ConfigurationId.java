package dev.berth.cli;

import dev.berth.service.ConfigurationIds;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a configuration's id from the command line, alike for every command. An empty one, as an
 * unset variable of a script leaves it, is no id and does not stand for a default. Which characters
 * an id may have that Berth gives is the reader's to say; here it may be one that Paunch gave.
 */
final class ConfigurationId implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    Optional<String> fault = ConfigurationIds.fault(value);
    if (fault.isPresent()) {
      throw new TypeConversionException("a configuration id " + fault.get());
    }
    return value;
  }
}
