package dev.berth.engine.podman;

import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.cli.CliRuntime;
import dev.berth.engine.cli.SharingReader;
import dev.berth.host.CommandRunner;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.NetworkSpec;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedSecret;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Problems;
import dev.berth.model.Sharing;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What Podman tells. */
final class PodmanRuntime extends CliRuntime {
  private final Optional<RootlessCheck> rootless;
  private final PodmanReader reader;

  PodmanRuntime(
      CommandRunner runner,
      String program,
      Optional<RootlessCheck> rootless,
      HealthRecords records) {
    super(runner, program, records, "{{.Store.GraphRoot}}");
    this.rootless = rootless;
    this.reader = new PodmanReader(runner, program);
  }

  @Override
  public String name() {
    return Podman.NAME;
  }

  @Override
  public EngineSnapshot observe(Collection<String> images, boolean withVolumes) {
    return reader.observe(images, withVolumes);
  }

  @Override
  public Map<String, ObservedVolume> volumes() {
    return reader.volumes();
  }

  /** {@code podman ps} tells nothing of it. */
  @Override
  public Map<String, Sharing> sharings(Collection<String> containers) {
    return new SharingReader(runner, program).read(containers);
  }

  @Override
  public Map<String, ObservedNetwork> networks() {
    return reader.networks();
  }

  @Override
  public Optional<Map<String, ObservedSecret>> secrets(Collection<String> names) {
    return Optional.of(reader.secrets(names));
  }

  @Override
  public boolean checksByTimers() {
    return true;
  }

  @Override
  public void check(ContainerSpec spec, EngineInfo engine, Problems problems) {
    PodmanCheck.check(spec, engine, problems);
    rootless.ifPresent(check -> check.check(spec, problems));
  }

  /** Docker's own words but for two mean nothing to Podman, and some of them forbid something. */
  @Override
  public void check(NetworkSpec spec, Problems problems) {
    spec.network().options().keySet().stream()
        .filter(option -> option.startsWith("com.docker."))
        .forEach(
            option ->
                problems.error(
                    spec.at(),
                    "podman cannot honour the option " + option + " of a network",
                    "leave it out, or use what podman-network-create(1) has for it"));
  }
}
