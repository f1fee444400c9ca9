package dev.berth.plan;

import dev.berth.model.Change.CreateVolume;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.NamedVolume;
import dev.berth.model.Wanted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the named volumes that have to be made, so that they carry our labels. */
final class Volumes {
  private Volumes() {}

  static List<Decision> missing(Wanted wanted, Observed observed, PlanOptions options) {
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
                  new CreateVolume(volume.name(), labels), "needed by '" + rendered.name() + "'"));
        }
      }
    }
    return List.copyOf(decisions.values());
  }
}
