package dev.berth.engine.podman;

import dev.berth.engine.EngineName;
import dev.berth.engine.HealthOptions;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.Invocation;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.engine.UnitCommands;
import dev.berth.engine.UnitRequest;
import dev.berth.engine.UnitScript;
import dev.berth.engine.cli.CliCommandLine;
import dev.berth.engine.cli.IdPrefix;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Podman's command lines: those of {@code podman run}, {@code exec} and of its units. */
final class PodmanCommandLine extends CliCommandLine {
  private final boolean isRoots;

  /**
   * Podman's command lines.
   *
   * @param isRoots whether root runs them
   */
  PodmanCommandLine(String program, String unitProgram, boolean isRoots, HealthRecords records) {
    super(EngineName.PODMAN, program, unitProgram, records);
    this.isRoots = isRoots;
  }

  @Override
  public Invocation run(RunRequest request) {
    if (request.mode() == Mode.ENGINE_SERVICE) {
      throw new IllegalArgumentException("Podman has no service of its own to restart containers");
    }
    return super.run(request);
  }

  /**
   * A person's container never replaces one: theirs is a second one beside the service's. Nor does
   * a service's, which starts when nobody looks whose the name is by then; see {@link PodmanUnit}.
   */
  @Override
  protected List<String> mode(RunRequest request) {
    boolean removed = request.spec().isRemovedAtEnd();
    List<String> arguments = new ArrayList<>();
    if (request.mode() == Mode.TRIAL) {
      return arguments;
    }
    boolean isTask =
        switch (request.mode()) {
          case AWAITED_TASK, DETACHED_TASK, INIT -> true;
          default -> false;
        };
    if (isTask && !IdPrefix.canBe(request.spec().name())) {
      arguments.add("--replace");
    }
    if (removed
        || request.mode() == Mode.INIT
        || request.mode() == Mode.SERVICE
        || request.mode() == Mode.FOREGROUND) {
      arguments.add("--rm");
    }
    if (request.mode() == Mode.SERVICE || request.mode() == Mode.DETACHED_TASK) {
      arguments.add("--detach");
    }
    if (request.mode() == Mode.INIT) {
      arguments.add("--cgroups=split");
    }
    if (request.mode() == Mode.SERVICE) {
      arguments.add("--cgroups=split");
      arguments.add(request.gated() ? "--sdnotify=healthy" : "--sdnotify=conmon");
    }
    return arguments;
  }

  @Override
  protected List<String> logging(RunRequest request) {
    return PodmanLogging.arguments(request);
  }

  @Override
  protected List<String> beforeLabels(RunRequest request) {
    return AutoUpdate.withoutTheImages(request);
  }

  @Override
  protected List<String> networks(ContainerSpec spec) {
    return spec.pod()
        .filter(_ -> spec.role() != Role.EXEC)
        .map(pod -> pod(spec, pod))
        .orElse(List.of());
  }

  /**
   * The pod has no infra container of Podman's, whose namespaces its members would get whatever
   * they ask for: they are in those of the container that Berth made, as the table says of network
   * and IPC. Podman alone has a word for sharing the host name, too.
   */
  private static List<String> pod(ContainerSpec spec, String pod) {
    return spec.isPod()
        ? List.of("--pod=" + pod)
        : List.of("--pod=" + pod, "--uts=container:" + ContainerSpec.podsOwn(pod));
  }

  @Override
  protected List<String> healthcheck(RunRequest request) {
    return request.isCheckedByHost() ? PodmanHealth.NONE : PodmanHealth.arguments(request.spec());
  }

  /** One word as it is; any other number of words as a JSON array (podman-run(1)). */
  @Override
  protected List<String> entrypointAndImage(RunRequest request) {
    ContainerSpec spec = request.spec();
    String image = AutoUpdate.image(request);
    if (!spec.values().containsKey(Key.ENTRYPOINT)) {
      return List.of(image);
    }
    List<String> words = spec.texts(Key.ENTRYPOINT);
    boolean plain = words.size() == 1 && !words.getFirst().startsWith("[");
    return List.of(
        "--entrypoint=" + (plain ? words.getFirst() : PodmanHealth.jsonArray(words)), image);
  }

  @Override
  public List<List<String>> beforeRun(ContainerName container) {
    return IdPrefix.canBe(container)
        ? List.of(PodmanName.with(container, unitProgram, "rm", "--force", "--ignore"))
        : List.of();
  }

  @Override
  public UnitCommands unitCommands(UnitRequest request) {
    return PodmanUnit.commands(unitProgram, request);
  }

  @Override
  public UnitScript unitScript(Path made) {
    return PodmanUnit.script(made);
  }

  /**
   * {@code --sdnotify=healthy} came with 4.7 (its release notes). The process that says so ends at
   * once, and a systemd that is not root's may not look into it any more by then: it drops the
   * message ("Notify sender died before message is processed") and kills a healthy container at the
   * end of the unit's time.
   */
  @Override
  public boolean gatesByItself(EngineInfo engine) {
    return isRoots && engine.isAtLeast(4, 7);
  }

  /**
   * {@code podman update} has health options since 5.4 (its release notes). It makes the timer anew
   * where the interval is another one, so that it is told two. The interval of an image's own check
   * is not known here.
   */
  @Override
  public List<List<String>> resumeChecks(ContainerSpec spec, EngineInfo engine) {
    boolean isOwn =
        PodmanHealth.arguments(spec).stream()
            .anyMatch(option -> option.startsWith("--health-interval="));
    if (!isOwn || !engine.isAtLeast(5, 4)) {
      return List.of();
    }
    Duration interval = spec.healthcheck().orElseThrow().interval();
    return Stream.of(interval.plusSeconds(1), interval)
        .map(
            every ->
                List.of(
                    program,
                    "update",
                    HealthOptions.interval(every, spec.name()),
                    spec.name().text()))
        .toList();
  }

  /** It takes further arguments for names of the first image, but with this option. */
  @Override
  public List<String> save(List<String> images) {
    List<String> argv =
        new ArrayList<>(
            List.of(program, "save", "--format=docker-archive", "--multi-image-archive"));
    argv.addAll(images);
    return argv;
  }
}
