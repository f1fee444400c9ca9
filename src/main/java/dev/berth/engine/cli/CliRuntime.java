package dev.berth.engine.cli;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.LogPlace;
import dev.berth.engine.StoreDirectory;
import dev.berth.host.CommandRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.MadeWith;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedMount;
import dev.berth.model.ObservedRun;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A runtime that answers each question by a process of its own; both engines answer alike. */
public abstract class CliRuntime implements ContainerRuntime {
  /** Starts its processes. */
  protected final CommandRunner runner;

  /** What Berth itself runs: {@code podman} or {@code docker}. */
  protected final String program;

  private final HealthRecords records;
  private final String storeTemplate;

  /**
   * A runtime that this program asks.
   *
   * @param runner starts its processes
   * @param program what Berth itself runs
   * @param records the health of containers that the host checks
   * @param storeTemplate the Go template of {@code info} that prints where images lie
   */
  protected CliRuntime(
      CommandRunner runner, String program, HealthRecords records, String storeTemplate) {
    this.runner = runner;
    this.program = program;
    this.records = records;
    this.storeTemplate = storeTemplate;
  }

  @Override
  public final Map<String, ObservedImage> images(Collection<String> references) {
    return new EngineImages(runner, program).inspect(references);
  }

  @Override
  public final Map<ContainerName, ObservedRun> runs(Collection<ContainerName> containers) {
    return new RunReader(runner, program, records).read(containers);
  }

  @Override
  public final Map<ContainerName, List<ObservedMount>> mounts(
      Collection<ContainerName> containers) {
    return new ContainerInspection(runner, program).mounts(containers);
  }

  @Override
  public final Map<ContainerName, LogPlace> logPlaces(Collection<ContainerName> containers) {
    return new ContainerInspection(runner, program).logPlaces(containers);
  }

  @Override
  public final Map<String, MadeWith> origins(Collection<ContainerName> containers) {
    return new ContainerInspection(runner, program).origins(containers);
  }

  @Override
  public final Map<String, Set<String>> imagesNamed(String prefix) {
    return new EngineImages(runner, program).named(prefix);
  }

  @Override
  public final Optional<StoreDirectory> store(Optional<String> known) {
    return StoreReader.read(known, List.of(program, "info", "--format=" + storeTemplate), runner);
  }
}
