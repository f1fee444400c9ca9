package dev.berth.engine.cli;

import dev.berth.model.ContainerName;

/** Whether a container's name might be taken for the beginning of another container's id. */
public final class IdPrefix {
  private static final int ID_LENGTH = 64;

  private IdPrefix() {}

  /**
   * Whether a name might also begin an id: hexadecimal digits alone, and no more than an id has.
   */
  public static boolean canBe(ContainerName name) {
    return name.text().length() <= ID_LENGTH
        && name.text().chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** Whether it is a whole id, by which an engine knows just one container. */
  public static boolean isWhole(ContainerName name) {
    return name.text().length() == ID_LENGTH && canBe(name);
  }
}
