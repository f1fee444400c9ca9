package dev.berth.model.operation;

import java.util.Map;
import java.util.Set;

/** What an engine keeps for containers. */
public sealed interface StoreOperation extends Operation {

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

    @Override
    public String verb() {
      return "create volume";
    }

    @Override
    public String subject() {
      return volume;
    }
  }

  /** Removes a named volume with what is in it. */
  record RemoveVolume(String volume) implements StoreOperation {
    @Override
    public String verb() {
      return "remove volume";
    }

    @Override
    public String subject() {
      return volume;
    }
  }

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

    @Override
    public String verb() {
      return "hold image";
    }

    @Override
    public String subject() {
      return image;
    }
  }
}
