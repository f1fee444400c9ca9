package dev.berth.apply;

import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Services that the operator has masked and that are down: neither a unit's file nor a container
 * tells of them any more, but the record of what was last applied does.
 */
final class MaskedServices {
  private static final String SUFFIX = ".service";
  private static final Path MASK = Path.of("/dev/null");

  private final Path units;
  private final AppliedRecords records;

  MaskedServices(Path units, AppliedRecords records) {
    this.units = units;
    this.records = records;
  }

  /**
   * The units, by name, of those that systemd does not run.
   *
   * @param prefix how the names of services begin
   * @param known the units that are known already
   */
  Map<UnitName, ObservedUnit> find(String prefix, Map<UnitName, ObservedUnit> known) {
    Map<UnitName, ObservedUnit> found = new TreeMap<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(units, file -> isMask(file, prefix))) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String container = name.substring(prefix.length(), name.length() - SUFFIX.length());
        UnitName.find(name)
            .filter(unit -> !known.containsKey(unit))
            .ifPresent(
                unit ->
                    ContainerName.find(container)
                        .flatMap(this::owner)
                        .ifPresent(owner -> found.put(unit, masked(unit, owner))));
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      return Map.of();
    }
    return found;
  }

  private static boolean isMask(Path file, String prefix) throws IOException {
    String name = file.getFileName().toString();
    return name.startsWith(prefix)
        && name.endsWith(SUFFIX)
        && name.length() > prefix.length() + SUFFIX.length()
        && Files.isSymbolicLink(file)
        && Files.readSymbolicLink(file).equals(MASK);
  }

  private Optional<UnitOwner> owner(ContainerName container) {
    return records
        .read(container)
        .filter(record -> record.target().isEmpty())
        .map(record -> owner(container, record))
        .filter(owner -> !owner.managedBy().isEmpty() && !owner.configId().isEmpty());
  }

  private static UnitOwner owner(ContainerName container, Applied record) {
    return new UnitOwner(
        record.configuration().getOrDefault(Labels.MANAGED_BY, ""),
        record.configuration().getOrDefault(Labels.CONFIG_ID, ""),
        container,
        record.digest());
  }

  private static ObservedUnit masked(UnitName unit, UnitOwner owner) {
    return new ObservedUnit(
        unit,
        Optional.empty(),
        Optional.of(owner),
        "masked",
        "inactive",
        "dead",
        "masked",
        "success",
        false,
        0);
  }
}
