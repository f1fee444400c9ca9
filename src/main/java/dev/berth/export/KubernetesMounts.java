package dev.berth.export;

import dev.berth.model.ContentFile;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted into a container. */
final class KubernetesMounts {
  private static final Map<String, String> PROPAGATIONS =
      Map.of(
          "private", "None",
          "rprivate", "None",
          "slave", "HostToContainer",
          "rslave", "HostToContainer",
          "shared", "Bidirectional",
          "rshared", "Bidirectional");
  private static final Pattern SIZE = Pattern.compile("size=(\\d{1,15})([bkmgtBKMGT]?)");
  private static final String UNITS = "bkmgt";
  private static final int FOR_OTHERS = 04;

  private KubernetesMounts() {}

  static void volumes(KubernetesContainer container, Value value) {
    for (Mount mount : container.spec().mounts()) {
      KubernetesVolumes volumes = container.pod().volumes();
      String name =
          switch (mount.kind()) {
            case BIND -> volumes.path(mount.source());
            case NAMED -> volumes.claim(mount.source());
            case ANONYMOUS ->
                volumes.empty(container.spec().name().text(), mount.destination(), Map.of());
          };
      Map<String, Object> form = mount(container, name, mount.destination(), !mount.isWritable());
      for (String option : mount.options()) {
        option(container, mount, option, form);
      }
    }
  }

  private static void option(
      KubernetesContainer container, Mount mount, String option, Map<String, Object> form) {
    String propagation = PROPAGATIONS.get(option);
    if (propagation != null) {
      form.put("mountPropagation", propagation);
      tellPropagation(container, mount, option);
    } else if (!option.matches("ro|rw|readonly")) {
      boolean isLabel = option.matches("[zZ]");
      container.lost(
          Key.VOLUMES,
          mount.at(),
          "the option `" + option + "` of a mount is left out",
          isLabel
              ? "label what it holds once: chcon -Rt container_file_t " + mount.source()
              : "Kubernetes has no word for it");
    }
  }

  /** A propagation of Kubernetes' is always that of the whole tree. */
  private static void tellPropagation(KubernetesContainer container, Mount mount, String option) {
    container.lost(
        Key.VOLUMES,
        mount.at(),
        "`" + option + "` is `mountPropagation`, which podman kube play passes over",
        "set the propagation of the host's own mount");
  }

  private static Map<String, Object> mount(
      KubernetesContainer container, String volume, String path, boolean isReadOnly) {
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("name", volume);
    mount.put("mountPath", path);
    if (isReadOnly) {
      mount.put("readOnly", true);
    }
    container.list("volumeMounts").add(mount);
    return mount;
  }

  static void memory(KubernetesContainer container, Value value) {
    for (Value item : ContainerPart.items(value)) {
      String[] parts = ContainerPart.text(item).split(":", 2);
      Optional<String> size = Optional.empty();
      boolean isReadOnly = false;
      for (String option : parts.length > 1 ? parts[1].split(",") : new String[0]) {
        Matcher bytes = SIZE.matcher(option);
        if (bytes.matches()) {
          size = Optional.of(bytes(bytes));
        } else if (option.equals("ro")) {
          isReadOnly = true;
        } else if (!option.equals("rw") && !option.isEmpty()) {
          container.lost(
              Key.TMPFS,
              item.at(),
              "the option `" + option + "` is left out",
              "Kubernetes has no word for it");
        }
      }
      if (size.isPresent()) {
        tellSize(container, Key.TMPFS, item.at());
      }
      memory(container, parts[0], size, isReadOnly);
    }
  }

  private static String bytes(Matcher size) {
    int unit = Math.max(0, UNITS.indexOf(size.group(2).toLowerCase(Locale.ROOT)));
    long number = Long.parseLong(size.group(1));
    return unit == 0 || number > Long.MAX_VALUE >> (10 * unit)
        ? Long.toString(number)
        : KubernetesResources.quantity(number << (10 * unit));
  }

  private static void memory(
      KubernetesContainer container, String path, Optional<String> size, boolean isReadOnly) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("medium", "Memory");
    size.ifPresent(limit -> details.put("sizeLimit", limit));
    String volume = container.pod().volumes().empty(container.spec().name().text(), path, details);
    mount(container, volume, path, isReadOnly);
  }

  private static void tellSize(KubernetesContainer container, Key key, SourcePosition at) {
    container.lost(
        key,
        at,
        "its size is `sizeLimit`, which podman kube play passes over",
        "limit `mem_limit`");
  }

  static void sharedMemory(KubernetesContainer container, Value value) {
    long bytes = Long.parseLong(ContainerPart.text(value));
    tellSize(container, Key.SHM_SIZE, value.at());
    memory(
        container,
        "/dev/shm",
        bytes == 0 ? Optional.empty() : Optional.of(KubernetesResources.quantity(bytes)),
        false);
  }

  static void files(KubernetesContainer container, Value value) {
    KubernetesVolumes volumes = container.pod().volumes();
    for (ContentFile file : ContentFile.of(container.spec())) {
      int mode = Integer.parseInt(file.access().mode(), 8);
      boolean isSecret = (mode & FOR_OTHERS) == 0;
      KubernetesVolumes.Place place =
          volumes.file(file.target(), file.content(), isSecret, file.access().mode());
      mount(container, place.volume(), file.target(), true).put("subPath", place.key());
      SourcePosition at = ContainerPart.at(value, file.target());
      if (file.access().uid() > 0 || file.access().gid() > 0) {
        container.lost(
            "files." + file.target(),
            at,
            "it is root's: Kubernetes gives a file no other owner",
            "`fsGroup` of the pod gives all its volumes a group");
      }
    }
  }
}
