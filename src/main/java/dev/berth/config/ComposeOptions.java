package dev.berth.config;

import java.util.List;
import java.util.Optional;

/**
 * How Compose files are read.
 *
 * @param profiles that are active; empty for those of {@code COMPOSE_PROFILES}
 * @param envFiles with further variables; empty for {@code .env} beside the project
 * @param directory where relative paths begin; empty for that of the first file
 * @param interpolates whether variables are put in their places
 */
public record ComposeOptions(
    List<String> profiles,
    List<String> envFiles,
    Optional<String> directory,
    boolean interpolates) {
  /** Nothing was asked for. */
  public static final ComposeOptions NONE =
      new ComposeOptions(List.of(), List.of(), Optional.empty(), true);

  /** Keeps its own copies. */
  public ComposeOptions {
    profiles = List.copyOf(profiles);
    envFiles = List.copyOf(envFiles);
  }
}
