package dev.berth.migrate;

import java.util.Optional;

/** What has to be known of a container to have it again as it was before it left. */
public sealed interface SourceDescription {
  /** Whether it ran. */
  boolean ran();

  /** What it shared with others, as it was taken down; empty where that was not. */
  Optional<Attachments> taken();

  /** What it shared with others; nothing where that was not taken down. */
  default Attachments attachments() {
    return taken().orElse(Attachments.NONE);
  }

  /** What it says itself that it shares; empty where only the engine knows. */
  Optional<Attachments> stated();

  /** The same, with what it shares. */
  SourceDescription with(Attachments attachments);

  /**
   * One that systemd looked after.
   *
   * @param text that of its unit
   * @param enabled whether a boot started it
   */
  record OfUnit(String text, boolean enabled, boolean ran, Optional<Attachments> taken)
      implements SourceDescription {
    @Override
    public Optional<Attachments> stated() {
      return Optional.of(Attachments.ofUnit(text));
    }

    @Override
    public OfUnit with(Attachments attachments) {
      return new OfUnit(text, enabled, ran, Optional.of(attachments));
    }
  }

  /**
   * One that the engine itself looked after.
   *
   * @param id which one it is, and not another of its name
   * @param restart its restart policy, as the engine writes it
   */
  record OfEngine(String id, String restart, boolean ran, Optional<Attachments> taken)
      implements SourceDescription {
    @Override
    public Optional<Attachments> stated() {
      return Optional.empty();
    }

    @Override
    public OfEngine with(Attachments attachments) {
      return new OfEngine(id, restart, ran, Optional.of(attachments));
    }
  }
}
