package dev.berth.model.operation;

import java.util.Map;
import java.util.Set;

/** What an engine keeps for containers. */
public sealed interface StoreOperation extends Operation {

  @Override
  default String verb() {
    return switch (this) {
      case CreateVolume _ -> "create volume";
      case RemoveVolume _ -> "remove volume";
      case HoldImage _ -> "hold image";
      case PullImage _ -> "pull image";
      case CarryImage _ -> "carry image";
    };
  }

  @Override
  default String subject() {
    return switch (this) {
      case CreateVolume it -> it.volume();
      case RemoveVolume it -> it.volume();
      case HoldImage it -> it.image();
      case PullImage it -> it.image();
      case CarryImage it -> it.image();
    };
  }

  /**
   * Makes a named volume.
   *
   * @param volume its name; nothing where it is there
   * @param labels by name, the seal that proves it Berth's among them
   */
  record CreateVolume(String volume, Map<String, String> labels) implements StoreOperation {
    /** Keeps its own copy. */
    public CreateVolume {
      labels = Map.copyOf(labels);
    }
  }

  /** Removes a named volume with what is in it. */
  record RemoveVolume(String volume) implements StoreOperation {}

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
