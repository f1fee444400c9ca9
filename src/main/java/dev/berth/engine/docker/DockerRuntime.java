package dev.berth.engine.docker;

import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.cli.CliRuntime;
import dev.berth.host.CommandRunner;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.NetworkSpec;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Problems;
import java.util.Collection;
import java.util.Map;

/** What Docker tells. It keeps secrets in a swarm only, and {@link #check} refuses them. */
final class DockerRuntime extends CliRuntime {
  private final Runnable ping;
  private final DockerCheck check;
  private final DockerReader reader;

  DockerRuntime(
      CommandRunner runner,
      String program,
      Runnable ping,
      DockerCheck check,
      HealthRecords records) {
    super(runner, program, records, "{{.DockerRootDir}}");
    this.ping = ping;
    this.check = check;
    this.reader = new DockerReader(runner, program);
  }

  @Override
  public String name() {
    return Docker.NAME;
  }

  @Override
  public EngineSnapshot observe(Collection<String> images, boolean withVolumes) {
    ping.run();
    return reader.observe(images, withVolumes);
  }

  @Override
  public Map<String, ObservedVolume> volumes() {
    return reader.volumes();
  }

  @Override
  public Map<String, ObservedNetwork> networks() {
    return reader.networks();
  }

  @Override
  public void check(ContainerSpec spec, EngineInfo engine, Problems problems) {
    check.check(spec, engine, problems);
  }

  /** Docker before 27.0 has no IPv6 addresses to give by itself. */
  @Override
  public void check(NetworkSpec spec, EngineInfo engine, Problems problems) {
    boolean hasAddresses =
        spec.network().subnets().stream().anyMatch(subnet -> subnet.subnet().contains(":"));
    if (spec.network().ipv6() && !hasAddresses && !engine.isAtLeast(27, 0)) {
      problems.error(
          spec.at(),
          "docker " + engine.version() + " gives a network no IPv6 addresses by itself",
          "add a subnet of them to `ipam`, or leave `enable_ipv6` out");
    }
  }
}
