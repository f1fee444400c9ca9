package dev.berth.model.operation;

import java.time.Duration;

/** What an engine is asked to do with a container. */
public sealed interface ContainerOperation extends Operation {

  /** The container's name. */
  String container();

  @Override
  default String subject() {
    return container();
  }

  /**
   * Stops it.
   *
   * @param container its name; nothing where there is none
   * @param grace how long its processes have before they are killed
   */
  record StopContainer(String container, Duration grace) implements ContainerOperation {
    @Override
    public String verb() {
      return "stop container";
    }
  }

  /** Starts one that is there. */
  record StartContainer(String container) implements ContainerOperation {
    @Override
    public String verb() {
      return "start container";
    }
  }

  /**
   * Stops and removes it; its named volumes stay.
   *
   * @param container its name; nothing where there is none
   * @param grace how long its processes have before they are killed
   */
  record RemoveContainer(String container, Duration grace) implements ContainerOperation {
    @Override
    public String verb() {
      return "remove container";
    }
  }

  /** Drops what was recorded of its health checks. */
  record ForgetHealth(String container) implements ContainerOperation {
    @Override
    public String verb() {
      return "forget health of";
    }
  }
}
