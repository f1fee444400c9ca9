package dev.berth.engine;

import dev.berth.host.CommandResult;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.Volume;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Of a runtime that can only be read: each call fails, in words.
 *
 * @param runtime what it is called
 */
public record NoControl(String runtime) implements RuntimeControl {

  /** An engine that can only be looked at. */
  public static Engine readOnly(ContainerRuntime runtime) {
    return new Engine(runtime, new NoCommandLine(), new NoControl(runtime.name()), new NoDetails());
  }

  private String words() {
    return runtime + " can only be read: nothing can be changed there";
  }

  private CommandResult refused() {
    return new CommandResult(List.of(), 1, "", words(), false);
  }

  @Override
  public Optional<String> refusal() {
    return Optional.of(words());
  }

  @Override
  public CommandResult pull(String image, Consumer<String> onLine, BooleanSupplier givenUp) {
    return refused();
  }

  @Override
  public CommandResult tag(String imageId, Collection<String> names) {
    return refused();
  }

  @Override
  public CommandResult untag(String imageId, Collection<String> names) {
    return refused();
  }

  @Override
  public CommandResult execute(
      List<String> argv, Map<String, String> environment, Consumer<String> onLine) {
    return refused();
  }

  @Override
  public CommandResult start(ContainerName container) {
    return refused();
  }

  @Override
  public CommandResult stop(ContainerName container, Duration grace) {
    return refused();
  }

  @Override
  public CommandResult rename(ContainerName from, ContainerName to) {
    return refused();
  }

  @Override
  public CommandResult setRestart(ContainerName container, String policy) {
    return refused();
  }

  @Override
  public CommandResult remove(ContainerName container, Duration grace) {
    return refused();
  }

  @Override
  public CommandResult await(ContainerName container) {
    return refused();
  }

  @Override
  public CommandResult removeTrials(Collection<ContainerName> containers) {
    return refused();
  }

  @Override
  public CommandResult copyOut(ContainerName container, String path) {
    return refused();
  }

  @Override
  public CommandResult createVolume(Volume volume) {
    return refused();
  }

  @Override
  public CommandResult removeVolumes(Collection<String> names) {
    return refused();
  }

  @Override
  public CommandResult removeImage(String reference) {
    return refused();
  }

  @Override
  public CommandResult commit(ContainerName container, String image) {
    return refused();
  }

  @Override
  public CommandResult createNetwork(Network network) {
    return refused();
  }

  @Override
  public CommandResult removeNetwork(String name) {
    return refused();
  }

  @Override
  public CommandResult connect(String network, Endpoint endpoint) {
    return refused();
  }

  @Override
  public CommandResult disconnect(String network, ContainerName container) {
    return refused();
  }

  /** Nothing is recorded there. */
  @Override
  public void forgetHealth(ContainerName container) {}
}
