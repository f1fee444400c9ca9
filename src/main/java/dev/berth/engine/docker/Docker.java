package dev.berth.engine.docker;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.engine.HealthRecords;
import dev.berth.host.CommandRunner;

/** Docker, driven by its command line. */
public final class Docker {
  /** Its name. */
  public static final String NAME = EngineName.DOCKER.label();

  private Docker() {}

  /**
   * Docker as found on the path.
   *
   * @param runner starts its processes
   * @param program what Berth itself runs, {@code docker}
   * @param unitProgram what units run; absolute, since systemd searches a path of its own
   * @param ping makes sure that it is Docker that answers, see {@link DockerSocket#ping}
   * @param check what cannot be honoured
   * @throws IllegalArgumentException when the program of units is not absolute
   */
  public static Engine of(
      CommandRunner runner, String program, String unitProgram, Runnable ping, DockerCheck check) {
    HealthRecords records = HealthRecords.ofSystem();
    return new Engine(
        new DockerRuntime(runner, program, ping, check, records),
        new DockerCommandLine(program, unitProgram, records),
        new DockerControl(runner, program, records),
        new DockerDetails(runner, program));
  }
}
