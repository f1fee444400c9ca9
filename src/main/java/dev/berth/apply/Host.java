package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.host.Selinux;
import dev.berth.host.Waits;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Systemctl;
import java.util.function.Consumer;

/**
 * What a run works on.
 *
 * @param engine the chosen engine
 * @param systemctl the systemd of the run's scope
 * @param journal its journal
 * @param paths where things lie
 * @param selinux says what containers may read, and labels what is made for them
 * @param waits how it waits
 */
public record Host(
    Engine engine,
    Systemctl systemctl,
    Journal journal,
    HostPaths paths,
    Selinux selinux,
    Waits waits) {

  /** The same, that tells of what systemd is long at. */
  Host telling(Consumer<String> listener) {
    return new Host(engine, systemctl.telling(listener), journal, paths, selinux, waits);
  }
}
