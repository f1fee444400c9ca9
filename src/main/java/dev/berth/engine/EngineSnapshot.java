package dev.berth.engine;

import dev.berth.model.EngineInfo;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedVolume;
import java.util.List;
import java.util.Map;

/**
 * Everything an engine has, read once.
 *
 * @param engine which one, and its version
 * @param containers every container, ours or not
 * @param images those of the asked references that are on the host, by the reference asked
 * @param volumes the named volumes, by name; empty when they were not asked for
 */
public record EngineSnapshot(
    EngineInfo engine,
    List<ObservedContainer> containers,
    Map<String, ObservedImage> images,
    Map<String, ObservedVolume> volumes) {

  /** Keeps its own copies. */
  public EngineSnapshot {
    containers = List.copyOf(containers);
    images = Map.copyOf(images);
    volumes = Map.copyOf(volumes);
  }
}
