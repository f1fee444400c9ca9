package dev.berth.engine;

import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.ObservedVolume;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Of a runtime from which nothing is brought anywhere. */
record NoDetails() implements EngineDetails {
  @Override
  public EngineName engine() {
    throw none();
  }

  @Override
  public List<Json> containers() {
    throw none();
  }

  @Override
  public List<Json> described(Kind kind, Collection<String> names) {
    throw none();
  }

  @Override
  public Map<String, ObservedVolume> volumes(Collection<String> names) {
    throw none();
  }

  @Override
  public Map<String, Network> networks(Collection<String> names) {
    throw none();
  }

  @Override
  public List<Endpoint> endpoints(String network) {
    throw none();
  }

  @Override
  public List<ContainerName> users(Kind kind, String name, boolean running) {
    throw none();
  }

  @Override
  public List<String> changes(ContainerName container) {
    throw none();
  }

  private static IllegalStateException none() {
    return new IllegalStateException("nothing is brought over from here");
  }
}
