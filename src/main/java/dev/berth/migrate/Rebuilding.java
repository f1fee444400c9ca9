package dev.berth.migrate;

import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is known while the configuration of one container is put together. */
final class Rebuilding {
  final Json container;
  final Json config;
  final Json host;
  final Json image;

  private final Map<String, ContainerName> names;
  private final Map<String, Object> keys = new LinkedHashMap<>();
  private final Map<String, String> anonymous = new TreeMap<>();
  private final List<Obstacle> obstacles = new ArrayList<>();
  private final Set<String> read = new HashSet<>();

  Rebuilding(Json container, Json image, Map<String, ContainerName> names) {
    this.container = container;
    this.config = container.get("Config");
    this.host = container.get("HostConfig");
    this.image = image.get("Config");
    this.names = names;
  }

  ContainerName name() {
    return SourceContainers.nameOf(container);
  }

  /** A field of HostConfig; what is not asked for here must not be set. */
  Json host(String field) {
    read.add(field);
    return host.get(field);
  }

  boolean wasRead(String field) {
    return read.contains(field);
  }

  /** Sets a key; nothing, and what is empty, is left out. */
  void put(String key, Object value) {
    boolean empty =
        switch (value) {
          case String text -> text.isEmpty();
          case List<?> list -> list.isEmpty();
          case Map<?, ?> map -> map.isEmpty();
          case Boolean flag -> !flag;
          default -> false;
        };
    if (!empty) {
      keys.put(key, value);
    }
  }

  /** Sets a key even to an empty value, where that takes away what the image has. */
  void putEvenEmpty(String key, Object value) {
    keys.put(key, value);
  }

  void anonymous(String path, String volume) {
    anonymous.put(path, volume);
  }

  void obstacle(String field, String reason) {
    obstacles.add(new Obstacle("container " + name(), field + " " + reason));
  }

  /** A namespace or the like of another container, by the name that lives on. */
  String byName(String word) {
    int colon = word.indexOf(':');
    return word.startsWith("container:") ? "container:" + named(word.substring(colon + 1)) : word;
  }

  /** The name of a container that is given by id or name. */
  String named(String reference) {
    return names.entrySet().stream()
        .filter(entry -> reference.length() >= 12 && entry.getKey().startsWith(reference))
        .map(entry -> entry.getValue().text())
        .findFirst()
        .orElse(reference);
  }

  Rebuilt rebuilt() {
    return new Rebuilt(name(), keys, anonymous, obstacles);
  }
}
