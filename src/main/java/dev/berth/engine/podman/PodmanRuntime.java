package dev.berth.engine.podman;

import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.cli.CliRuntime;
import dev.berth.engine.cli.SharingReader;
import dev.berth.host.CommandRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.NetworkSpec;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedSecret;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Problems;
import dev.berth.model.Sharing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What Podman tells. */
final class PodmanRuntime extends CliRuntime {
  /** Those of podman-network-create(1); the size of packets is said otherwise. */
  private static final SortedSet<String> NETWORK_OPTIONS =
      new TreeSet<>(
          List.of(
              "bclim", "isolate", "metric", "mode", "no_default_route", "parent", "vlan", "vrf"));

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
  public Map<String, Sharing> sharings(Collection<ContainerName> containers) {
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

  /** What it knows none of it refuses, when those who are to be in the network have ended. */
  @Override
  public void check(NetworkSpec spec, EngineInfo engine, Problems problems) {
    spec.network().options().keySet().stream()
        .filter(option -> !NETWORK_OPTIONS.contains(option))
        .forEach(
            option ->
                problems.error(
                    spec.at(),
                    "podman cannot honour the option " + option + " of a network",
                    "leave it out; it knows " + String.join(", ", NETWORK_OPTIONS)));
  }
}
