package dev.berth.model;

import java.util.Optional;

/**
 * What a service was before its turn.
 *
 * @param files its unit and its environment files; empty where the engine looks after it
 * @param container the id of its container; empty where a unit makes it
 * @param restart the container's restart policy; empty where a unit makes it
 * @param applied what was last applied; empty where that is not on record; secret
 * @param legacy how it was where it was not Berth's before; empty where it was
 */
public record Kept(
    Optional<ServiceFiles> files,
    String container,
    String restart,
    Optional<Applied> applied,
    Optional<LegacyState> legacy) {

  /** Of a service with a unit. */
  public static Kept of(ServiceFiles files, Optional<Applied> applied) {
    return new Kept(Optional.of(files), "", "", applied, Optional.empty());
  }

  /** Of one that the engine looks after. */
  public static Kept of(String container, String restart, Optional<Applied> applied) {
    return new Kept(Optional.empty(), container, restart, applied, Optional.empty());
  }

  /** The same of one that was not Berth's. */
  public Kept with(Optional<LegacyState> left) {
    return new Kept(files, container, restart, applied, left);
  }

  /** Its unit's text; empty where there is none. */
  public Optional<String> text() {
    return files.flatMap(ServiceFiles::text);
  }

  @Override
  public String toString() {
    return "what was kept of " + files.map(it -> it.unit().text()).orElse(container);
  }
}
