package dev.berth.engine;

import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What Berth calls containers that their own engine calls otherwise, as Compose's are. Who looks at
 * the engine through {@link #on} sees them under Berth's names, and whatever is done to one of
 * these names is done to the container of this very id: the engine's own names stay as they are.
 */
public final class ContainerNames {
  private final Supplier<Map<String, ContainerName>> kept;
  private final Map<String, ContainerName> learnt = new HashMap<>();

  /** What the engine called those last that have another name here; empty before it was asked. */
  private Optional<Seen> seen = Optional.empty();

  /**
   * Names beside those that are learnt.
   *
   * @param kept those that are known from before, by full id
   */
  public ContainerNames(Supplier<Map<String, ContainerName>> kept) {
    this.kept = kept;
  }

  /**
   * What an engine calls its containers.
   *
   * @param given the names for which it was asked, by full id
   * @param own its own names of all of its containers, by full id
   */
  private record Seen(Map<String, ContainerName> given, Map<String, ContainerName> own) {}

  /** Takes further names, by full id. */
  public synchronized void learn(Map<String, ContainerName> names) {
    learnt.putAll(names);
  }

  /** Those of these containers that are called otherwise here, by full id. */
  public Map<String, ContainerName> of(Collection<ContainerName> containers) {
    Map<String, ContainerName> names = new TreeMap<>(all());
    names.values().retainAll(Set.copyOf(containers));
    return names;
  }

  /** Those that are known from before, by full id. */
  public Map<String, ContainerName> kept() {
    return Map.copyOf(kept.get());
  }

  private synchronized Map<String, ContainerName> all() {
    Map<String, ContainerName> all = new HashMap<>(learnt);
    all.putAll(kept.get());
    return all;
  }

  /** An engine, seen under these names. */
  public Engine on(Engine engine) {
    return new Engine(
        new NamedRuntime(engine.runtime(), this),
        engine.commandLine(),
        new NamedControl(engine.control(), this),
        new NamedDetails(engine.details(), this, engine.runtime()));
  }

  /** Containers as their engine shows them, under these names. */
  public List<ObservedContainer> applied(List<ObservedContainer> containers) {
    Map<String, ContainerName> names = all();
    if (names.isEmpty()) {
      return containers;
    }
    Map<String, ContainerName> own = new HashMap<>();
    containers.forEach(container -> own.put(container.id(), container.name()));
    return containers.stream()
        .map(container -> container.called(name(container.id(), container.name(), names, own)))
        .toList();
  }

  /** What stands for a container in a call to the engine: its id where it is called otherwise. */
  synchronized ContainerName there(ContainerName name) {
    // What was matched is there just now; what is known from before may have gone.
    return Stream.of(learnt, kept.get())
        .flatMap(names -> names.entrySet().stream())
        .filter(given -> given.getValue().equals(name))
        .map(given -> new ContainerName(given.getKey()))
        .findFirst()
        .orElse(name);
  }

  /**
   * Turns the engine's names into those that are used here.
   *
   * @param runtime the engine, which is asked for its names where any differ
   */
  Map<ContainerName, ContainerName> byOwnName(ContainerRuntime runtime) {
    Map<String, ContainerName> names = all();
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, ContainerName> own = own(names, runtime);
    Map<ContainerName, ContainerName> given = new HashMap<>();
    own.forEach((id, called) -> given.put(called, name(id, called, names, own)));
    return given;
  }

  private synchronized Map<String, ContainerName> own(
      Map<String, ContainerName> names, ContainerRuntime engine) {
    if (seen.filter(known -> known.given().equals(names)).isEmpty()) {
      Map<String, ContainerName> own = new HashMap<>();
      engine
          .observe(List.of(), false)
          .containers()
          .forEach(container -> own.put(container.id(), container.name()));
      seen = Optional.of(new Seen(names, own));
    }
    return seen.orElseThrow().own();
  }

  /** Where another one has the name that is given to one, its id is its name. */
  private static ContainerName name(
      String id,
      ContainerName called,
      Map<String, ContainerName> names,
      Map<String, ContainerName> own) {
    ContainerName given = names.get(id);
    if (given != null) {
      return given;
    }
    Set<ContainerName> taken = new HashSet<>();
    names.forEach(
        (other, name) -> {
          if (own.containsKey(other)) {
            taken.add(name);
          }
        });
    return taken.contains(called) ? new ContainerName(id) : called;
  }
}
