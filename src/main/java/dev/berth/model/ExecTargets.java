package dev.berth.model;

import java.util.Optional;

/** Names the state of a container that a command runs in, so that a change of it can be told. */
public final class ExecTargets {
  private ExecTargets() {}

  /**
   * The digest of the target's configuration with the id of its image, as it will be after the
   * apply; empty when there is no such container.
   */
  public static Optional<String> state(
      ContainerName target, RenderedState wanted, Observed observed) {
    return wanted
        .container(target)
        .map(
            rendered ->
                rendered.digest() + "@" + observed.imageId(rendered.spec().image()).orElse(""))
        .or(
            () ->
                observed
                    .container(target)
                    .map(
                        container ->
                            container.label(Labels.DIGEST).orElse(container.id())
                                + "@"
                                + container.imageId()));
  }
}
