package dev.berth.engine.podman;

import dev.berth.engine.Invocation;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Durations;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes {@code podman run} and {@code podman exec}; the order of arguments never varies. */
final class PodmanRun {
  private PodmanRun() {}

  static Invocation run(String program, RunRequest request) {
    ContainerSpec spec = request.spec();
    PodmanEnvironment environment = PodmanEnvironment.of(spec);
    PodmanVolumes volumes = PodmanVolumes.of(spec, request.imageVolumes());
    List<String> argv = new ArrayList<>(List.of(program, "run", "--name=" + spec.name()));
    argv.addAll(mode(request));
    argv.add("--pull=never");
    argv.add("--stop-timeout=" + Durations.wholeSeconds(spec.stopGracePeriod()));
    argv.addAll(logging(request));
    labels(request).forEach((name, value) -> argv.add("--label=" + name + "=" + value));
    for (PodmanOption option : PodmanOptions.TABLE) {
      argv.addAll(option.arguments(spec));
    }
    spec.text(Key.CPUSET_CPUS)
        .filter(cpus -> !cpus.equals("all"))
        .ifPresent(cpus -> argv.add("--cpuset-cpus=" + cpus));
    argv.addAll(PodmanNetwork.arguments(spec));
    argv.addAll(volumes.arguments());
    argv.addAll(secrets(spec));
    if (request.healthchecks()) {
      argv.addAll(PodmanHealth.arguments(spec));
    }
    // Of two files the later one counts, and --env counts before any file (podman-run(1)).
    spec.texts(Key.ENV_FILE).forEach(file -> argv.add("--env-file=" + file));
    argv.addAll(environment(environment, request.environmentFile()));
    argv.addAll(entrypoint(spec));
    argv.add(request.image());
    argv.addAll(spec.texts(Key.COMMAND));
    return new Invocation(argv, environment.inherited(), environment.fileText(), volumes.names());
  }

  static Invocation exec(String program, ContainerSpec spec, Path environmentFile) {
    PodmanEnvironment environment = PodmanEnvironment.of(spec);
    List<String> argv = new ArrayList<>(List.of(program, "exec"));
    spec.text(Key.USER).ifPresent(user -> argv.add("--user=" + user));
    if (spec.flag(Key.PRIVILEGED)) {
      argv.add("--privileged");
    }
    spec.text(Key.WORKING_DIR).ifPresent(directory -> argv.add("--workdir=" + directory));
    argv.addAll(environment(environment, environmentFile));
    argv.addAll(spec.texts(Key.COMMAND));
    return new Invocation(argv, environment.inherited(), environment.fileText(), List.of());
  }

  /**
   * What depends on who looks after the container. A person's container never replaces one: theirs
   * is a second one beside the service's.
   */
  private static List<String> mode(RunRequest request) {
    boolean removed = request.spec().flag(Key.REMOVE);
    List<String> arguments = new ArrayList<>();
    if (request.mode() != Mode.FOREGROUND && !PodmanName.isAmbiguous(request.spec().name())) {
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

  private static List<String> logging(RunRequest request) {
    ContainerSpec spec = request.spec();
    List<String> arguments = new ArrayList<>();
    Optional<String> given =
        spec.text(Key.LOG_DRIVER)
            .or(
                () ->
                    spec.values().get(Key.LOGGING) instanceof Value.Mapping m
                        ? Optional.ofNullable(m.entries().get("driver"))
                            .map(v -> v.texts().getFirst())
                        : Optional.empty());
    SortedMap<String, String> options = logOptions(spec);
    boolean toFile = given.isEmpty() && request.logDirectory().isPresent();
    arguments.add("--log-driver=" + given.orElse(toFile ? "k8s-file" : "journald"));
    if (toFile) {
      options.putIfAbsent(
          "path", request.logDirectory().get().resolve(spec.name() + ".log").toString());
    }
    options.forEach((name, value) -> arguments.add("--log-opt=" + name + "=" + value));
    return arguments;
  }

  private static SortedMap<String, String> logOptions(ContainerSpec spec) {
    SortedMap<String, String> options = new TreeMap<>();
    if (spec.values().get(Key.LOGGING) instanceof Value.Mapping logging
        && logging.entries().get("options") instanceof Value.Mapping given) {
      given.entries().forEach((name, value) -> options.put(name, value.texts().getFirst()));
    }
    options.putAll(spec.fields(Key.LOG_OPTS));
    spec.text(Key.LOG_TAG).ifPresent(tag -> options.put("tag", tag));
    return options;
  }

  private static SortedMap<String, String> labels(RunRequest request) {
    SortedMap<String, String> labels = new TreeMap<>(request.spec().fields(Key.LABELS));
    labels.putAll(request.labels());
    return labels;
  }

  private static List<String> environment(PodmanEnvironment environment, Path file) {
    List<String> arguments = new ArrayList<>();
    if (!environment.filed().isEmpty()) {
      arguments.add("--env-file=" + file);
    }
    environment.inherited().keySet().forEach(name -> arguments.add("--env=" + name));
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

  private static List<String> secrets(ContainerSpec spec) {
    if (!(spec.values().get(Key.SECRETS) instanceof Value.Sequence sequence)) {
      return List.of();
    }
    return sequence.items().stream().map(item -> "--secret=" + secret(item)).toList();
  }

  private static String secret(Value item) {
    if (!(item instanceof Value.Mapping mapping)) {
      return item.texts().getFirst();
    }
    StringBuilder text = new StringBuilder();
    mapping
        .entries()
        .forEach(
            (field, value) -> {
              if (field.equals("source")) {
                text.insert(0, value.texts().getFirst());
              } else {
                text.append(',').append(field).append('=').append(value.texts().getFirst());
              }
            });
    return text.toString();
  }
}
