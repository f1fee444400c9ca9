package dev.berth.migrate;

import dev.berth.json.Json;
import dev.berth.model.ComposeReplica;
import dev.berth.model.ContainerName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who waits for whom, as Compose has written it on its containers: {@code
 * db:service_healthy:false,init:service_completed_successfully:true}, where the last word says
 * whether who waits is started again with the other one.
 *
 * @param names the names of containers by what they are of their projects
 * @param waits by container what it waits for, with the condition
 */
record ComposeOrder(
    Map<ComposeReplica, ContainerName> names,
    Map<ContainerName, Map<ContainerName, String>> waits) {
  private static final String DEPENDS_ON = ComposeReplica.LABELS + "depends_on";
  private static final String COMPLETED = "service_completed_successfully";
  private static final Set<String> CONDITIONS =
      Set.of("service_started", "service_healthy", COMPLETED);

  /** That of containers, in the words of their engine. */
  static ComposeOrder of(Collection<Json> containers) {
    Map<ComposeReplica, ContainerName> names = new TreeMap<>();
    containers.forEach(
        container ->
            replica(container)
                .ifPresent(one -> names.put(one, SourceContainers.nameOf(container))));
    Map<ContainerName, Map<ContainerName, String>> waits = new LinkedHashMap<>();
    for (Json container : containers) {
      replica(container)
          .ifPresent(
              one ->
                  waits.put(
                      SourceContainers.nameOf(container), waits(one, labels(container), names)));
    }
    return new ComposeOrder(names, waits);
  }

  private static Map<String, String> labels(Json container) {
    return container.get("Config").get("Labels").textFields();
  }

  private static Optional<ComposeReplica> replica(Json container) {
    return ComposeReplica.of(labels(container));
  }

  /** One of the same project; what is no more than text stands for nobody. */
  private static Map<ContainerName, String> waits(
      ComposeReplica one, Map<String, String> labels, Map<ComposeReplica, ContainerName> names) {
    Map<ContainerName, String> waits = new LinkedHashMap<>();
    for (String entry : labels.getOrDefault(DEPENDS_ON, "").split(",")) {
      String[] words = entry.split(":", -1);
      String condition = words.length > 1 ? words[1] : "";
      names.forEach(
          (other, name) -> {
            if (other.project().equals(one.project())
                && other.service().equals(words[0])
                && !other.isBeside(one)) {
              waits.put(name, CONDITIONS.contains(condition) ? condition : "service_started");
            }
          });
    }
    return waits;
  }

  /**
   * What a container waits for, in the keys of a file.
   *
   * @param written those that the file has
   */
  Map<String, Object> dependencies(ContainerName container, Collection<ContainerName> written) {
    Map<String, Object> dependencies = new TreeMap<>();
    waits
        .getOrDefault(container, Map.of())
        .forEach(
            (target, condition) -> {
              if (written.contains(target)) {
                dependencies.put(target.text(), Map.of("condition", condition));
              }
            });
    return dependencies;
  }

  /** Whether somebody waits for its end: it is a task then. */
  boolean isTask(ContainerName container) {
    return waits.values().stream().anyMatch(others -> COMPLETED.equals(others.get(container)));
  }
}
