package dev.berth.engine;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.List;

/**
 * What each engine makes of one key: a row of {@link EngineOptions}.
 *
 * @param key the key
 * @param podman what Podman makes of it
 * @param docker what Docker makes of it
 */
public record EngineOption(Key key, OptionMapping podman, OptionMapping docker) {

  /** What this engine makes of it. */
  public OptionMapping on(EngineName engine) {
    return switch (engine) {
      case PODMAN -> podman;
      case DOCKER -> docker;
    };
  }

  /** The arguments of {@code run} for the value that is given; none where it is left to code. */
  List<String> arguments(EngineName engine, ContainerSpec spec) {
    Value value = spec.values().get(key);
    return value != null && on(engine) instanceof OptionMapping.Flag flag
        ? flag.arguments(value.texts())
        : List.of();
  }

  EngineOption onPodman(OptionMapping other) {
    return new EngineOption(key, other, docker);
  }

  EngineOption onDocker(OptionMapping other) {
    return new EngineOption(key, podman, other);
  }

  /** The option is newer than the oldest Podman that Berth knows. */
  EngineOption podmanSince(int major, int minor) {
    return onPodman(podman.since(major, minor));
  }

  /** The same of one that splits its value at commas before this Podman (pflag's StringSlice). */
  EngineOption podmanSplitsBefore(int major, int minor) {
    return onPodman(podman.splitsBefore(major, minor));
  }

  /** The option is newer than the oldest Docker that Berth knows. */
  EngineOption dockerSince(int major, int minor) {
    return onDocker(docker.since(major, minor));
  }

  /** Docker writes the value in another way. */
  EngineOption dockerStyle(OptionMapping.Style style) {
    return onDocker(docker.style(style));
  }

  /** Docker takes these values only. */
  EngineOption dockerTakes(String words, String instead) {
    return onDocker(docker.takes(words, instead));
  }

  /** Docker does that anyway, and has no word for it. */
  EngineOption dockerDefault(String word) {
    return onDocker(docker.leftOutFor(word));
  }

  /**
   * The same, left out for a value that neither engine has a word for: they do it without the
   * option.
   */
  EngineOption leftOutFor(String word) {
    return new EngineOption(key, podman.leftOutFor(word), docker.leftOutFor(word));
  }

  EngineOption notOnPodman(String why, String instead) {
    return onPodman(new OptionMapping.Refused(why, instead));
  }

  EngineOption notOnDocker(String why, String instead) {
    return onDocker(new OptionMapping.Refused(why, instead));
  }
}
