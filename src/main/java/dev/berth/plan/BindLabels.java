package dev.berth.plan;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.ObservedLabel;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Warns of bind mounts that SELinux will deny: Docker of old ran without it, and the container then
 * fails with no more than "permission denied".
 *
 * <p>Which labels a container may read is what the policy says of container_t: its own
 * container_file_t, container_ro_file_t for reading, and much that every program may read (usr_t,
 * etc_t and other configuration, cert_t, fonts_t, lib_t). Not so var_t, var_lib_t, user_home_t,
 * tmp_t, default_t, nor the data of other services. The observer has asked the kernel for each.
 */
public final class BindLabels {
  private static final Set<String> RELABELLING = Set.of("z", "Z");

  private final Map<String, ObservedLabel> labels;
  private final Set<ContainerName> comingOver;
  private final RelabelRules rules = new RelabelRules(Set.of(), List.of());

  /**
   * A check.
   *
   * @param labels those of the sources
   * @param comingOver containers of the host's other engine; what they bind is labelled with them
   */
  BindLabels(Map<String, ObservedLabel> labels, Set<ContainerName> comingOver) {
    this.labels = labels;
    this.comingOver = comingOver;
  }

  /** The bind mounts of a container that SELinux denies to it; none where it is not confined. */
  public static List<Mount> denied(ContainerSpec spec, Map<String, ObservedLabel> labels) {
    return isConfined(spec)
        ? spec.mounts().stream()
            .filter(BindLabels::isAsItIs)
            .filter(
                mount ->
                    Optional.ofNullable(labels.get(mount.source()))
                        .flatMap(label -> denied(mount, label))
                        .isPresent())
            .toList()
        : List.of();
  }

  /** Whether the engine does not label it itself. */
  private static boolean isAsItIs(Mount mount) {
    return mount.kind() == Mount.Kind.BIND
        && mount.options().stream().noneMatch(RELABELLING::contains);
  }

  void check(RenderedState wanted, Problems problems) {
    if (labels.isEmpty()) {
      return;
    }
    wanted
        .containers()
        .map(Rendered::spec)
        .filter(spec -> spec.role() != ContainerSpec.Role.EXEC && isConfined(spec))
        .forEach(spec -> check(spec, problems));
  }

  /** Who names a type or level himself has a domain of his own, of which nothing is known here. */
  private static boolean isConfined(ContainerSpec spec) {
    return !spec.flag(Key.PRIVILEGED)
        && spec.texts(Key.SECURITY_OPT).stream()
            .noneMatch(option -> option.startsWith("label=") || option.startsWith("label:"));
  }

  private void check(ContainerSpec spec, Problems problems) {
    for (Mount mount : spec.mounts()) {
      if (isAsItIs(mount)) {
        Optional.ofNullable(labels.get(mount.source()))
            .ifPresent(
                label ->
                    denied(mount, label)
                        .ifPresent(
                            what ->
                                problems.warning(
                                    mount.at(),
                                    "'" + spec.name() + "' binds '" + mount.source() + "', " + what,
                                    advice(label, comingOver.contains(spec.name())))));
      }
    }
  }

  /** A file that is bound without {@code ro} is read as a rule; a directory may well be written. */
  private static Optional<String> denied(Mount mount, ObservedLabel label) {
    String shown = label.level().equals("s0") ? label.type() : label.type() + ":" + label.level();
    if (!label.readable()) {
      return Optional.of("which SELinux lets no container read: its label is " + shown);
    }
    return label.directory() && mount.isWritable() && !label.writable()
        ? Optional.of("which SELinux lets containers read, not write: its label is " + shown)
        : Optional.empty();
  }

  private String advice(ObservedLabel label, boolean isLabelled) {
    String path = label.path();
    if (rules.refusal(path).isPresent()) {
      return "it is the host's own, so do not relabel it: bind a directory of the container's own,"
          + " or use security_opt: [label=disable]";
    }
    String pattern = quoted(expression(path) + (label.directory() ? "(/.*)?" : ""));
    if (isLabelled) {
      return "it gets container_file_t when the container comes over; for that to outlast a"
          + " restorecon: semanage fcontext -a -t container_file_t "
          + pattern;
    }
    return "semanage fcontext -a -t container_file_t "
        + pattern
        + " && restorecon "
        + (label.directory() ? "-RF " : "-F ")
        + quoted(path)
        + "; or let the engine label it with the option z, or Z for this container alone";
  }

  /** The path as file_contexts(5) has it, a regular expression without blanks. */
  private static String expression(String path) {
    return path.replaceAll("[\\\\^$.|?*+()\\[\\]{}]", "\\\\$0").replaceAll("\\s", "\\\\s");
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
