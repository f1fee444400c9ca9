package dev.berth.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the services of a project have in common, as far as they name it. */
final class ComposeResources {
  private final Set<String> networks = new TreeSet<>();
  private final Map<String, Object> configs = new TreeMap<>();
  private final Map<String, Object> secrets = new TreeMap<>();

  /** The names of the networks that services are in. */
  Set<String> networks() {
    return networks;
  }

  Map<String, Object> configs() {
    return configs;
  }

  Map<String, Object> secrets() {
    return secrets;
  }

  /** A config with this content; its name among all. */
  String config(String container, String content) {
    int number = 1;
    while (configs.containsKey(container + "-" + number)) {
      number++;
    }
    configs.put(container + "-" + number, Map.of("content", content));
    return container + "-" + number;
  }

  /** A secret that the engine keeps. */
  void secret(String name) {
    Map<String, Object> external = new LinkedHashMap<>();
    external.put("name", name);
    external.put("external", true);
    secrets.put(name, external);
  }
}
