package dev.berth.engine;

import dev.berth.host.CommandResult;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedMount;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedRun;
import dev.berth.model.ObservedSecret;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Origin;
import dev.berth.model.Problems;
import dev.berth.model.Sharing;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What Berth asks of a container engine. The first group reads, the second writes command lines
 * without running them, the third changes the host and returns how the engine's process ended.
 */
public interface Engine {

  /** {@code podman} or {@code docker}. */
  String name();

  /**
   * Reads everything once, with a constant number of processes side by side.
   *
   * @param images the references whose images are wanted
   * @param withVolumes whether named volumes are wanted
   * @throws EngineException when the engine is missing, hangs or answers what is not understood
   */
  EngineSnapshot observe(Collection<String> images, boolean withVolumes);

  /**
   * The named volumes alone, by name, with as few processes as {@link #observe} takes for them.
   *
   * @throws EngineException as by {@link #observe}
   */
  Map<String, ObservedVolume> volumes();

  /**
   * The images behind these references or ids, by what was asked, with one process; those that are
   * not there are left out.
   *
   * @throws EngineException as by {@link #observe}
   */
  Map<String, ObservedImage> images(Collection<String> references);

  /**
   * How the runs of containers go, by name, with one process; one that is not there is left out.
   *
   * @throws EngineException as by {@link #observe}
   */
  Map<String, ObservedRun> runs(Collection<String> containers);

  /**
   * What containers have in common with others, by full id, with one process; nothing where {@link
   * #observe} tells it already.
   *
   * @throws EngineException as by {@link #observe}
   */
  default Map<String, Sharing> sharings(Collection<String> containers) {
    return Map.of();
  }

  /** The health of containers, read as by {@link #runs}. */
  default Map<String, ObservedHealth> health(Collection<String> containers) {
    Map<String, ObservedHealth> healths = new LinkedHashMap<>();
    runs(containers).forEach((name, run) -> healths.put(name, run.health()));
    return healths;
  }

  /**
   * What containers mount, by their names, with one process; one that is not there is left out.
   *
   * @param containers names or ids
   * @throws EngineException as by {@link #observe}
   */
  Map<String, List<ObservedMount>> mounts(Collection<String> containers);

  /**
   * What containers were made with, by full id, with one process; one that is not there is left
   * out.
   *
   * @param containers names or ids
   * @throws EngineException as by {@link #observe}
   */
  Map<String, Origin> origins(Collection<String> containers);

  /** Reports each key that this engine, in this version, cannot honour, at its position. */
  void check(ContainerSpec spec, EngineInfo engine, Problems problems);

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
   * The engine's networks, by name, with at most two processes.
   *
   * @throws EngineException as by {@link #observe}
   */
  Map<String, ObservedNetwork> networks();

  /**
   * Those of these secrets that the engine has, by name, with one process; empty where it keeps
   * none at all.
   *
   * @throws EngineException as by {@link #observe}
   */
  Optional<Map<String, ObservedSecret>> secrets(Collection<String> names);

  /**
   * A file of a container that need not run, as a tar archive of that one file; it fails where
   * there is none.
   */
  CommandResult copyOut(String container, String path);

  /** Removes containers that do not run, with their volumes that have no name. */
  CommandResult removeTrials(Collection<String> containers);

  /** The unit of the engine's daemon, without which nothing of it runs; empty where it has none. */
  default Optional<String> daemonUnit() {
    return Optional.empty();
  }

  /**
   * Where it keeps images and containers on this host; empty where it does not say. One process,
   * and one more where it has to be asked.
   *
   * @param known the directory that one of its images has told, absolute
   */
  Optional<StoreDirectory> store(Optional<String> known);

  /** How a systemd unit runs the container whose command {@link #run} wrote. */
  UnitCommands unitCommands(UnitRequest request);

  /**
   * Whether timers of systemd run its health checks, each of a name that begins with the full id of
   * its container; where not, its daemon does.
   */
  default boolean checksByTimers() {
    return false;
  }

  /**
   * The commands that have the health check of a running container run again, whose timer was
   * stopped, one after the other; empty where only a start of the container helps.
   */
  default List<List<String>> resumeChecks(ContainerSpec spec, EngineInfo engine) {
    return List.of();
  }

  /** Whether {@link #run} can keep a service from counting as started until it is healthy. */
  boolean gatesByItself(EngineInfo engine);

  /**
   * A script for {@code /bin/sh} that waits for the health of a container. Its arguments: the
   * container, for how many seconds at most, and {@code anyway} where it is to end well however the
   * wait ends.
   */
  String healthWaitScript();

  /** The script that {@link HostChecks} describes. */
  String healthCheckScript();

  /** Drops what that script has recorded for a container that was removed. */
  void forgetHealth(String container);

  /**
   * The script that {@link #unitCommands} run.
   *
   * @param made the directory that keeps, in a file of the container's name, the id of what a unit
   *     has made last
   */
  UnitScript unitScript(java.nio.file.Path made);

  /** The command of an {@code action: exec}; the configuration's first word is the container. */
  Invocation exec(ContainerSpec spec, java.nio.file.Path environmentFile);

  /**
   * The commands to be run before that of {@link #run}, so that the name is free; empty where that
   * command sees to it itself.
   */
  List<List<String>> beforeRun(String container);

  /** Fetches an image. */
  CommandResult pull(String image, Consumer<String> onLine);

  /**
   * Gives an image further names; those that it has already it keeps.
   *
   * @param imageId its id
   */
  CommandResult tag(String imageId, Collection<String> names);

  /** Takes names from an image, which is then as one that was never called so. */
  CommandResult untag(String imageId, Collection<String> names);

  /**
   * The names of images that begin with this, by the images' ids, with one process.
   *
   * @param prefix whole parts of a name, with a slash at its end
   * @throws EngineException as by {@link #observe}
   */
  default Map<String, Set<String>> imagesNamed(String prefix) {
    return Map.of();
  }

  /** Runs a command line that {@link #run} or {@link #exec} wrote, without a deadline. */
  CommandResult execute(
      List<String> argv, Map<String, String> environment, Consumer<String> onLine);

  /** Starts a container that is there and does not run. */
  CommandResult start(String container);

  /** Stops within the grace period; no error when there is none. */
  CommandResult stop(String container, Duration grace);

  /** Gives a container another name. */
  CommandResult rename(String from, String to);

  /** Says when the engine itself is to start a container again: a {@code --restart} policy. */
  CommandResult setRestart(String container, String policy);

  /** Stops within the grace period, then removes; no error when there is none. */
  CommandResult remove(String container, Duration grace);

  /** Waits until a container has ended; its output is the exit code. */
  CommandResult await(String container);

  /** Creates a named volume; no error when it is there. */
  CommandResult createVolume(String name, Map<String, String> labels);

  /** Removes named volumes. */
  CommandResult removeVolumes(Collection<String> names);
}
