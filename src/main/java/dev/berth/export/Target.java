package dev.berth.export;

import dev.berth.model.Desired;

/** A form in which what is desired is written. */
public sealed interface Target {

  /** All of it in this form. */
  Exported exported(Desired desired);

  /**
   * Kubernetes' objects, as {@code podman kube play} takes them, too.
   *
   * @param isDeployed whether a service is a Deployment, and a task a Job, in place of a Pod
   */
  record Kubernetes(boolean isDeployed) implements Target {
    @Override
    public Exported exported(Desired desired) {
      return new KubernetesWriter(desired, isDeployed).exported();
    }
  }

  /**
   * Quadlet's units.
   *
   * @param podman the oldest Podman that reads them
   */
  record Quadlet(PodmanVersion podman) implements Target {
    @Override
    public Exported exported(Desired desired) {
      return new QuadletWriter(desired, podman).exported();
    }
  }

  /** Compose projects, one of each configuration. */
  record Compose() implements Target {
    @Override
    public Exported exported(Desired desired) {
      return new ComposeWriter(desired).exported();
    }
  }

  /** Berth's own files, one of each configuration. */
  record Own() implements Target {
    @Override
    public Exported exported(Desired desired) {
      return new OwnWriter(desired).exported();
    }
  }
}
