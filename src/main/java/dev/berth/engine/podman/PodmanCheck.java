package dev.berth.engine.podman;

import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import java.util.List;

/** Reports what Podman, in this version, cannot honour. */
final class PodmanCheck {
  private static final List<Key> SERVICE_ONLY =
      List.of(
          Key.SYSTEMD_EXEC_FLAGS, Key.KILL_MODE, Key.PRE_STOP_EXEC, Key.RELOAD_SIGNAL, Key.PART_OF);

  private PodmanCheck() {}

  static void check(ContainerSpec spec, EngineInfo engine, Problems problems) {
    PodmanEnvironment.check(spec, problems);
    if (spec.role() != Role.SERVICE) {
      checkTask(spec, problems);
    }
    if (spec.role() == Role.EXEC) {
      return;
    }
    for (Key key : spec.values().keySet()) {
      if (PodmanOptions.REFUSED.contains(key)) {
        problems.error(
            spec.position(key),
            "podman cannot honour " + key.label() + ": it has no option for it",
            key == Key.DOMAINNAME ? "write the domain into hostname" : "leave it out");
      }
      checkCommas(key, spec, engine, problems);
      PodmanOptions.of(key).ifPresent(option -> checkOption(option, spec, engine, problems));
    }
    PodmanHealth.check(spec, engine, problems);
    PodmanNetwork.check(spec, problems);
  }

  private static void checkCommas(
      Key key, ContainerSpec spec, EngineInfo engine, Problems problems) {
    boolean affected =
        PodmanOptions.ONCE_SPLIT_AT_COMMAS.contains(key)
            && spec.texts(key).stream().anyMatch(text -> text.matches("(?s).*[,\"].*"));
    if (affected && !engine.isAtLeast(5, 4)) {
      problems.error(
          spec.position(key),
          "podman " + engine.version() + " cannot honour a comma or a quote in " + key.label(),
          "it splits the value there; leave them out, or use Podman 5.4 or newer");
    }
  }

  private static void checkTask(ContainerSpec spec, Problems problems) {
    for (Key key : SERVICE_ONLY) {
      if (spec.values().containsKey(key)) {
        problems.warning(
            spec.position(key),
            key.label() + " has no effect: " + spec.name() + " has no unit",
            "give it a restart policy, or leave the key out");
      }
    }
  }

  private static void checkOption(
      PodmanOption option, ContainerSpec spec, EngineInfo engine, Problems problems) {
    if (!engine.isAtLeast(option.since().major(), option.since().minor())) {
      problems.error(
          spec.position(option.key()),
          "podman "
              + engine.version()
              + " cannot honour "
              + option.key().label()
              + ": it has "
              + option.flag()
              + " since "
              + option.since(),
          "leave it out, or use a newer Podman");
    }
  }
}
