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
 * Changes what a container engine has. Each call returns how the engine's process ended; none
 * throws because the engine refuses.
 */
public interface RuntimeControl {

  /** Why nothing at all can be changed there, in words; empty where calls are carried out. */
  default Optional<String> refusal() {
    return Optional.empty();
  }

  /** Fetches an image, without a deadline; each line of the engine's output is told as it comes. */
  default CommandResult pull(String image, Consumer<String> onLine) {
    return pull(image, onLine, () -> false);
  }

  /**
   * The same, until it is given up.
   *
   * @param givenUp asked now and then
   */
  CommandResult pull(String image, Consumer<String> onLine, BooleanSupplier givenUp);

  /** Removes an image's name, and the image with its last one; not while a container needs it. */
  CommandResult removeImage(String reference);

  /** Makes an image of what a container has by now, without a deadline. */
  CommandResult commit(ContainerName container, String image);

  /**
   * Gives an image further names; those that it has already it keeps.
   *
   * @param imageId its id
   */
  CommandResult tag(String imageId, Collection<String> names);

  /** Takes names from an image, which is then as one that was never called so. */
  CommandResult untag(String imageId, Collection<String> names);

  /**
   * Runs a command line that {@link CommandLine} wrote, without a deadline.
   *
   * @param environment the variables that it inherits
   */
  CommandResult execute(
      List<String> argv, Map<String, String> environment, Consumer<String> onLine);

  /** Starts a container that is there and does not run. */
  CommandResult start(ContainerName container);

  /** Stops within the grace period, in whole seconds; no error when there is none. */
  CommandResult stop(ContainerName container, Duration grace);

  /** Gives a container another name. */
  CommandResult rename(ContainerName from, ContainerName to);

  /** Says when the engine itself is to start a container again: a {@code --restart} policy. */
  CommandResult setRestart(ContainerName container, String policy);

  /** Stops within the grace period, in whole seconds, then removes; no error when there is none. */
  CommandResult remove(ContainerName container, Duration grace);

  /** Waits until a container has ended, without a deadline; its output is the exit code. */
  CommandResult await(ContainerName container);

  /** Removes containers that do not run, with their volumes that have no name. */
  CommandResult removeTrials(Collection<ContainerName> containers);

  /**
   * A file of a container that need not run, as a tar archive of that one file; it fails where
   * there is none.
   */
  CommandResult copyOut(ContainerName container, String path);

  /** Creates a named volume; no error when it is there. */
  CommandResult createVolume(Volume volume);

  /** Removes named volumes; without names nothing is done. */
  CommandResult removeVolumes(Collection<String> names);

  /** Creates a network, with the addresses and the interface that it names. */
  CommandResult createNetwork(Network network);

  /** Removes a network; not while a container runs on it. */
  CommandResult removeNetwork(String name);

  /** Gives a container its place on a network. */
  CommandResult connect(String network, Endpoint endpoint);

  /** Takes a container off a network. */
  CommandResult disconnect(String network, ContainerName container);

  /** Drops what {@link CommandLine#healthCheckScript} has recorded for a removed container. */
  void forgetHealth(ContainerName container);
}
