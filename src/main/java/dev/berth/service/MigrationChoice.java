package dev.berth.service;

/** What happens to wanted containers that the host's other engine has. */
public enum MigrationChoice {
  /** They come over. */
  AUTO,
  /** They come over when a person at the terminal agrees. */
  ASK,
  /** The run is refused. */
  REFUSE
}
