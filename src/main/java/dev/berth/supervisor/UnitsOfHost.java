package dev.berth.supervisor;

import dev.berth.model.ContainerSpec;
import dev.berth.model.UnitName;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdSnapshot;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks systemd what it has, whoever looks after services: another supervisor may have left units.
 *
 * @param systemctl how it is asked
 * @param directory where Berth's units lie
 */
public record UnitsOfHost(Systemctl systemctl, Path directory) {

  /**
   * All units of Berth's.
   *
   * @param prefix how the names of services begin that count, too, where systemd runs them without
   *     a file; empty where none do
   */
  public SystemdSnapshot all(Optional<String> prefix) {
    return systemctl.observe(directory, List.of(), prefix, Set.of());
  }

  /**
   * All of them and those that these containers would have.
   *
   * @param foreign the units of the host that the wanted ones refer to
   */
  SystemdSnapshot of(Collection<ContainerSpec> wanted, String prefix, Set<String> foreign) {
    List<UnitName> names =
        wanted.stream()
            .filter(spec -> spec.role() == ContainerSpec.Role.SERVICE)
            .map(spec -> UnitName.of(prefix, spec.name()))
            .toList();
    return systemctl.observe(directory, names, Optional.of(prefix), foreign);
  }

  /** Those of the patterns' units that are up. */
  public Set<String> up(Collection<String> patterns) {
    return systemctl.up(patterns);
  }

  /** The texts of all services that systemd could start, whoever wrote them, by name. */
  public Map<String, String> serviceTexts() {
    return systemctl.serviceTexts();
  }
}
