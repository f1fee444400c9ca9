package dev.berth.engine.docker;

import dev.berth.engine.HealthRecords;
import dev.berth.engine.cli.CliControl;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Changes what Docker has. */
final class DockerControl extends CliControl {

  DockerControl(CommandRunner runner, String program, HealthRecords records) {
    super(runner, program, records);
  }

  @Override
  protected List<String> networkOptions(Network network) {
    return Stream.of(
            network.mtu().isEmpty() ? "" : "--opt=" + NetworkAnswer.MTU + "=" + network.mtu(),
            network.bridge().isEmpty()
                ? ""
                : "--opt=" + NetworkAnswer.BRIDGE + "=" + network.bridge())
        .filter(option -> !option.isEmpty())
        .toList();
  }

  /** Docker takes one name at a time. */
  @Override
  public CommandResult tag(String imageId, Collection<String> names) {
    CommandResult last = NOTHING_TO_DO;
    for (String name : new TreeSet<>(names)) {
      CommandResult result = change(List.of(program, "tag", imageId, name), MARGIN);
      last = last.succeeded() ? result : last;
    }
    return last;
  }

  /** An image that has no other name, and that no container needs, goes with its last one. */
  @Override
  public CommandResult untag(String imageId, Collection<String> names) {
    return names.isEmpty()
        ? NOTHING_TO_DO
        : change(List.of(program, "image", "rm", "--no-prune"), new TreeSet<>(names));
  }

  @Override
  public CommandResult stop(ContainerName container, Duration grace) {
    return change(DockerName.stop(program, container, grace), grace.plus(MARGIN));
  }

  /** {@code rm --force} does not wait, so the stop comes first. */
  @Override
  public CommandResult remove(ContainerName container, Duration grace) {
    CommandResult stopped = stop(container, grace);
    return stopped.timedOut() ? stopped : change(DockerName.remove(program, container), MARGIN);
  }

  @Override
  public CommandResult removeTrials(Collection<ContainerName> containers) {
    return change(
        List.of(program, "rm", "--force", "--volumes"),
        containers.stream().map(ContainerName::text).toList());
  }

  @Override
  public CommandResult copyOut(ContainerName container, String path) {
    return read(List.of(program, "cp", "--follow-link", container + ":" + path, "-"));
  }
}
