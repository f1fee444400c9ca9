package dev.berth.model.operation;

import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.Volume;
import java.util.List;
import java.util.Set;

/** What an engine keeps for containers. */
public sealed interface StoreOperation extends Operation {

  @Override
  default String verb() {
    return switch (this) {
      case CreateVolume _ -> "create volume";
      case RemoveVolume _ -> "remove volume";
      case CreateNetwork _ -> "create network";
      case ReplaceNetwork _ -> "replace network";
      case RemoveNetwork _ -> "remove network";
      case HoldImage _ -> "hold image";
      case PullImage _ -> "pull image";
      case CarryImage _ -> "carry image";
    };
  }

  @Override
  default String subject() {
    return switch (this) {
      case CreateVolume it -> it.volume().name();
      case RemoveVolume it -> it.volume();
      case CreateNetwork it -> it.network().name();
      case ReplaceNetwork it -> it.network().name();
      case RemoveNetwork it -> it.network();
      case HoldImage it -> it.image();
      case PullImage it -> it.image();
      case CarryImage it -> it.image();
    };
  }

  /** Makes a named volume; nothing where it is there. */
  record CreateVolume(Volume volume) implements StoreOperation {}

  /** Removes a named volume with what is in it. */
  record RemoveVolume(String volume) implements StoreOperation {}

  /** Makes a network. */
  record CreateNetwork(Network network) implements StoreOperation {}

  /**
   * Removes a network and makes another one of its name; the former again where that fails.
   *
   * @param former as it is
   * @param resting containers that have ended in it, which are taken out of it first
   */
  record ReplaceNetwork(Network network, Network former, List<ContainerName> resting)
      implements StoreOperation {
    /** Keeps its own copy. */
    public ReplaceNetwork {
      resting = List.copyOf(resting);
    }
  }

  /** Removes a network that nobody is in. */
  record RemoveNetwork(String network) implements StoreOperation {}

  /**
   * Gives an image names that keep it from being pruned while a unit runs it.
   *
   * @param image its id
   * @param names those that it does not have yet
   */
  record HoldImage(String image, Set<String> names) implements StoreOperation {
    /** Keeps its own copy. */
    public HoldImage {
      names = Set.copyOf(names);
    }
  }

  /** Fetches an image by its reference, with several tries: registries fail now and then. */
  record PullImage(String image) implements StoreOperation {}

  /** Brings an image over from the host's other engine, by its reference. */
  record CarryImage(String image) implements StoreOperation {}
}
