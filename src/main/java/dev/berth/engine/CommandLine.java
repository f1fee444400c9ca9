package dev.berth.engine;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.UnitName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The command lines of a container engine: what a unit, a supervisor or a person runs. Each is a
 * list of arguments, written and not run; no secret is in any.
 */
public interface CommandLine {

  /**
   * The command that runs a container.
   *
   * @throws IllegalArgumentException for a mode that this engine does not have
   */
  Invocation run(RunRequest request);

  /**
   * The command that makes the container of a {@link RunRequest.Mode#TRIAL}, without starting it.
   * No secret is in it, and no variable is given to it.
   */
  Invocation create(RunRequest request);

  /**
   * The command of an {@code action: exec}; the configuration's first word is the container.
   *
   * @param environmentFile where the variables that cannot be inherited will lie
   */
  Invocation exec(ContainerSpec spec, Path environmentFile);

  /**
   * The command that prints what a container has printed, for a person to read; empty where the
   * engine has none.
   */
  default Optional<List<String>> logs(ContainerName container, LogRange range) {
    return Optional.empty();
  }

  /**
   * The commands to be run before that of {@link #run}, so that the name is free; empty where that
   * command sees to it itself.
   */
  List<List<String>> beforeRun(ContainerName container);

  /** How a systemd unit runs the container whose command {@link #run} wrote. */
  UnitCommands unitCommands(UnitRequest request);

  /**
   * The script that {@link #unitCommands} run.
   *
   * @param made the directory that keeps, in a file of the container's name, the id of what a unit
   *     has made last
   */
  UnitScript unitScript(Path made);

  /** The unit of the engine's daemon, without which nothing of it runs; empty where it has none. */
  default Optional<UnitName> daemonUnit() {
    return Optional.empty();
  }

  /** Whether {@link #run} can keep a service from counting as started until it is healthy. */
  boolean gatesByItself(EngineInfo engine);

  /**
   * The commands that have the health check of a running container run again, whose timer was
   * stopped, one after the other; empty where only a start of the container helps.
   */
  default List<List<String>> resumeChecks(ContainerSpec spec, EngineInfo engine) {
    return List.of();
  }

  /**
   * A script for {@code /bin/sh} that waits for the health of a container. Its arguments: the
   * container, for how many seconds at most, and {@code anyway} where it is to end well however the
   * wait ends.
   */
  String healthWaitScript();

  /**
   * The command that writes images to its standard output, with their names, as one archive for the
   * other's {@link #load}.
   */
  List<String> save(List<String> images);

  /** The command that takes in the images of an archive on its standard input. */
  List<String> load();

  /** The script that {@link HostChecks} describes. */
  String healthCheckScript();
}
