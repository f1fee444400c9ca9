package dev.berth.systemd;

import dev.berth.model.RestartPolicy;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The unit that runs one container, as a value; {@link UnitText} writes it.
 *
 * @param description shown by {@code systemctl status}
 * @param scope whose systemd runs it
 * @param commands what it runs
 * @param lifetime when it ends, and starts again
 * @param relations what it stands to other units in
 * @param environmentFiles files that hold the variables of the command that runs the container
 * @param serviceLines further lines of [Service], after ours
 * @param owner the {@code [X-Berth]} section
 * @param credentials the names of those that systemd gives to it
 */
public record ServiceUnit(
    String description,
    Scope scope,
    Commands commands,
    Lifetime lifetime,
    Relations relations,
    List<Path> environmentFiles,
    Map<String, String> serviceLines,
    UnitOwner owner,
    List<String> credentials) {
  /**
   * What it runs.
   *
   * @param type {@code notify} where the engine says when the container is up, {@code exec} where a
   *     client of the engine's daemon stands for it
   * @param beforeStart ExecStartPre, in order
   * @param run ExecStart
   * @param afterStart ExecStartPost: the unit is up when these have ended well
   * @param beforeStop commands run in the container before it is stopped; their failure is ignored
   * @param stop ExecStop
   * @param afterStop ExecStopPost, which removes what is left of the container
   * @param reload ExecReload
   */
  public record Commands(
      String type,
      List<List<String>> beforeStart,
      List<String> run,
      List<List<String>> afterStart,
      List<List<String>> beforeStop,
      List<String> stop,
      List<String> afterStop,
      List<String> reload) {}

  /**
   * When it ends, and starts again.
   *
   * @param startTimeout how long its start may take, with what is run before and after it
   * @param grace how long a stop waits before it kills
   * @param restart the policy
   * @param staysStopped whether a container that the engine has stopped by itself is to stay so
   * @param killMode systemd's KillMode
   */
  public record Lifetime(
      Duration startTimeout,
      Duration grace,
      RestartPolicy restart,
      boolean staysStopped,
      String killMode) {}

  /**
   * What it stands to other units in.
   *
   * @param wants weak dependencies: units pulled in and waited for
   * @param brings units that it starts with itself, which come after it by what they say themselves
   * @param requires strong dependencies: units without which it does not start
   * @param after units that merely come first
   * @param before units that merely come after it
   * @param partOf units whose stop and restart it follows
   * @param mounts paths that have to be mounted, absolute and without dots; what the engine of the
   *     unit needs itself goes without saying
   */
  public record Relations(
      List<UnitName> wants,
      List<UnitName> brings,
      List<UnitName> requires,
      List<UnitName> after,
      List<UnitName> before,
      List<UnitName> partOf,
      List<String> mounts) {}

  /** The type of a unit whose process is the container's monitor, in the unit's own cgroup. */
  public static final String NOTIFY = "notify";

  /** The reload signal where the configuration names none. */
  public static final String DEFAULT_RELOAD_SIGNAL = "HUP";

  /** The KillMode where the configuration names none. */
  public static final String DEFAULT_KILL_MODE = "mixed";
}
