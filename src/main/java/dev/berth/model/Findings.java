package dev.berth.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was found out of the host besides its lists, since something pointed to it.
 *
 * @param startedOtherwise by container, what its process was started with that is not as wanted, in
 *     words that hold no secret
 * @param unchecked by container that runs, why nobody checks its health any more, in words
 * @param detached by container, which of its networks it is not in any more, in words
 * @param exposed by path, why one of our files with secrets, or of our directories, is not its
 *     owner's alone, in words
 * @param unusable by name, why a unit of the host that others refer to cannot be started, in words
 *     that follow a comma
 * @param remade the volumes that engines have made anew, by name
 * @param unsettled the services that a run was replacing when it was killed: of what followed
 *     nobody knows yet whether it is well
 */
public record Findings(
    Map<ContainerName, String> startedOtherwise,
    Map<ContainerName, String> unchecked,
    Map<ContainerName, String> detached,
    Map<String, String> exposed,
    Map<String, String> unusable,
    List<RemadeVolume> remade,
    Set<ContainerName> unsettled) {
  /** Nothing pointed to anything. */
  public static final Findings NONE =
      new Findings(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /** Where every volume is the one that there was, and no run was killed. */
  public Findings(
      Map<ContainerName, String> startedOtherwise,
      Map<ContainerName, String> unchecked,
      Map<ContainerName, String> detached,
      Map<String, String> exposed,
      Map<String, String> unusable) {
    this(startedOtherwise, unchecked, detached, exposed, unusable, List.of(), Set.of());
  }

  /** Keeps its own copies. */
  public Findings {
    startedOtherwise = Map.copyOf(startedOtherwise);
    unchecked = Map.copyOf(unchecked);
    detached = Map.copyOf(detached);
    exposed = Map.copyOf(exposed);
    unusable = Map.copyOf(unusable);
    remade = List.copyOf(remade);
    unsettled = Set.copyOf(unsettled);
  }

  /**
   * The reason why the process of a container is not as wanted although its configuration is; empty
   * when it is as wanted.
   */
  public Optional<String> startedOtherwise(ContainerName container) {
    return Optional.ofNullable(startedOtherwise.get(container));
  }

  /**
   * The reason why nobody checks the health of a container any more, which has a check; empty when
   * it is checked, or has none.
   */
  public Optional<String> unchecked(ContainerName container) {
    return Optional.ofNullable(unchecked.get(container));
  }

  /**
   * The reason why a container is not in a network in which it is to be; empty when it is in all.
   */
  public Optional<String> detached(ContainerName container) {
    return Optional.ofNullable(detached.get(container));
  }
}
