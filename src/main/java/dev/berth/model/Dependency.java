package dev.berth.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What must be there before a container starts.
 *
 * @param target a container's name, or a unit of the host
 * @param kind which of the two
 * @param condition what the target must have reached
 * @param required whether the container must not start without it
 * @param restarts whether the container starts anew when it was made anew
 * @param at where the dependency stands
 */
public record Dependency(
    String target,
    Kind kind,
    Condition condition,
    boolean required,
    boolean restarts,
    SourcePosition at) {

  /** Whether a unit starts anew with it: a required one brings that about by itself. */
  public boolean isFollowed() {
    return required || restarts;
  }

  /** The container that must be there; empty for a unit of the host. */
  public Optional<ContainerName> container() {
    return kind == Kind.CONTAINER ? ContainerName.find(target) : Optional.empty();
  }

  /** How long the health of what another configuration runs is waited for. */
  public static final Duration LONGEST_ELSEWHERE = Duration.ofMinutes(5);

  /** What the target is. */
  public enum Kind {
    /** A container of a configuration. */
    CONTAINER,
    /** A systemd unit, taken literally. */
    HOST_UNIT
  }

  /** A unit of the host is what ends in a unit type other than that of a container. */
  public static Kind kindOf(String target) {
    return target.endsWith(".service")
            || target.endsWith(".target")
            || target.endsWith(".socket")
            || target.endsWith(".mount")
        ? Kind.HOST_UNIT
        : Kind.CONTAINER;
  }

  /** The conditions of Compose's {@code depends_on}. */
  public enum Condition {
    /** It runs. */
    SERVICE_STARTED,
    /** Its health check succeeded. */
    SERVICE_HEALTHY,
    /** It ended, with an accepted exit code. */
    SERVICE_COMPLETED_SUCCESSFULLY
  }
}
