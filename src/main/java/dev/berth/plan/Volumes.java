package dev.berth.plan;

import dev.berth.model.Change.CreateVolume;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.Problems;
import dev.berth.model.RemadeVolume;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.NamedVolume;
import dev.berth.model.RenderedState;
import dev.berth.model.VolumeMention;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the named volumes that have to be made, so that they carry our labels. */
final class Volumes {
  private Volumes() {}

  /** Tells of those that were removed under a service and made anew by its start. */
  static void warn(RenderedState wanted, Observed observed, Problems problems) {
    for (RemadeVolume volume : observed.findings().remade()) {
      wanted
          .container(volume.services().getFirst())
          .ifPresent(
              rendered -> problems.warning(rendered.spec().at(), volume.words(), volume.advice()));
    }
  }

  static List<Decision> missing(RenderedState wanted, Observed observed, PlanOptions options) {
    Map<String, Decision> decisions = new LinkedHashMap<>();
    for (Rendered rendered : wanted.containers().toList()) {
      for (NamedVolume volume : rendered.namedVolumes()) {
        if (!observed.volumes().containsKey(volume.name())) {
          Map<String, String> labels =
              Map.of(
                  Labels.MANAGED_BY, options.managedBy(),
                  Labels.CONFIG_ID, rendered.configId(),
                  Labels.CONTAINER_NAME, rendered.name(),
                  Labels.OWNERSHIP, volume.seal());
          decisions.putIfAbsent(
              volume.name(),
              new Decision(
                  new CreateVolume(volume.name(), labels), reason(rendered, volume, observed)));
        }
      }
    }
    return List.copyOf(decisions.values());
  }

  /** One that a service had is a loss that nobody wanted to hear of as of a new volume. */
  private static String reason(Rendered rendered, NamedVolume volume, Observed observed) {
    boolean isLost =
        !observed.peers().containsKey(rendered.name())
            && Optional.ofNullable(observed.applied().get(rendered.name()))
                .filter(record -> VolumeMention.named(volume.name()).isIn(rendered.name(), record))
                .isPresent();
    return "needed by '"
        + rendered.name()
        + "'"
        + (isLost ? ", which had it: it was removed, and what was in it is gone" : "");
  }
}
