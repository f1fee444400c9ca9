package dev.berth.migrate;

import dev.berth.host.CommandResult;
import dev.berth.host.WholeFile;
import dev.berth.model.ObservedUnit;
import dev.berth.systemd.Systemctl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Containers whose units systemd looks after, and which are there only while their units run. A
 * unit's text holds no secret, so that the journal may have it.
 */
final class UnitOrigin implements Origin {
  private static final String TEXT = "unit";
  private static final String ENABLED = "enabled";
  private static final String ACTIVE = "active";

  private final Systemctl systemctl;
  private final Path directory;
  private final UnaryOperator<String> unitOf;
  private final String engine;

  /**
   * Those of a host.
   *
   * @param directory where the units' files lie
   * @param unitOf a container's unit, by the container's name
   * @param engine the engine that the units run; a unit of the same name may be of the other
   */
  UnitOrigin(Systemctl systemctl, Path directory, UnaryOperator<String> unitOf, String engine) {
    this.systemctl = systemctl;
    this.directory = directory;
    this.unitOf = unitOf;
    this.engine = engine;
  }

  @Override
  public Optional<Map<String, String>> describe(String container) {
    String unit = unitOf.apply(container);
    Optional<ObservedUnit> state = Optional.ofNullable(systemctl.state(List.of(unit)).get(unit));
    return WholeFile.read(directory.resolve(unit))
        .filter(text -> text.contains("/" + engine + " "))
        .map(
            text ->
                Map.of(
                    TEXT,
                    text,
                    ENABLED,
                    Boolean.toString(state.filter(ObservedUnit::isEnabled).isPresent()),
                    ACTIVE,
                    Boolean.toString(state.filter(ObservedUnit::isActive).isPresent())));
  }

  /** Disabled first: a boot in between must not start it. */
  @Override
  public Optional<String> leave(String container, Map<String, String> description, Duration grace) {
    String unit = unitOf.apply(container);
    systemctl.disable(List.of(unit));
    Optional<String> failure = Optional.ofNullable(systemctl.stop(List.of(unit)).get(unit));
    if (failure.isPresent()) {
      return failure;
    }
    WholeFile.remove(directory.resolve(unit));
    WholeFile.syncDirectory(directory);
    CommandResult reloaded = systemctl.daemonReload();
    return reloaded.succeeded() ? Optional.empty() : Optional.of(reloaded.lastWords());
  }

  /** Whether this is what {@link #describe} says of a unit's container. */
  static boolean isOf(Map<String, String> description) {
    return description.containsKey(TEXT);
  }

  @Override
  public Optional<String> back(String container, Map<String, String> description) {
    String unit = unitOf.apply(container);
    WholeFile.write(directory.resolve(unit), description.getOrDefault(TEXT, ""), WholeFile.PUBLIC);
    WholeFile.syncDirectory(directory);
    if (description.getOrDefault(ENABLED, "").equals("true")) {
      CommandResult enabled = systemctl.enable(List.of(unit));
      if (!enabled.succeeded()) {
        return Optional.of(enabled.lastWords());
      }
    }
    CommandResult reloaded = systemctl.daemonReload();
    if (!reloaded.succeeded()) {
      return Optional.of(reloaded.lastWords());
    }
    systemctl.resetFailed(List.of(unit));
    return description.getOrDefault(ACTIVE, "").equals("true")
        ? Optional.ofNullable(systemctl.start(List.of(unit)).get(unit))
        : Optional.empty();
  }

  /** Nothing is left of a container that ended with its unit; its unit is another's by now. */
  @Override
  public Optional<String> remove(String container, Map<String, String> description) {
    return Optional.empty();
  }
}
