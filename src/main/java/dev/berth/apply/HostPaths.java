package dev.berth.apply;

import dev.berth.host.WholeFile;
import java.nio.file.Path;

/**
 * Where Berth keeps things on a host.
 *
 * @param units the directory of unit files
 * @param configuration environment files and the digest key
 * @param state what may be lost without harm: what was last applied, the lock
 */
public record HostPaths(Path units, Path configuration, Path state) {

  /** Those of a host that root manages. */
  public static HostPaths system() {
    return new HostPaths(
        Path.of("/etc/systemd/system"), Path.of("/etc/berth"), Path.of("/var/lib/berth"));
  }

  /** Environment files; for root alone. */
  public Path environment() {
    return configuration.resolve("env");
  }

  /** The variables of a container that its command inherits, as systemd reads them. */
  public Path inheritedEnvironment(String container) {
    return environment().resolve(container + ".env");
  }

  /** The variables of a container that the engine reads itself. */
  public Path engineEnvironment(String container) {
    return environment().resolve(container + ".engine-env");
  }

  /** The same of an {@code action: exec}, whose name may be that of another set's container. */
  public Path execEnvironment(String exec) {
    return environment().resolve(exec + ".exec-env");
  }

  /** The key of the configuration digests. */
  public Path digestKey() {
    return configuration.resolve("digest.key");
  }

  /** The script with which a unit waits for the health of a container. */
  public Path healthWait() {
    return configuration.resolve("wait-healthy");
  }

  /** What was last applied. */
  public Path applied() {
    return state.resolve("applied");
  }

  /** The lock that one run holds at a time. */
  public Path lock() {
    return state.resolve("lock");
  }

  /** Makes the directories, with their final modes. */
  public void create() {
    WholeFile.directory(configuration, "rwxr-xr-x");
    WholeFile.directory(environment(), "rwx------");
    WholeFile.directory(state, "rwx------");
    WholeFile.directory(applied(), "rwx------");
  }

  /** Removes what a killed run left half-written. */
  public void removeLeftovers() {
    WholeFile.removeLeftovers(units);
    WholeFile.removeLeftovers(configuration);
    WholeFile.removeLeftovers(environment());
    WholeFile.removeLeftovers(applied());
  }
}
