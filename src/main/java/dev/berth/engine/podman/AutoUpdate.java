package dev.berth.engine.podman;

import dev.berth.engine.RunRequest;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The label of podman-auto-update(1). What carries it runs its image by name: Podman refuses to
 * make such a container of an id, and asks the registry, or the host, what is behind the name.
 */
final class AutoUpdate {
  /** The label. */
  static final String LABEL = "io.containers.autoupdate";

  private static final Set<String> ON = Set.of("registry", "image", "local");
  private static final List<String> OFF = List.of("disabled", "");

  private AutoUpdate() {}

  /** What is run: the image that was planned, or the name that is asked for. */
  static String image(RunRequest request) {
    return label(request.spec())
            .map(policy -> policy.texts().getFirst())
            .or(() -> Optional.ofNullable(request.labels().get(LABEL)))
            .filter(ON::contains)
            .isPresent()
        ? request.spec().image()
        : request.image().reference();
  }

  /**
   * What the image's author alone wishes is taken back: containers inherit the label, and Podman
   * would refuse to run them by an id.
   */
  static List<String> withoutTheImages(RunRequest request) {
    boolean isOfImageAlone =
        request.image().labels().containsKey(LABEL)
            && label(request.spec()).isEmpty()
            && !request.labels().containsKey(LABEL);
    return isOfImageAlone ? List.of("--label=" + LABEL + "=disabled") : List.of();
  }

  /** Reports a policy that Podman does not know, and an image that it would not look for. */
  static void check(ContainerSpec spec, Problems problems) {
    Optional<Value> label = label(spec);
    if (label.isEmpty()) {
      return;
    }
    String policy = label.get().texts().getFirst();
    if (!ON.contains(policy) && !OFF.contains(policy)) {
      problems.error(
          label.get().at(),
          "podman: the label " + LABEL + " has a policy that Podman does not know",
          "write registry, local or disabled");
    } else if (ON.contains(policy) && !isWhole(spec.image())) {
      problems.error(
          spec.position(Key.IMAGE),
          "podman: the label " + LABEL + " needs the image's whole name, with its registry and tag",
          "write it as registry/name:tag, or leave the label out");
    }
  }

  /**
   * Whether it has a registry, as containers/image tells it from a short name; a tag, and no
   * digest.
   */
  private static boolean isWhole(String image) {
    int slash = image.indexOf('/');
    String registry = slash < 0 ? "" : image.substring(0, slash);
    boolean hasRegistry =
        registry.contains(".") || registry.contains(":") || registry.equals("localhost");
    boolean hasTag = image.indexOf(':', image.lastIndexOf('/') + 1) >= 0;
    return hasRegistry && hasTag && !image.contains("@");
  }

  private static Optional<Value> label(ContainerSpec spec) {
    return spec.value(Key.LABELS)
        .filter(Value.Mapping.class::isInstance)
        .map(labels -> ((Value.Mapping) labels).entries().get(LABEL));
  }
}
