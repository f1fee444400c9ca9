package dev.berth.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The volumes of a pod, each once, and the objects that hold files of it. */
final class KubernetesVolumes {
  private final String pod;
  private final KubernetesNames claims;
  private final KubernetesNames names = new KubernetesNames();
  private final Map<String, String> known = new LinkedHashMap<>();
  private final List<Object> volumes = new ArrayList<>();
  private final Map<String, Object> configs = new TreeMap<>();
  private final Map<String, Object> secrets = new TreeMap<>();
  private final Map<String, List<Object>> items = new TreeMap<>();

  KubernetesVolumes(String pod, KubernetesNames claims) {
    this.pod = pod;
    this.claims = claims;
  }

  /** The volume of a path of the host; its name in the pod. */
  String path(String path) {
    return volume("hostPath " + path, path, "hostPath", Map.of("path", path));
  }

  /** That of a volume with a name. */
  String claim(String name) {
    return volume(
        "claim " + name, name, "persistentVolumeClaim", Map.of("claimName", claims.of(name)));
  }

  /** An empty one, for one place alone. */
  String empty(String container, String place, Map<String, Object> details) {
    return volume("empty " + container + place, place, "emptyDir", details);
  }

  private String volume(String what, String called, String kind, Map<String, Object> details) {
    String name = known.get(what);
    if (name == null) {
      name = names.of(called + " " + kind.charAt(0));
      known.put(what, name);
      Map<String, Object> volume = new LinkedHashMap<>();
      volume.put("name", name);
      volume.put(kind, details);
      volumes.add(volume);
    }
    return name;
  }

  /** Where a file stands: a volume of the pod, and the path in it. */
  record Place(String volume, String key) {}

  /**
   * A file with a content, in the volume of those of its mode: Podman honours that of a volume, and
   * not that of a file.
   */
  Place file(String path, String content, boolean isSecret, String mode) {
    Map<String, Object> all = isSecret ? secrets : configs;
    String base = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^-._a-zA-Z0-9]", "-");
    String key = base;
    for (int number = 2; all.containsKey(key); number++) {
      key = number + "-" + base;
    }
    all.put(
        key,
        isSecret
            ? Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8))
            : content);
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("key", key);
    item.put("path", key);
    String volume = files(isSecret) + "-" + mode;
    items.computeIfAbsent(volume, _ -> new ArrayList<>()).add(item);
    return new Place(volume, key);
  }

  private static String files(boolean isSecret) {
    return isSecret ? "secret-files" : "files";
  }

  /** What the pod's own field holds. */
  List<Object> pod() {
    List<Object> all = new ArrayList<>(volumes);
    items.forEach(
        (name, files) -> {
          boolean isSecret = name.startsWith(files(true));
          Map<String, Object> details = new LinkedHashMap<>();
          details.put(isSecret ? "secretName" : "name", object(isSecret));
          // The number of a mode, in decimal: not every reader takes an octal one.
          details.put("defaultMode", Long.parseLong(name.substring(name.lastIndexOf('-') + 1), 8));
          details.put("items", files);
          all.add(files(name, isSecret ? "secret" : "configMap", details));
        });
    return all;
  }

  private static Map<String, Object> files(String name, String kind, Map<String, Object> details) {
    Map<String, Object> volume = new LinkedHashMap<>();
    volume.put("name", name);
    volume.put(kind, details);
    return volume;
  }

  private String object(boolean isSecret) {
    return pod + "-" + files(isSecret);
  }

  /** The objects that hold the files. */
  List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    if (!configs.isEmpty()) {
      Map<String, Object> object =
          KubernetesWriter.object("v1", "ConfigMap", Map.of("name", object(false)));
      object.put("data", configs);
      documents.add(KubernetesWriter.document("ConfigMap", object(false), object, true));
    }
    if (!secrets.isEmpty()) {
      Map<String, Object> object =
          KubernetesWriter.object("v1", "Secret", Map.of("name", object(true)));
      object.put("data", secrets);
      documents.add(KubernetesWriter.document("Secret", object(true), object, true));
    }
    return documents;
  }
}
