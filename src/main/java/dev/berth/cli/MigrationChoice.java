package dev.berth.cli;

/** What happens to wanted containers that the host's other engine has. */
enum MigrationChoice {
  /** They come over. */
  AUTO,
  /** They come over when a person at the terminal agrees. */
  ASK,
  /** The run is refused. */
  REFUSE
}
