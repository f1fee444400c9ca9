package dev.berth.engine;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.MadeWith;
import dev.berth.model.NetworkSpec;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedMount;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedRun;
import dev.berth.model.ObservedSecret;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Problems;
import dev.berth.model.Sharing;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a container runtime tells. Nothing here changes the host, and nothing says how the runtime
 * is asked: by a process for each question, as {@code engine.cli} does, or by a socket.
 */
public interface ContainerRuntime {

  /** What it is called: {@code podman} or {@code docker}. */
  String name();

  /**
   * Reads everything once, with a constant number of questions side by side.
   *
   * @param images the references whose images are wanted
   * @param withVolumes whether named volumes are wanted
   * @throws EngineException when the runtime is missing, hangs or answers what is not understood
   */
  EngineSnapshot observe(Collection<String> images, boolean withVolumes);

  /**
   * The named volumes alone, by name, with as few questions as {@link #observe} takes for them.
   *
   * @throws EngineException as by {@link #observe}
   */
  Map<String, ObservedVolume> volumes();

  /**
   * The images behind these references or ids, by what was asked, with one question; those that are
   * not there are left out.
   *
   * @throws EngineException as by {@link #observe}
   */
  Map<String, ObservedImage> images(Collection<String> references);

  /**
   * How the runs of containers go, by name, with one question; one that is not there is left out.
   *
   * @param containers names or full ids
   * @throws EngineException as by {@link #observe}
   */
  Map<ContainerName, ObservedRun> runs(Collection<ContainerName> containers);

  /**
   * What containers have in common with others, by full id, with one question; nothing where {@link
   * #observe} tells it already.
   *
   * @throws EngineException as by {@link #observe}
   */
  default Map<String, Sharing> sharings(Collection<ContainerName> containers) {
    return Map.of();
  }

  /**
   * The health of containers, read as by {@link #runs}.
   *
   * @param containers names or full ids
   * @throws EngineException as by {@link #observe}
   */
  default Map<ContainerName, ObservedHealth> health(Collection<ContainerName> containers) {
    Map<ContainerName, ObservedHealth> healths = new LinkedHashMap<>();
    runs(containers).forEach((name, run) -> healths.put(name, run.health()));
    return healths;
  }

  /**
   * What containers mount, by their names, with one question; one that is not there is left out.
   *
   * @param containers names or full ids
   * @throws EngineException as by {@link #observe}
   */
  Map<ContainerName, List<ObservedMount>> mounts(Collection<ContainerName> containers);

  /**
   * Where what containers print is kept, by their names, with one question; one that is not there,
   * or of which it is not told, is left out.
   *
   * @param containers names or full ids
   * @throws EngineException as by {@link #observe}
   */
  default Map<ContainerName, LogPlace> logPlaces(Collection<ContainerName> containers) {
    return Map.of();
  }

  /**
   * What containers were made with, by full id, with one question; one that is not there is left
   * out.
   *
   * @param containers names or full ids
   * @throws EngineException as by {@link #observe}
   */
  Map<String, MadeWith> origins(Collection<ContainerName> containers);

  /**
   * The networks, by name, with at most two questions.
   *
   * @throws EngineException as by {@link #observe}
   */
  Map<String, ObservedNetwork> networks();

  /**
   * Those of these secrets that are there, by name, with one question; empty where it keeps none at
   * all.
   *
   * @throws EngineException as by {@link #observe}
   */
  default Optional<Map<String, ObservedSecret>> secrets(Collection<String> names) {
    return Optional.empty();
  }

  /**
   * The names of images that begin with this, by the images' ids, with one question.
   *
   * @param prefix whole parts of a name, with a slash at its end
   * @throws EngineException as by {@link #observe}
   */
  default Map<String, Set<String>> imagesNamed(String prefix) {
    return Map.of();
  }

  /**
   * Where it keeps images and containers on this host, and how much room is there; empty where it
   * does not say. One question, and one more where it has to be asked for the place.
   *
   * @param known the directory that one of its images has told, absolute; empty where none has
   */
  Optional<StoreDirectory> store(Optional<String> known);

  /**
   * Whether timers of systemd run its health checks, each of a name that begins with the full id of
   * its container; where not, its daemon does.
   */
  default boolean checksByTimers() {
    return false;
  }

  /** Reports each key that this runtime, in this version, cannot honour, at its position. */
  void check(ContainerSpec spec, EngineInfo engine, Problems problems);

  /** Reports what of a network this runtime cannot honour, at its position. */
  default void check(NetworkSpec spec, EngineInfo engine, Problems problems) {}
}
