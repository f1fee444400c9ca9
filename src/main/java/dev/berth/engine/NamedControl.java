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

/** Changes an engine whose containers are seen under other names than its own: by their ids. */
record NamedControl(RuntimeControl engine, ContainerNames names) implements RuntimeControl {
  @Override
  public Optional<String> refusal() {
    return engine.refusal();
  }

  @Override
  public CommandResult pull(String image, Consumer<String> onLine, BooleanSupplier givenUp) {
    return engine.pull(image, onLine, givenUp);
  }

  @Override
  public CommandResult removeImage(String reference) {
    return engine.removeImage(reference);
  }

  @Override
  public CommandResult commit(ContainerName container, String image) {
    return engine.commit(names.there(container), image);
  }

  @Override
  public CommandResult tag(String imageId, Collection<String> given) {
    return engine.tag(imageId, given);
  }

  @Override
  public CommandResult untag(String imageId, Collection<String> taken) {
    return engine.untag(imageId, taken);
  }

  @Override
  public CommandResult execute(
      List<String> argv, Map<String, String> environment, Consumer<String> onLine) {
    return engine.execute(argv, environment, onLine);
  }

  @Override
  public CommandResult start(ContainerName container) {
    return engine.start(names.there(container));
  }

  @Override
  public CommandResult stop(ContainerName container, Duration grace) {
    return engine.stop(names.there(container), grace);
  }

  @Override
  public CommandResult rename(ContainerName from, ContainerName to) {
    return engine.rename(names.there(from), to);
  }

  @Override
  public CommandResult setRestart(ContainerName container, String policy) {
    return engine.setRestart(names.there(container), policy);
  }

  @Override
  public CommandResult remove(ContainerName container, Duration grace) {
    return engine.remove(names.there(container), grace);
  }

  @Override
  public CommandResult await(ContainerName container) {
    return engine.await(names.there(container));
  }

  @Override
  public CommandResult removeTrials(Collection<ContainerName> containers) {
    return engine.removeTrials(containers.stream().map(names::there).toList());
  }

  @Override
  public CommandResult copyOut(ContainerName container, String path) {
    return engine.copyOut(names.there(container), path);
  }

  @Override
  public CommandResult createVolume(Volume volume) {
    return engine.createVolume(volume);
  }

  @Override
  public CommandResult removeVolumes(Collection<String> volumes) {
    return engine.removeVolumes(volumes);
  }

  @Override
  public CommandResult createNetwork(Network network) {
    return engine.createNetwork(network);
  }

  @Override
  public CommandResult removeNetwork(String name) {
    return engine.removeNetwork(name);
  }

  @Override
  public CommandResult connect(String network, Endpoint endpoint) {
    return engine.connect(
        network,
        new Endpoint(
            names.there(endpoint.container()),
            endpoint.ipv4(),
            endpoint.ipv6(),
            endpoint.aliases()));
  }

  @Override
  public CommandResult disconnect(String network, ContainerName container) {
    return engine.disconnect(network, names.there(container));
  }

  @Override
  public void forgetHealth(ContainerName container) {
    engine.forgetHealth(container);
  }
}
