package dev.berth.model;

/** By what a container is kept running. */
public enum Care {
  /** A unit of its own: its container is there only while the unit runs. */
  UNIT,
  /** Its container alone: that stays when it has ended, and is started again. */
  CONTAINER,
  /** Nothing: a task runs once, and an exec in the container of another. */
  NONE
}
