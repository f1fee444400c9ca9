package dev.berth.supervisor;

import dev.berth.engine.RunRequest.Mode;
import dev.berth.model.Care;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.ObservedImage;
import dev.berth.model.Plan;
import dev.berth.model.Problems;
import dev.berth.model.RenderedState;
import dev.berth.plan.ServiceStrategy;
import dev.berth.plan.lowering.ServiceFacts;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.systemd.SystemdSnapshot;
import java.util.Collection;
import java.util.Optional;

/** Looks after services: starts them at boot, and again after their end. */
public interface Supervisor {

  /** What it keeps a service by. */
  Care care();

  /** How the engine's command runs a service of its own. */
  Mode mode();

  /** How it is decided what a service of its own needs. */
  ServiceStrategy strategy();

  /** How the services of a plan come to run as they shall. */
  ServiceLowering lowering(ServiceFacts facts);

  /** Whether what it replaces waits until what follows is well, and can be brought back. */
  boolean keepsReplaced();

  /** Renders the services of one configuration. */
  SetRendering rendering(Desired desired, ContainerSet set, RenderFacts facts);

  /**
   * Whether it checks the health of a container itself, where the engine cannot as it is wanted.
   *
   * @param image the container's; empty where it is not on the host
   */
  default boolean checksHealth(ContainerSpec spec, Optional<ObservedImage> image) {
    return false;
  }

  /** Whether what the bind mounts of a service need is mounted for it before it starts. */
  default boolean mountsSources() {
    return false;
  }

  /**
   * What systemd has on the host, read once: whoever looks after services now, another one may have
   * left units.
   *
   * @param wanted what is to stand on the host
   * @throws dev.berth.systemd.SystemdException when systemd does not answer
   */
  SystemdSnapshot observe(Collection<ContainerSpec> wanted);

  /**
   * Judges what a plan has it write, and says where in the configuration the cause stands.
   *
   * @param judged a plan of the same run that was judged before; what both write is not looked at
   *     again
   */
  default void check(
      Plan plan,
      RenderedState wanted,
      Optional<Plan> judged,
      RenderFacts facts,
      Problems problems) {}
}
