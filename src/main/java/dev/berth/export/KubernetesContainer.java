package dev.berth.export;

import dev.berth.model.ContainerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A container of a pod. */
final class KubernetesContainer extends ContainerPart {
  /** The order of its fields. */
  private static final List<String> FIELDS =
      List.of(
          "name",
          "image",
          "imagePullPolicy",
          "command",
          "args",
          "workingDir",
          "stdin",
          "tty",
          "env",
          "ports",
          "resources",
          "volumeMounts",
          "startupProbe",
          "livenessProbe",
          "readinessProbe",
          "lifecycle",
          "securityContext");

  private final KubernetesPod pod;
  private final Map<String, Object> body = new LinkedHashMap<>();

  KubernetesContainer(ContainerSpec spec, KubernetesPod pod, String name, List<Loss> losses) {
    super(spec, losses);
    this.pod = pod;
    body.put("name", name);
    body.put("imagePullPolicy", "IfNotPresent");
  }

  void write() {
    KeyRow.write(KubernetesKeys.ALL, this);
    KubernetesNetwork.dns(this);
  }

  Map<String, Object> body() {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (String field : FIELDS) {
      Object value = body.get(field);
      boolean isEmpty =
          (value instanceof Map<?, ?> map && map.isEmpty())
              || (value instanceof List<?> list && list.isEmpty());
      if (value != null && !isEmpty) {
        ordered.put(field, value);
      }
    }
    return ordered;
  }

  KubernetesPod pod() {
    return pod;
  }

  void put(String field, Object value) {
    body.put(field, value);
  }

  /** A mapping of it, which is made where it is not there yet. */
  Map<String, Object> part(String field) {
    return part(body, field);
  }

  /** The same of a mapping within. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> part(Map<String, Object> mapping, String field) {
    return (Map<String, Object>) mapping.computeIfAbsent(field, _ -> new LinkedHashMap<>());
  }

  /** A list of it, which is made where it is not there yet. */
  List<Object> list(String field) {
    return list(body, field);
  }

  /** The same of a list within. */
  @SuppressWarnings("unchecked")
  static List<Object> list(Map<String, Object> mapping, String field) {
    return (List<Object>) mapping.computeIfAbsent(field, _ -> new ArrayList<>());
  }
}
