package dev.berth.engine.podman;

import dev.berth.engine.EngineName;
import dev.berth.engine.cli.CliDetails;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import dev.berth.model.Network;

/** What Podman tells in detail. */
final class PodmanDetails extends CliDetails {

  PodmanDetails(CommandRunner runner, String program) {
    super(EngineName.PODMAN, runner, program);
  }

  @Override
  protected Network network(Json answer) {
    return NetworkAnswer.read(answer);
  }
}
