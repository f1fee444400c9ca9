package dev.berth.engine;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.MadeWith;
import dev.berth.model.NetworkSpec;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedMount;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedRun;
import dev.berth.model.ObservedSecret;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Problems;
import dev.berth.model.Sharing;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A runtime whose containers are seen under other names than its own. */
record NamedRuntime(ContainerRuntime engine, ContainerNames names) implements ContainerRuntime {
  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public EngineSnapshot observe(Collection<String> images, boolean withVolumes) {
    EngineSnapshot found = engine.observe(images, withVolumes);
    return new EngineSnapshot(
        found.engine(), names.applied(found.containers()), found.images(), found.volumes());
  }

  @Override
  public Map<String, ObservedVolume> volumes() {
    return engine.volumes();
  }

  @Override
  public Map<String, ObservedImage> images(Collection<String> references) {
    return engine.images(references);
  }

  @Override
  public Map<ContainerName, ObservedRun> runs(Collection<ContainerName> containers) {
    return renamed(engine.runs(there(containers)));
  }

  @Override
  public Map<String, Sharing> sharings(Collection<ContainerName> containers) {
    return engine.sharings(there(containers));
  }

  @Override
  public Map<ContainerName, ObservedHealth> health(Collection<ContainerName> containers) {
    return renamed(engine.health(there(containers)));
  }

  @Override
  public Map<ContainerName, List<ObservedMount>> mounts(Collection<ContainerName> containers) {
    return renamed(engine.mounts(there(containers)));
  }

  @Override
  public Map<ContainerName, LogPlace> logPlaces(Collection<ContainerName> containers) {
    return renamed(engine.logPlaces(there(containers)));
  }

  @Override
  public Map<String, MadeWith> origins(Collection<ContainerName> containers) {
    return engine.origins(there(containers));
  }

  @Override
  public Map<String, ObservedNetwork> networks() {
    return engine.networks();
  }

  @Override
  public Optional<Map<String, ObservedSecret>> secrets(Collection<String> wanted) {
    return engine.secrets(wanted);
  }

  @Override
  public Map<String, Set<String>> imagesNamed(String prefix) {
    return engine.imagesNamed(prefix);
  }

  @Override
  public Optional<StoreDirectory> store(Optional<String> known) {
    return engine.store(known);
  }

  @Override
  public boolean checksByTimers() {
    return engine.checksByTimers();
  }

  @Override
  public void check(ContainerSpec spec, EngineInfo info, Problems problems) {
    engine.check(spec, info, problems);
  }

  @Override
  public void check(NetworkSpec spec, EngineInfo info, Problems problems) {
    engine.check(spec, info, problems);
  }

  private List<ContainerName> there(Collection<ContainerName> containers) {
    return containers.stream().map(names::there).toList();
  }

  private <T> Map<ContainerName, T> renamed(Map<ContainerName, T> found) {
    if (found.isEmpty()) {
      return found;
    }
    Map<ContainerName, ContainerName> given = names.byOwnName(engine);
    Map<ContainerName, T> renamed = new HashMap<>();
    found.forEach((name, value) -> renamed.put(given.getOrDefault(name, name), value));
    return renamed;
  }
}
