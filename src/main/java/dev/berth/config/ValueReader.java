package dev.berth.config;

import dev.berth.model.Value;
import java.util.Optional;

/**
 * Brings what was written for a key into its one canonical form, and reports everything that it
 * cannot read.
 */
final class ValueReader {
  private ValueReader() {}

  /** The value; empty when it equals the default, or when it is wrong and was reported. */
  static Optional<Value> read(Setting setting) {
    return switch (setting.key().type()) {
      case TEXT -> TextReader.text(setting);
      case FLAG -> TextReader.flag(setting);
      case CHOICE -> TextReader.choice(setting);
      case RESTART -> TextReader.restart(setting);
      case INTEGER -> NumberReader.integer(setting);
      case DECIMAL -> NumberReader.decimal(setting);
      case DURATION -> NumberReader.duration(setting);
      case SIZE -> NumberReader.size(setting);
      case WORDS -> ListReader.words(setting);
      case LIST -> ListReader.list(setting);
      case INTEGERS -> ListReader.integers(setting);
      case ENVIRONMENT -> FieldsReader.environment(setting);
      case FIELDS -> FieldsReader.fields(setting);
      case HOSTS -> HostsReader.read(setting);
      case ULIMITS -> UlimitsReader.read(setting);
      case MOUNTS -> MountsReader.read(setting);
      case PORTS -> PortsReader.read(setting);
      case NETWORKS -> NetworksReader.read(setting);
      case SECRETS -> SecretsReader.read(setting);
      case FILES -> FilesReader.read(setting);
      case HEALTHCHECK -> HealthcheckReader.read(setting);
      case DEPENDENCIES -> DependenciesReader.read(setting);
      case LOGGING -> Optional.empty();
    };
  }
}
