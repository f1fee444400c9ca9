package dev.berth.engine.docker;

import dev.berth.engine.EngineName;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.LogOptions;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.engine.UnitCommands;
import dev.berth.engine.UnitRequest;
import dev.berth.engine.UnitScript;
import dev.berth.engine.cli.CliCommandLine;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.UnitName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Docker's command lines: those of {@code docker run}, {@code exec} and of its units. */
final class DockerCommandLine extends CliCommandLine {

  DockerCommandLine(String program, String unitProgram, HealthRecords records) {
    super(EngineName.DOCKER, program, unitProgram, records);
  }

  /** {@code --rm} and a restart exclude another. */
  @Override
  protected List<String> mode(RunRequest request) {
    boolean removed = request.spec().isRemovedAtEnd();
    return switch (request.mode()) {
      case SERVICE -> List.of("--detach", "--restart=no");
      case ENGINE_SERVICE ->
          List.of("--detach", "--restart=" + request.spec().restart().orElseThrow());
      case AWAITED_TASK -> removed ? List.of("--rm") : List.of();
      case DETACHED_TASK -> removed ? List.of("--rm", "--detach") : List.of("--detach");
      case FOREGROUND, INIT -> List.of("--rm");
      case TRIAL -> List.of();
    };
  }

  /**
   * The daemon's own driver where none is given. Under a unit the journal has the output from the
   * unit, so there Docker keeps a short copy of its own, for {@code docker logs}.
   */
  @Override
  protected List<String> logging(RunRequest request) {
    LogOptions given = LogOptions.of(request.spec());
    boolean isBare = given.driver().isEmpty() && given.options().isEmpty();
    return isBare && request.mode() == Mode.SERVICE
        ? given.withDriver("local").arguments()
        : given.arguments();
  }

  @Override
  protected List<String> beforeLabels(RunRequest request) {
    return List.of();
  }

  @Override
  protected List<String> networks(ContainerSpec spec) {
    return DockerNetwork.arguments(spec);
  }

  @Override
  protected List<String> healthcheck(RunRequest request) {
    return request.isCheckedByHost() ? DockerHealth.NONE : DockerHealth.arguments(request.spec());
  }

  /** The option takes one word; the others go before the command's. */
  @Override
  protected List<String> entrypointAndImage(RunRequest request) {
    ContainerSpec spec = request.spec();
    List<String> words = spec.texts(Key.ENTRYPOINT);
    List<String> arguments = new ArrayList<>();
    if (spec.values().containsKey(Key.ENTRYPOINT)) {
      arguments.add("--entrypoint=" + (words.isEmpty() ? "" : words.getFirst()));
    }
    arguments.add(request.image().reference());
    arguments.addAll(words.subList(Math.min(1, words.size()), words.size()));
    return arguments;
  }

  @Override
  public List<List<String>> beforeRun(ContainerName container) {
    return List.of(DockerName.remove(unitProgram, container));
  }

  @Override
  public UnitCommands unitCommands(UnitRequest request) {
    return DockerUnit.commands(unitProgram, request);
  }

  @Override
  public UnitScript unitScript(Path made) {
    return DockerUnit.script(made);
  }

  @Override
  public Optional<UnitName> daemonUnit() {
    return Optional.of(new UnitName("docker.service"));
  }

  @Override
  public boolean gatesByItself(EngineInfo engine) {
    return false;
  }
}
