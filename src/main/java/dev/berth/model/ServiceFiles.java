package dev.berth.model;

import dev.berth.model.Rendered.SecretFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service with a unit had on disk before anything was written.
 *
 * @param unit its unit's name
 * @param text the unit's text; empty where there was none
 * @param enable whether the run makes it start at boot, which it did not
 * @param environment its environment files by path; empty content for one that was not there;
 *     secret
 */
public record ServiceFiles(
    UnitName unit,
    Optional<String> text,
    boolean enable,
    Map<String, Optional<String>> environment) {
  /** Keeps its own copy. */
  public ServiceFiles {
    environment = Map.copyOf(environment);
  }

  /** The environment files that were there. */
  public List<SecretFile> environmentFiles() {
    return environment.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            file -> file.getValue().stream().map(content -> new SecretFile(file.getKey(), content)))
        .toList();
  }

  /** The same with no environment file at all, and no unit, which the run enables. */
  public ServiceFiles absent() {
    Map<String, Optional<String>> none = new LinkedHashMap<>();
    environment.keySet().forEach(path -> none.put(path, Optional.empty()));
    return new ServiceFiles(unit, Optional.empty(), true, none);
  }

  @Override
  public String toString() {
    return "files of " + unit;
  }
}
