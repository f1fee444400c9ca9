package dev.berth.engine;

import dev.berth.engine.docker.Docker;
import dev.berth.engine.docker.DockerCheck;
import dev.berth.engine.podman.Podman;
import dev.berth.host.CommandRunner;

/** Both engines, whose processes a test plays. */
public final class PlayedEngines {
  private PlayedEngines() {}

  /** A Docker. */
  public static Engine docker(CommandRunner runner) {
    return Docker.of(runner, "docker", "/usr/bin/docker", () -> {}, new DockerCheck(false, false));
  }

  /** A Podman. */
  public static Engine podman(CommandRunner runner) {
    return Podman.of(runner, "podman", "/usr/bin/podman");
  }

  /** The one of this name. */
  public static Engine of(EngineName name, CommandRunner runner) {
    return name == EngineName.DOCKER ? docker(runner) : podman(runner);
  }
}
