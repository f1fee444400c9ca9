package dev.berth.engine.podman;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.engine.HealthRecords;
import dev.berth.host.CommandRunner;
import java.util.Optional;

/** Podman, driven by its command line. */
public final class Podman {
  /** Its name. */
  public static final String NAME = EngineName.PODMAN.label();

  private Podman() {}

  /**
   * Root's Podman.
   *
   * @param runner starts its processes
   * @param program what Berth itself runs, {@code podman}
   * @param unitProgram what units run; absolute, since systemd searches a path of its own
   * @throws IllegalArgumentException when the program of units is not absolute
   */
  public static Engine of(CommandRunner runner, String program, String unitProgram) {
    return of(runner, program, unitProgram, Optional.empty(), HealthRecords.ofSystem());
  }

  /**
   * Podman as found on the path.
   *
   * @param rootless what it can do for a user that is not root; empty for root
   * @param records the health of containers that the host checks
   * @throws IllegalArgumentException when the program of units is not absolute
   */
  public static Engine of(
      CommandRunner runner,
      String program,
      String unitProgram,
      Optional<RootlessCheck> rootless,
      HealthRecords records) {
    return new Engine(
        new PodmanRuntime(runner, program, rootless, records),
        new PodmanCommandLine(program, unitProgram, rootless.isEmpty(), records),
        new PodmanControl(runner, program, records),
        new PodmanDetails(runner, program));
  }
}
