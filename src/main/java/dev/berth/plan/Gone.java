package dev.berth.plan;

import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Rendered;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a container that should be there is not. */
final class Gone {
  private Gone() {}

  /** The reason in words; its labels tell where one is that was renamed by hand. */
  static String reason(ContainerName name, Observed observed) {
    return observed.containers().stream()
        .filter(container -> container.formerName().equals(Optional.of(name)))
        .filter(container -> container.label(Labels.DIGEST).isPresent())
        // What an apply that was killed has set aside begins with its name.
        .filter(container -> !container.name().text().startsWith(name + "."))
        .min(Comparator.comparing(ObservedContainer::name))
        .map(
            other ->
                "its container is gone: "
                    + (other.ownership().isProven()
                        ? "it was renamed to '" + other.name() + "'"
                        : "'" + other.name() + "' has its labels"))
        .orElse("its container is gone");
  }

  /**
   * What is not as it was with its volumes, in words: with one that is removed by force its
   * container goes, and one that was restored by hand is not labelled. Only asked for a container
   * that is gone and has the wanted configuration; empty where Berth's volumes are there.
   */
  static Optional<String> volumes(Rendered wanted, Observed observed) {
    return wanted.volumes().stream()
        .flatMap(
            name -> {
              ObservedVolume volume = observed.volumes().get(name);
              if (volume == null) {
                return Stream.of("its volume '" + name + "' is gone");
              }
              return volume.labels().containsKey(Labels.MANAGED_BY)
                  ? Stream.empty()
                  : Stream.of("its volume '" + name + "' is not one that Berth made");
            })
        .findFirst();
  }
}
