package dev.berth.migrate;

import dev.berth.export.BerthYaml;
import dev.berth.model.ContainerName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of a container that nobody wrote down, in Berth's own keys.
 *
 * @param name the container's name
 * @param keys the keys and their values: strings, numbers, booleans, lists and maps of such
 * @param anonymous by path in the container, the name of the volume that nobody named
 * @param obstacles what is set and cannot be said in these keys
 */
public record Rebuilt(
    ContainerName name,
    Map<String, Object> keys,
    Map<String, String> anonymous,
    List<Obstacle> obstacles) {

  /** Keeps its own copies, in order. */
  public Rebuilt {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    anonymous = Map.copyOf(anonymous);
    obstacles = List.copyOf(obstacles);
  }

  /** The text of a file that Berth reads, with nothing but this container. */
  public String text() {
    return BerthYaml.of(Map.of(name.text(), keys));
  }

  /** Whether it runs once, and ends. */
  public boolean isTask() {
    return !keys.containsKey("restart");
  }

  /** The same as one that runs once: who has no policy is no service. */
  Rebuilt asTask() {
    Map<String, Object> changed = new LinkedHashMap<>(keys);
    changed.remove("restart");
    return new Rebuilt(name, changed, anonymous, obstacles);
  }

  /** The same from another image. */
  public Rebuilt withImage(String image) {
    return with("image", image);
  }

  /** The same with something more that cannot be said. */
  Rebuilt with(Obstacle obstacle) {
    List<Obstacle> more = new ArrayList<>(obstacles);
    more.add(obstacle);
    return new Rebuilt(name, keys, anonymous, more);
  }

  /** The same with another value of a key. */
  Rebuilt with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(keys);
    changed.put(key, value);
    return new Rebuilt(name, changed, anonymous, obstacles);
  }
}
