package dev.berth.engine.podman;

import dev.berth.engine.EngineName;
import dev.berth.engine.EngineOptions;
import dev.berth.engine.Invocation;
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

/** Writes {@code podman run} and {@code podman exec}; the order of arguments never varies. */
final class PodmanRun {
  private PodmanRun() {}

  static Invocation run(String program, RunRequest request) {
    ContainerSpec spec = request.spec();
    RunEnvironment environment = RunEnvironment.of(spec);
    RunVolumes volumes = RunVolumes.of(spec, request.imageVolumes());
    List<String> argv =
        new ArrayList<>(List.of(program, request.mode().verb(), "--name=" + spec.name()));
    argv.addAll(mode(request));
    argv.add("--pull=never");
    argv.add("--stop-timeout=" + Durations.wholeSeconds(spec.stopGracePeriod()));
    argv.addAll(PodmanLogging.arguments(request));
    argv.addAll(AutoUpdate.withoutTheImages(request));
    argv.addAll(request.labelArguments());
    argv.addAll(EngineOptions.arguments(EngineName.PODMAN, spec));
    argv.addAll(volumes.arguments());
    if (request.healthchecks()) {
      argv.addAll(request.isCheckedByHost() ? PodmanHealth.NONE : PodmanHealth.arguments(spec));
    }
    // Of two files the later one counts, and --env counts before any file (podman-run(1)).
    spec.texts(Key.ENV_FILE).forEach(file -> argv.add("--env-file=" + file));
    argv.addAll(environment.arguments(request.environmentFile()));
    argv.addAll(entrypoint(spec));
    argv.add(AutoUpdate.image(request));
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

  /**
   * What depends on who looks after the container. A person's container never replaces one: theirs
   * is a second one beside the service's. Nor does a service's, which starts when nobody looks
   * whose the name is by then; see {@link PodmanUnit}.
   */
  private static List<String> mode(RunRequest request) {
    boolean removed = request.spec().flag(Key.REMOVE);
    List<String> arguments = new ArrayList<>();
    if (request.mode() == Mode.TRIAL) {
      return arguments;
    }
    boolean isTask = request.mode() == Mode.AWAITED_TASK || request.mode() == Mode.DETACHED_TASK;
    if (isTask && !PodmanName.isAmbiguous(request.spec().name())) {
      arguments.add("--replace");
    }
    if (removed || request.mode() == Mode.SERVICE || request.mode() == Mode.FOREGROUND) {
      arguments.add("--rm");
    }
    if (request.mode() == Mode.SERVICE || request.mode() == Mode.DETACHED_TASK) {
      arguments.add("--detach");
    }
    if (request.mode() == Mode.SERVICE) {
      arguments.add("--cgroups=split");
      arguments.add(request.gated() ? "--sdnotify=healthy" : "--sdnotify=conmon");
    }
    return arguments;
  }

  /** One word as it is; any other number of words as a JSON array (podman-run(1)). */
  private static List<String> entrypoint(ContainerSpec spec) {
    if (!spec.values().containsKey(Key.ENTRYPOINT)) {
      return List.of();
    }
    List<String> words = spec.texts(Key.ENTRYPOINT);
    boolean plain = words.size() == 1 && !words.getFirst().startsWith("[");
    return List.of("--entrypoint=" + (plain ? words.getFirst() : PodmanHealth.jsonArray(words)));
  }
}
