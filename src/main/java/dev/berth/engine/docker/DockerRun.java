package dev.berth.engine.docker;

import dev.berth.engine.EngineName;
import dev.berth.engine.EngineOptions;
import dev.berth.engine.Invocation;
import dev.berth.engine.LogOptions;
import dev.berth.engine.RunEnvironment;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.engine.RunVolumes;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Durations;
import dev.berth.model.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes {@code docker run} and {@code docker exec}; the order of arguments never varies. */
final class DockerRun {
  private DockerRun() {}

  static Invocation run(String program, RunRequest request) {
    ContainerSpec spec = request.spec();
    RunEnvironment environment = RunEnvironment.of(spec);
    RunVolumes volumes = RunVolumes.of(spec, request.imageVolumes());
    List<String> argv =
        new ArrayList<>(List.of(program, request.mode().verb(), "--name=" + spec.name()));
    argv.addAll(mode(request));
    argv.add("--pull=never");
    argv.add("--stop-timeout=" + Durations.wholeSeconds(spec.stopGracePeriod()));
    argv.addAll(logging(request));
    argv.addAll(request.labelArguments());
    argv.addAll(EngineOptions.arguments(EngineName.DOCKER, spec));
    argv.addAll(DockerNetwork.arguments(spec));
    argv.addAll(volumes.arguments());
    if (request.healthchecks()) {
      argv.addAll(request.isCheckedByHost() ? DockerHealth.NONE : DockerHealth.arguments(spec));
    }
    // Of two files the later one counts, and --env counts before any file, as for Podman.
    spec.texts(Key.ENV_FILE).forEach(file -> argv.add("--env-file=" + file));
    argv.addAll(environment.arguments(request.environmentFile()));
    argv.addAll(entrypointAndImage(spec, request.image()));
    argv.addAll(spec.texts(Key.COMMAND));
    return new Invocation(argv, environment.inherited(), environment.fileText(), volumes.names());
  }

  static Invocation exec(String program, ContainerSpec spec, Path environmentFile) {
    RunEnvironment environment = RunEnvironment.of(spec);
    List<String> argv = new ArrayList<>(List.of(program, "exec"));
    spec.text(Key.USER).ifPresent(user -> argv.add("--user=" + user));
    if (spec.flag(Key.PRIVILEGED)) {
      argv.add("--privileged");
    }
    spec.text(Key.WORKING_DIR).ifPresent(directory -> argv.add("--workdir=" + directory));
    argv.addAll(environment.arguments(environmentFile));
    argv.addAll(spec.texts(Key.COMMAND));
    return new Invocation(argv, environment.inherited(), environment.fileText(), List.of());
  }

  /** What depends on who looks after the container. {@code --rm} and a restart exclude another. */
  private static List<String> mode(RunRequest request) {
    boolean removed = request.spec().flag(Key.REMOVE);
    return switch (request.mode()) {
      case SERVICE -> List.of("--detach", "--restart=no");
      case ENGINE_SERVICE ->
          List.of("--detach", "--restart=" + request.spec().restart().orElseThrow());
      case AWAITED_TASK -> removed ? List.of("--rm") : List.of();
      case DETACHED_TASK -> removed ? List.of("--rm", "--detach") : List.of("--detach");
      case FOREGROUND -> List.of("--rm");
      case TRIAL -> List.of();
    };
  }

  /**
   * The daemon's own driver where none is given. Under a unit the journal has the output from the
   * unit, so there Docker keeps a short copy of its own, for {@code docker logs}.
   */
  private static List<String> logging(RunRequest request) {
    LogOptions given = LogOptions.of(request.spec());
    boolean isBare = given.driver().isEmpty() && given.options().isEmpty();
    return isBare && request.mode() == Mode.SERVICE
        ? given.withDriver("local").arguments()
        : given.arguments();
  }

  /** The option takes one word; the others go before the command's. */
  private static List<String> entrypointAndImage(ContainerSpec spec, String image) {
    List<String> words = spec.texts(Key.ENTRYPOINT);
    List<String> arguments = new ArrayList<>();
    if (spec.values().containsKey(Key.ENTRYPOINT)) {
      arguments.add("--entrypoint=" + (words.isEmpty() ? "" : words.getFirst()));
    }
    arguments.add(image);
    arguments.addAll(words.subList(Math.min(1, words.size()), words.size()));
    return arguments;
  }
}
