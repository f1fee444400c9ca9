package dev.berth.systemd;

import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.util.List;

/**
 * A target that orders services, as a value; {@link UnitText} writes it.
 *
 * @param name with its suffix
 * @param description shown by {@code systemctl status}
 * @param after the targets that come first
 * @param owner the {@code [X-Berth]} section, which names no container
 */
public record TargetUnit(UnitName name, String description, List<UnitName> after, UnitOwner owner) {
  /** Keeps its own copy. */
  public TargetUnit {
    after = List.copyOf(after);
  }
}
