package dev.berth.plan;

import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import java.util.Optional;

/** Why a container that should be there is not. */
final class Gone {
  private Gone() {}

  /** In words; its labels tell where one is that was renamed by hand. */
  static String reason(String name, Observed observed) {
    return observed.containers().stream()
        .filter(container -> container.label(Labels.CONTAINER_NAME).equals(Optional.of(name)))
        .filter(container -> container.label(Labels.DIGEST).isPresent())
        // What an apply that was killed has set aside begins with its name.
        .filter(container -> !container.name().startsWith(name + "."))
        .map(ObservedContainer::name)
        .sorted()
        .findFirst()
        .map(other -> "its container is gone: it was renamed to '" + other + "'")
        .orElse("its container is gone");
  }
}
