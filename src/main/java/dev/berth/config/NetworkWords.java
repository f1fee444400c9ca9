package dev.berth.config;

import java.util.Set;

/** The words that declared networks may and may not use, whatever the form of the file. */
public final class NetworkWords {
  /** Which drivers are made. */
  public static final Set<String> DRIVERS = Set.of("bridge", "macvlan", "ipvlan");

  /** What stands for something else where an engine takes a network's name. */
  public static final Set<String> RESERVED =
      Set.of(
          "host", "none", "default", "bridge", "private", "pasta", "slirp4netns", "ns", "podman");

  private NetworkWords() {}
}
