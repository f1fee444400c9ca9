package dev.berth.engine.docker;

import dev.berth.engine.EngineName;
import dev.berth.engine.cli.CliDetails;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import dev.berth.model.Network;

/** What Docker tells in detail. */
final class DockerDetails extends CliDetails {
  DockerDetails(CommandRunner runner, String program) {
    super(EngineName.DOCKER, runner, program);
  }

  @Override
  protected Network network(Json answer) {
    return NetworkAnswer.read(answer);
  }
}
