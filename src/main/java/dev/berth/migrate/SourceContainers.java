package dev.berth.migrate;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineDetails.Kind;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All containers of a Docker, as it describes them. */
public final class SourceContainers {
  private final Engine docker;
  private final Map<ContainerName, Json> byName;

  private SourceContainers(Engine docker, Map<ContainerName, Json> byName) {
    this.docker = docker;
    this.byName = byName;
  }

  /** Reads them. */
  public static SourceContainers read(Engine docker) {
    Map<ContainerName, Json> byName = new LinkedHashMap<>();
    docker
        .details()
        .containers()
        .reversed()
        .forEach(container -> byName.put(nameOf(container), container));
    return new SourceContainers(docker, byName);
  }

  static ContainerName nameOf(Json container) {
    return ContainerName.observed(
        container.get("Name").textOrEmpty().replaceFirst("^/", ""),
        container.get("Id").textOrEmpty());
  }

  /**
   * Each with who looks after it, the oldest first.
   *
   * @param judged the same containers, with whose they are; one that came meanwhile is left out
   */
  public List<SourceContainer> all(Collection<ObservedContainer> judged) {
    Map<ContainerName, ObservedContainer> known = new HashMap<>();
    judged.forEach(container -> known.put(container.name(), container));
    return byName.keySet().stream()
        .flatMap(name -> Optional.ofNullable(known.get(name)).stream())
        .map(SourceContainer::of)
        .toList();
  }

  /** The configurations of these, in this order. */
  public List<Rebuilt> rebuilt(Collection<ContainerName> names) {
    Map<String, ContainerName> namesById = new HashMap<>();
    byName.forEach((name, container) -> namesById.put(container.get("Id").textOrEmpty(), name));
    List<Json> containers =
        names.stream().flatMap(name -> Optional.ofNullable(byName.get(name)).stream()).toList();
    Map<String, Json> images = images(containers);
    Map<String, ObservedImage> named =
        docker.runtime().images(containers.stream().map(SourceContainers::reference).toList());
    ComposeOrder order = ComposeOrder.of(byName.values());
    return containers.stream()
        .map(
            container -> {
              String id = container.get("Image").textOrEmpty();
              Json image = images.get(id);
              if (image == null) {
                throw new MigrationException(
                    "the image of " + nameOf(container) + ", " + id + ", is gone from " + docker);
              }
              Rebuilt rebuilt =
                  withOrder(
                      order,
                      withOwnVolumes(ContainerRebuild.of(container, image, namesById)),
                      names);
              // The name may stand for a newer image by now, or for none.
              String digits = ImageName.hex(id);
              return Optional.ofNullable(named.get(reference(container)))
                      .filter(meant -> meant.id().equals(digits))
                      .isPresent()
                  ? rebuilt
                  : rebuilt.withImage(digits);
            })
        .toList();
  }

  /** What Compose has written of it: for whom it waits, and whether it is a task. */
  private static Rebuilt withOrder(
      ComposeOrder order, Rebuilt rebuilt, Collection<ContainerName> names) {
    Map<String, Object> dependencies = order.dependencies(rebuilt.name(), names);
    Rebuilt ordered = dependencies.isEmpty() ? rebuilt : rebuilt.with("depends_on", dependencies);
    return order.isTask(rebuilt.name()) ? ordered.asTask() : ordered;
  }

  /**
   * Who borrows volumes gets none for what its image declares, as Berth has it: a path that nobody
   * lends has to be said.
   */
  private Rebuilt withOwnVolumes(Rebuilt rebuilt) {
    Set<String> lent = new HashSet<>();
    for (Object lender : list(rebuilt, "volumes_from")) {
      ContainerName.find(lender.toString().split(":", 2)[0])
          .map(byName::get)
          .ifPresent(
              found ->
                  found
                      .get("Mounts")
                      .items()
                      .forEach(mount -> lent.add(mount.get("Name").textOrEmpty())));
    }
    if (list(rebuilt, "volumes_from").isEmpty()) {
      return rebuilt;
    }
    Rebuilt whole = rebuilt;
    List<Object> volumes = new ArrayList<>(list(rebuilt, "volumes"));
    for (Map.Entry<String, String> unnamed : new TreeMap<>(rebuilt.anonymous()).entrySet()) {
      String path = unnamed.getKey();
      if (lent.contains(unnamed.getValue()) || volumes.contains(path)) {
        continue;
      }
      if (RebuiltMounts.isSayable(path)) {
        volumes.add(path);
      } else {
        whole =
            whole.with(
                new Obstacle(
                    "container " + rebuilt.name(), "Mounts " + RebuiltMounts.unsayable(path)));
      }
    }
    return volumes.isEmpty() ? whole : whole.with("volumes", volumes);
  }

  private static List<?> list(Rebuilt rebuilt, String key) {
    return rebuilt.keys().get(key) instanceof List<?> list ? list : List.of();
  }

  private Map<String, Json> images(List<Json> containers) {
    TreeSet<String> ids = new TreeSet<>();
    containers.forEach(container -> ids.add(container.get("Image").textOrEmpty()));
    Map<String, Json> images = new HashMap<>();
    docker
        .details()
        .described(Kind.IMAGE, ids)
        .forEach(image -> images.put(image.get("Id").textOrEmpty(), image));
    return images;
  }

  private static String reference(Json container) {
    return container.get("Config").get("Image").textOrEmpty();
  }
}
