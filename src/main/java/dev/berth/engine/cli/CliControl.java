package dev.berth.engine.cli;

import dev.berth.engine.Endpoint;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.RuntimeControl;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Network;
import dev.berth.model.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Changes an engine by one process for each call, where both engines take the same words. */
public abstract class CliControl implements RuntimeControl {
  /** How long a process may take beside what it waits for. */
  protected static final Duration MARGIN = Duration.ofMinutes(1);

  /** How long a change of what lies on the disk may take. */
  protected static final Duration LONG = Duration.ofMinutes(2);

  /** What is not called succeeds. */
  protected static final CommandResult NOTHING_TO_DO =
      new CommandResult(List.of(), 0, "", "", false);

  /** What Berth itself runs: {@code podman} or {@code docker}. */
  protected final String program;

  private final CommandRunner runner;
  private final HealthRecords records;

  /**
   * Control by this program.
   *
   * @param runner starts its processes
   * @param program what Berth itself runs
   * @param records the health of containers that the host checks
   */
  protected CliControl(CommandRunner runner, String program, HealthRecords records) {
    this.runner = runner;
    this.program = program;
    this.records = records;
  }

  /** Runs a process that changes the engine. */
  protected final CommandResult change(List<String> argv, Duration timeout) {
    return runner.run(Command.changing(argv, timeout));
  }

  /** The same for words, and then one word for each of these. */
  protected final CommandResult change(List<String> words, Collection<String> subjects) {
    List<String> argv = new ArrayList<>(words);
    argv.addAll(subjects);
    return change(argv, LONG);
  }

  /** Runs a process that only reads. */
  protected final CommandResult read(List<String> argv) {
    return runner.run(Command.reading(argv));
  }

  /** What else a network is made with, in this engine's words. */
  protected abstract List<String> networkOptions(Network network);

  @Override
  public final CommandResult pull(String image, Consumer<String> onLine, BooleanSupplier givenUp) {
    if (image.equals(ContainerSpec.PAUSE_IMAGE)) {
      return PauseImage.OF_HOST.make(runner, program, image, onLine);
    }
    return runner.run(
        new Command(
            List.of(program, "pull", "--", image),
            Map.of(),
            Optional.empty(),
            onLine,
            true,
            givenUp));
  }

  @Override
  public final CommandResult removeImage(String reference) {
    return change(List.of(program, "image", "rm", reference), LONG);
  }

  @Override
  public final CommandResult commit(ContainerName container, String image) {
    return execute(List.of(program, "commit", container.text(), image), Map.of(), _ -> {});
  }

  @Override
  public final CommandResult execute(
      List<String> argv, Map<String, String> environment, Consumer<String> onLine) {
    return runner.run(new Command(argv, environment, Optional.empty(), onLine, true));
  }

  @Override
  public final CommandResult start(ContainerName container) {
    return change(List.of(program, "start", container.text()), MARGIN);
  }

  @Override
  public final CommandResult rename(ContainerName from, ContainerName to) {
    return change(List.of(program, "rename", from.text(), to.text()), MARGIN);
  }

  /** Podman can since 5; none that Berth made there has another policy than {@code no}. */
  @Override
  public final CommandResult setRestart(ContainerName container, String policy) {
    return change(List.of(program, "update", "--restart=" + policy, container.text()), MARGIN);
  }

  @Override
  public final CommandResult await(ContainerName container) {
    return runner.run(Command.reading(List.of(program, "wait", container.text())).withoutTimeout());
  }

  /** Docker takes the creation of a volume that is there for done (seen with 20.10 and 26.1). */
  @Override
  public CommandResult createVolume(Volume volume) {
    List<String> argv = new ArrayList<>(List.of(program, "volume", "create"));
    if (!volume.driver().equals(Volume.LOCAL)) {
      argv.add("--driver=" + volume.driver());
    }
    argv.addAll(assignments("--label=", volume.labels()));
    argv.addAll(assignments("--opt=", volume.options()));
    argv.add(volume.name());
    return change(argv, LONG);
  }

  private static List<String> assignments(String option, Map<String, String> values) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(value -> option + value.getKey() + "=" + value.getValue())
            .toList();
  }

  @Override
  public final CommandResult removeVolumes(Collection<String> names) {
    return names.isEmpty() ? NOTHING_TO_DO : change(List.of(program, "volume", "rm"), names);
  }

  @Override
  public final CommandResult createNetwork(Network network) {
    List<String> argv =
        new ArrayList<>(List.of(program, "network", "create", "--driver=" + network.driver()));
    for (Network.Subnet subnet : network.subnets()) {
      argv.add("--subnet=" + subnet.subnet());
      if (!subnet.gateway().isEmpty()) {
        argv.add("--gateway=" + subnet.gateway());
      }
      if (!subnet.range().isEmpty()) {
        argv.add("--ip-range=" + subnet.range());
      }
    }
    if (network.internal()) {
      argv.add("--internal");
    }
    if (network.ipv6()) {
      argv.add("--ipv6");
    }
    argv.addAll(networkOptions(network));
    argv.addAll(assignments("--opt=", network.options()));
    argv.addAll(assignments("--label=", network.labels()));
    argv.add(network.name());
    return change(argv, LONG);
  }

  @Override
  public final CommandResult removeNetwork(String name) {
    return change(List.of(program, "network", "rm", name), LONG);
  }

  @Override
  public final CommandResult connect(String network, Endpoint endpoint) {
    List<String> argv = new ArrayList<>(List.of(program, "network", "connect"));
    if (!endpoint.ipv4().isEmpty()) {
      argv.add("--ip=" + endpoint.ipv4());
    }
    if (!endpoint.ipv6().isEmpty()) {
      argv.add("--ip6=" + endpoint.ipv6());
    }
    endpoint.aliases().forEach(alias -> argv.add("--alias=" + alias));
    argv.addAll(List.of(network, endpoint.container().text()));
    return change(argv, LONG);
  }

  @Override
  public final CommandResult disconnect(String network, ContainerName container) {
    return change(List.of(program, "network", "disconnect", network, container.text()), LONG);
  }

  @Override
  public final void forgetHealth(ContainerName container) {
    records.forget(container);
  }
}
