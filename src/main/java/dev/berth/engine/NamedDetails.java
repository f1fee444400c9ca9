package dev.berth.engine;

import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.ObservedVolume;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Details of an engine whose containers are seen under other names than its own.
 *
 * @param runtime tells the engine's own names
 */
record NamedDetails(EngineDetails there, ContainerNames names, ContainerRuntime runtime)
    implements EngineDetails {
  private static final String NAME = "Name";

  @Override
  public EngineName engine() {
    return there.engine();
  }

  @Override
  public List<Json> containers() {
    return renamed(there.containers());
  }

  @Override
  public List<Json> described(Kind kind, Collection<String> wanted) {
    return kind == Kind.CONTAINER
        ? renamed(there.described(kind, wanted.stream().map(this::there).toList()))
        : there.described(kind, wanted);
  }

  @Override
  public Map<String, ObservedVolume> volumes(Collection<String> wanted) {
    return there.volumes(wanted);
  }

  @Override
  public Map<String, Network> networks(Collection<String> wanted) {
    return there.networks(wanted);
  }

  @Override
  public List<Endpoint> endpoints(String network) {
    List<Endpoint> found = there.endpoints(network);
    Map<ContainerName, ContainerName> given = given(found);
    return found.stream()
        .map(
            place ->
                new Endpoint(
                    given.getOrDefault(place.container(), place.container()),
                    place.ipv4(),
                    place.ipv6(),
                    place.aliases()))
        .toList();
  }

  @Override
  public List<ContainerName> users(Kind kind, String name, boolean running) {
    List<ContainerName> found = there.users(kind, name, running);
    Map<ContainerName, ContainerName> given = given(found);
    return found.stream().map(user -> given.getOrDefault(user, user)).toList();
  }

  @Override
  public List<String> changes(ContainerName container) {
    return there.changes(names.there(container));
  }

  private String there(String container) {
    return ContainerName.find(container)
        .map(names::there)
        .map(ContainerName::text)
        .orElse(container);
  }

  private Map<ContainerName, ContainerName> given(Collection<?> found) {
    return found.isEmpty() ? Map.of() : names.byOwnName(runtime);
  }

  private List<Json> renamed(List<Json> found) {
    Map<ContainerName, ContainerName> given = given(found);
    return found.stream()
        .map(
            container -> {
              String own = container.get(NAME).textOrEmpty().replaceFirst("^/", "");
              return ContainerName.find(own)
                  .flatMap(name -> Optional.ofNullable(given.get(name)))
                  .map(name -> container.with(NAME, name.text()))
                  .orElse(container);
            })
        .toList();
  }
}
