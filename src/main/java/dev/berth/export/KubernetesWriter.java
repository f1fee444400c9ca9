package dev.berth.export;

import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Desired;
import dev.berth.model.Mount;
import dev.berth.model.SourcePosition;
import dev.berth.model.VolumeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes objects of Kubernetes, each a document that begins with three dashes. */
final class KubernetesWriter {
  private static final String BEGIN = "---\n";
  private static final Map<String, String> VOLUME_OPTIONS =
      Map.of(
          "device", "volume.podman.io/device",
          "type", "volume.podman.io/type",
          "o", "volume.podman.io/mount-options",
          "image", "volume.podman.io/image");

  private final Desired desired;
  private final boolean isDeployed;
  private final List<Loss> losses = new ArrayList<>();
  private final KubernetesNames workloads = new KubernetesNames();
  private final KubernetesNames claims = new KubernetesNames();

  KubernetesWriter(Desired desired, boolean isDeployed) {
    this.desired = desired;
    this.isDeployed = isDeployed;
  }

  Exported exported() {
    desired
        .containers()
        .filter(spec -> spec.role() == Role.EXEC)
        .forEach(
            spec ->
                losses.add(
                    new Loss(
                        spec.at(),
                        spec.name().text(),
                        "action",
                        "Kubernetes runs no command in another container; it is left out",
                        "run it by hand: kubectl exec POD -c CONTAINER -- COMMAND, podman exec")));
    List<Document> documents = new ArrayList<>(claims());
    for (Workload workload : Workload.of(desired)) {
      documents.addAll(
          new KubernetesPod(workload, workloads, claims, losses).documents(isDeployed));
    }
    networks();
    Sets.tellOrder(desired, losses);
    return new Exported(documents, losses);
  }

  static Document document(String kind, String name, Map<String, Object> object, boolean isSecret) {
    return Document.of(
        kind.toLowerCase(Locale.ROOT) + "-" + name + ".yaml",
        BEGIN + BerthYaml.of(object),
        isSecret);
  }

  /** An object's first lines. */
  static Map<String, Object> object(String apiVersion, String kind, Map<String, Object> metadata) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", apiVersion);
    object.put("kind", kind);
    object.put("metadata", metadata);
    return object;
  }

  private void networks() {
    desired
        .sets()
        .forEach(
            set ->
                Sets.networks(set)
                    .forEach(
                        network ->
                            losses.add(
                                new Loss(
                                    network.at(),
                                    "",
                                    "networks." + network.name(),
                                    "Kubernetes declares no networks",
                                    "podman network create "
                                        + network.name()
                                        + ", then podman kube play --network "
                                        + network.name()))));
  }

  private List<Document> claims() {
    SortedMap<String, Optional<VolumeSpec>> volumes = new TreeMap<>();
    desired
        .containers()
        .filter(spec -> spec.role() != Role.EXEC)
        .flatMap(spec -> spec.mounts().stream())
        .filter(mount -> mount.kind() == Mount.Kind.NAMED)
        .forEach(mount -> volumes.put(mount.source(), Optional.empty()));
    desired
        .sets()
        .forEach(set -> Sets.volumes(set).forEach(it -> volumes.put(it.name(), Optional.of(it))));
    List<Document> documents = new ArrayList<>();
    volumes.forEach(
        (name, declared) -> {
          String claim = claims.of(name);
          if (!claim.equals(name)) {
            losses.add(renamed(name, claim, declared));
          }
          documents.add(
              document(
                  "PersistentVolumeClaim",
                  claim,
                  claim(claim, declared),
                  declared.filter(Sets::mayHoldSecrets).isPresent()));
        });
    return documents;
  }

  private Loss renamed(String name, String claim, Optional<VolumeSpec> declared) {
    SourcePosition mounted =
        desired
            .containers()
            .flatMap(spec -> spec.mounts().stream())
            .filter(mount -> mount.source().equals(name))
            .map(Mount::at)
            .findFirst()
            .orElse(SourcePosition.of(name));
    return new Loss(
        declared.map(VolumeSpec::at).orElse(mounted),
        "",
        "volumes." + name,
        "its claim is called " + claim + ", which is another volume",
        "carry what is in it over: podman volume export "
            + name
            + ", podman volume import "
            + claim);
  }

  private Map<String, Object> claim(String name, Optional<VolumeSpec> declared) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    declared.ifPresent(volume -> describe(volume, metadata));
    Map<String, Object> claim = object("v1", "PersistentVolumeClaim", metadata);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("accessModes", List.of("ReadWriteOnce"));
    spec.put(
        "resources",
        new Noted(
            "A volume of one host has no size; Kubernetes wants one.",
            Map.of("requests", Map.of("storage", "1Gi"))));
    claim.put("spec", spec);
    return claim;
  }

  private void describe(VolumeSpec volume, Map<String, Object> metadata) {
    String path = "volumes." + volume.name();
    Map<String, Object> labels = new TreeMap<>();
    volume
        .volume()
        .labels()
        .forEach(
            (key, value) -> {
              if (KubernetesNames.isKey(key) && KubernetesNames.isLabelValue(value)) {
                labels.put(key, value);
              } else {
                losses.add(
                    new Loss(
                        volume.at(),
                        "",
                        path + ".labels",
                        "a label that Kubernetes cannot have is left out",
                        "give it a name and a value of letters, digits and - _ ."));
              }
            });
    Map<String, Object> annotations = new TreeMap<>();
    if (!volume.volume().driver().equals("local")) {
      annotations.put("volume.podman.io/driver", volume.volume().driver());
    }
    volume
        .volume()
        .options()
        .forEach(
            (key, value) -> {
              String annotation = VOLUME_OPTIONS.get(key);
              if (annotation == null) {
                losses.add(
                    new Loss(
                        volume.at(),
                        "",
                        path + ".driver_opts." + key,
                        "an option of its driver is left out",
                        "podman volume create --opt " + key + "=…"));
              } else {
                annotations.put(annotation, value);
              }
            });
    if (!labels.isEmpty()) {
      metadata.put("labels", labels);
    }
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
  }
}
