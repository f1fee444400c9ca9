package dev.berth.export;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key;
import dev.berth.model.NetworkSpec;
import dev.berth.model.SourcePosition;
import dev.berth.model.VolumeSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the writers ask of configurations. */
final class Sets {
  /** What Kubernetes' own nodes hold the namespaces of pods with. */
  static final String PAUSE = "registry.k8s.io/pause:3.10";

  /** The keys whose values may be secret. */
  private static final Set<Key> SECRET =
      EnumSet.of(
          Key.ENVIRONMENT,
          Key.FILES,
          Key.COMMAND,
          Key.ENTRYPOINT,
          Key.HEALTHCHECK,
          Key.PRE_STOP_EXEC,
          Key.LABELS,
          Key.ANNOTATIONS,
          Key.LOG_OPTS,
          Key.SYSTEMD_EXEC_FLAGS);

  /** Words of {@code net} that name no network (podman-run(1), {@code --network}). */
  private static final Pattern MODE =
      Pattern.compile(
          "(?:host|none|bridge|default|private|pasta|slirp4netns|ns|container)(?::.*)?");

  private Sets() {}

  /**
   * Its containers as files have them, by their names: what is written does not go by the order of
   * files, but where the init containers of a pod do.
   */
  static List<ContainerSpec> sorted(ContainerSet set) {
    List<ContainerSpec> united = UnitedPods.of(set.containers());
    boolean isOrdered = united.stream().anyMatch(spec -> spec.role() == ContainerSpec.Role.INIT);
    return isOrdered
        ? united
        : united.stream().sorted(Comparator.comparing(ContainerSpec::name)).toList();
  }

  /** The networks that it makes, by their names. */
  static List<NetworkSpec> networks(ContainerSet set) {
    return set.declared().networks().stream()
        .sorted(Comparator.comparing(NetworkSpec::name))
        .toList();
  }

  /** The volumes that it names, by their names. */
  static List<VolumeSpec> volumes(ContainerSet set) {
    return set.declared().volumes().stream()
        .sorted(Comparator.comparing(VolumeSpec::name))
        .toList();
  }

  /** Whether a text of these may hold what only its owner is to read. */
  static boolean mayHoldSecrets(Collection<ContainerSpec> specs) {
    return specs.stream().anyMatch(spec -> SECRET.stream().anyMatch(spec.values()::containsKey));
  }

  /** Whether the same holds of a configuration, with its volumes: an option may be a password. */
  static boolean mayHoldSecrets(ContainerSet set) {
    return mayHoldSecrets(set.containers())
        || set.declared().volumes().stream().anyMatch(Sets::mayHoldSecrets);
  }

  /** Whether what a volume is made with may be secret. */
  static boolean mayHoldSecrets(VolumeSpec spec) {
    return !spec.volume().options().isEmpty();
  }

  /** Whether {@code net} names a network, and no mode. */
  static boolean isNetwork(String net) {
    return !MODE.matcher(net).matches();
  }

  /** Tells that steps are one set here: none waits for the success of the one before it. */
  static void tellOrder(Desired desired, List<Loss> losses) {
    if (desired.isSeries() && desired.sets().size() > 1) {
      losses.add(
          new Loss(
              desired.sets().stream()
                  .skip(1)
                  .flatMap(set -> set.containers().stream())
                  .map(ContainerSpec::at)
                  .findFirst()
                  .orElse(SourcePosition.of("steps")),
              "",
              "steps",
              "no configuration waits for the one before it",
              "write `depends_on` where a container needs one of an earlier step"));
    }
  }
}
