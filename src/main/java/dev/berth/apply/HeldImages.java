package dev.berth.apply;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.SideBySide;
import dev.berth.model.HeldImage;
import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Names that hold the images of units, see {@link HeldImage}: given before a unit is written, taken
 * away by {@link HeldImageRelease}.
 */
final class HeldImages {
  private static final int SIDE_BY_SIDE = 4;

  private final RuntimeControl control;
  private final Observed observed;
  private final Consumer<String> note;

  /**
   * Those of an engine.
   *
   * @param observed which names are there by now
   * @param note told what could not be done; no unit starts the worse for it
   */
  HeldImages(RuntimeControl control, Observed observed, Consumer<String> note) {
    this.control = control;
    this.observed = observed;
    this.note = note;
  }

  /**
   * Gives the images of these services their names, where they are not there, with one process for
   * each image.
   */
  void hold(List<Rendered> services) {
    Map<String, Set<String>> names = new TreeMap<>();
    for (Rendered service : services) {
      service
          .heldImage()
          .filter(id -> !observed.isHeld(service).orElse(false))
          .ifPresent(
              id ->
                  names
                      .computeIfAbsent(id, key -> new HashSet<>())
                      .add(HeldImage.name(service.name(), id)));
    }
    SideBySide.map(
            List.copyOf(names.entrySet()),
            SIDE_BY_SIDE,
            held -> control.tag(held.getKey(), held.getValue()))
        .forEach(this::tell);
  }

  private void tell(CommandResult result) {
    if (!result.succeeded()) {
      note.accept("an image is not kept from being pruned: " + result.lastWords());
    }
  }
}
