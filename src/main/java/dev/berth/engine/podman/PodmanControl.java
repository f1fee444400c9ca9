package dev.berth.engine.podman;

import dev.berth.engine.HealthRecords;
import dev.berth.engine.cli.CliControl;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.Durations;
import dev.berth.model.Network;
import dev.berth.model.Volume;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Changes what Podman has. */
final class PodmanControl extends CliControl {

  PodmanControl(CommandRunner runner, String program, HealthRecords records) {
    super(runner, program, records);
  }

  @Override
  protected List<String> networkOptions(Network network) {
    return Stream.of(
            network.mtu().isEmpty() ? "" : "--opt=mtu=" + network.mtu(),
            network.bridge().isEmpty() ? "" : "--interface-name=" + network.bridge())
        .filter(option -> !option.isEmpty())
        .toList();
  }

  @Override
  public CommandResult tag(String imageId, Collection<String> names) {
    return change(List.of(program, "tag", imageId), new TreeSet<>(names));
  }

  /** Podman without a name would take all of them away. */
  @Override
  public CommandResult untag(String imageId, Collection<String> names) {
    return names.isEmpty()
        ? NOTHING_TO_DO
        : change(List.of(program, "untag", imageId), new TreeSet<>(names));
  }

  @Override
  public CommandResult stop(ContainerName container, Duration grace) {
    return change(
        PodmanName.with(
            container, program, "stop", "--ignore", "--time=" + Durations.wholeSeconds(grace)),
        grace.plus(MARGIN));
  }

  @Override
  public CommandResult remove(ContainerName container, Duration grace) {
    return change(
        PodmanName.with(
            container,
            program,
            "rm",
            "--force",
            "--ignore",
            "--time=" + Durations.wholeSeconds(grace)),
        grace.plus(MARGIN));
  }

  @Override
  public CommandResult removeTrials(Collection<ContainerName> containers) {
    return change(
        List.of(program, "rm", "--force", "--volumes", "--ignore"),
        containers.stream().map(ContainerName::text).toList());
  }

  @Override
  public CommandResult copyOut(ContainerName container, String path) {
    return read(List.of(program, "cp", container + ":" + path, "-"));
  }

  /** Podman has {@code --ignore} here since 4.5 only, so that its complaint is understood. */
  @Override
  public CommandResult createVolume(Volume volume) {
    CommandResult result = super.createVolume(volume);
    boolean exists = !result.succeeded() && result.stderr().contains("already exists");
    return exists
        ? new CommandResult(result.argv(), 0, volume.name(), result.stderr(), result.timedOut())
        : result;
  }
}
