package dev.berth.apply;

import dev.berth.host.WholeFile;
import dev.berth.model.Change.Service;
import dev.berth.model.Observed;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service had on disk before anything was written.
 *
 * @param unit its unit's name
 * @param text the unit's text; empty where there was none
 * @param enable whether the run makes it start at boot, which it did not
 * @param environment its environment files by path; empty content for one that was not there
 */
record ServiceFiles(
    String unit, Optional<String> text, boolean enable, Map<Path, Optional<String>> environment) {

  /** Reads them; called before they are written. */
  static ServiceFiles read(Service service, Observed observed, HostPaths paths) {
    Rendered rendered = service.rendered();
    String unit = rendered.unit().orElseThrow().name();
    Map<Path, Optional<String>> environment = new LinkedHashMap<>();
    for (Path path : paths.environmentOf(rendered.name())) {
      environment.put(path, WholeFile.read(path));
    }
    return new ServiceFiles(
        unit,
        Optional.ofNullable(observed.units().get(unit)).flatMap(ObservedUnit::text),
        service.enable(),
        environment);
  }

  /** Puts them back; systemd has to be told afterwards. */
  void restore(HostPaths paths, Systemctl systemctl) {
    environment.forEach(
        (path, content) -> {
          if (isOther(path, content)) {
            WholeFile.restore(path, content);
          }
        });
    if (enable) {
      systemctl.disable(List.of(unit));
    }
    Path file = paths.units().resolve(unit);
    if (isOther(file, text)) {
      SystemdFile.restore(file, text);
    }
    WholeFile.syncDirectory(paths.units());
  }

  /** On a full disk there may be no room a second time for what is there. */
  private static boolean isOther(Path path, Optional<String> content) {
    return !WholeFile.read(path).equals(content);
  }
}
