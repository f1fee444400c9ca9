package dev.berth.apply;

import dev.berth.engine.EngineName;
import dev.berth.engine.RunVolumes;
import dev.berth.model.AbsolutePath;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerPath;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Labels;
import dev.berth.model.Mount;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Rendered;
import dev.berth.model.Value;
import dev.berth.model.operation.ContainerOperation.LookForUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a configuration an engine is asked to make for a trial: without variables, which may be
 * secret and which no engine judges, and without what need not be there yet.
 *
 * @param spec the configuration, less all that
 */
record TrialSpec(ContainerSpec spec) {
  /** A change of these alone is nothing that {@code create} could refuse. */
  private static final Set<String> SURE =
      Set.of(
          Key.ENVIRONMENT.label(),
          Key.LABELS.label(),
          Key.COMMAND.label(),
          Key.STOP_GRACE_PERIOD.label(),
          Key.TTY.label(),
          Key.INTERACTIVE.label());

  private static final List<Key> NAMESPACES = List.of(Key.NET, Key.IPC, Key.PID, Key.USERNS);
  private static final Set<String> RELABELLING = Set.of("z", "Z", "U");
  private static final Set<String> USERS_FILES = Set.of("/etc", "/etc/passwd", "/etc/group");

  /**
   * The trial of a configuration with this engine.
   *
   * @param anew the networks that are there with other addresses than they will have
   */
  static TrialSpec of(ContainerSpec wanted, String engine, Set<String> anew) {
    Map<Key, Value> values = new EnumMap<>(Key.class);
    values.putAll(wanted.values());
    values.remove(Key.ENVIRONMENT);
    // Whose namespaces and volumes they are may be made only later, and is checked by the plan.
    values.remove(Key.VOLUMES_FROM);
    // The pod is made by the unit of its own container.
    values.remove(Key.POD);
    NAMESPACES.stream()
        .filter(key -> wanted.text(key).filter(text -> text.startsWith("container:")).isPresent())
        .forEach(values::remove);
    List<Value> mounts = new ArrayList<>();
    for (Mount mount : wanted.mounts()) {
      if (mount.kind() != Mount.Kind.BIND || Files.exists(Path.of(mount.source()))) {
        mounts.add(new Value.Scalar(mount(wanted, mount, engine).argument(), mount.at()));
      }
    }
    values.remove(Key.VOLUMES);
    if (!mounts.isEmpty()) {
      values.put(Key.VOLUMES, new Value.Sequence(mounts, wanted.position(Key.VOLUMES)));
    }
    if (values.get(Key.NETWORKS) instanceof Value.Sequence networks) {
      values.put(
          Key.NETWORKS,
          new Value.Sequence(
              networks.items().stream().map(network -> unaddressed(network, anew)).toList(),
              networks.at()));
    }
    return new TrialSpec(new ContainerSpec(wanted.name(), wanted.at(), values, wanted.contents()));
  }

  private static Value unaddressed(Value network, Set<String> anew) {
    String[] parts = network.texts().getFirst().split(":", 2);
    if (parts.length < 2 || !anew.contains(parts[0])) {
      return network;
    }
    String options =
        Stream.of(parts[1].split(","))
            .filter(option -> !option.startsWith("ip=") && !option.startsWith("ip6="))
            .collect(Collectors.joining(","));
    return new Value.Scalar(options.isEmpty() ? parts[0] : parts[0] + ":" + options, network.at());
  }

  /**
   * The mount with the volume's own name, without what changes the labels and owners of data, and
   * for Docker without the copy of the image's files that it makes at once.
   */
  private static Mount mount(ContainerSpec wanted, Mount mount, String engine) {
    String source =
        mount.kind() == Mount.Kind.ANONYMOUS
            ? RunVolumes.nameOf(wanted, ContainerPath.of(mount.destination()))
            : mount.source();
    List<String> options =
        new ArrayList<>(
            mount.options().stream().filter(option -> !RELABELLING.contains(option)).toList());
    boolean isVolume = mount.kind() != Mount.Kind.BIND;
    if (isVolume && engine.equals(EngineName.DOCKER.label()) && !options.contains("nocopy")) {
      options.add("nocopy");
    }
    return new Mount(source, mount.destination(), options, mount.at());
  }

  /**
   * The same under another name, without the user: no engine looks for it yet, and Podman copies no
   * file out for one that is not there.
   */
  ContainerSpec named(ContainerName name) {
    Map<Key, Value> values = new EnumMap<>(Key.class);
    values.putAll(spec.values());
    values.remove(Key.USER);
    return new ContainerSpec(name, spec.at(), values, spec.contents());
  }

  /**
   * Whether nothing has changed that {@code create} could refuse, so that no trial is needed; false
   * where it is not known what has changed.
   */
  static boolean isSurelyTaken(Rendered wanted, Observed observed) {
    Optional<ObservedContainer> container = observed.container(wanted.name());
    String digest = container.flatMap(found -> found.label(Labels.DIGEST)).orElse("");
    boolean isSameImage =
        container.map(ObservedContainer::imageId).equals(observed.imageId(wanted.spec().image()));
    if (!isSameImage) {
      return false;
    }
    if (digest.equals(wanted.digest())) {
      return true;
    }
    Applied applied = observed.applied().get(wanted.name());
    return applied != null
        && applied.digest().equals(digest)
        && changed(applied.configuration(), wanted.configuration()).stream()
            .allMatch(SURE::contains)
        && hasCommand(applied.configuration()) == hasCommand(wanted.configuration());
  }

  /** Whether a command is configured; without it the image must have its own. */
  private static boolean hasCommand(Map<String, String> configuration) {
    return configuration.containsKey(Key.COMMAND.label() + "[0]");
  }

  private static Set<String> changed(Map<String, String> before, Map<String, String> now) {
    Set<String> paths = new HashSet<>(before.keySet());
    paths.addAll(now.keySet());
    Set<String> keys = new HashSet<>();
    for (String path : paths) {
      String former = before.get(path);
      if (former == null || !former.equals(now.get(path))) {
        keys.add(path.split("[.\\[]", 2)[0]);
      }
    }
    return keys;
  }

  /** What it is to run as, by name, where these are the image's own to know; else nothing. */
  Optional<LookForUsers> users(ContainerName name) {
    boolean isOwn =
        spec.values().containsKey(Key.USERNS)
            || spec.mounts().stream()
                .anyMatch(
                    mount -> USERS_FILES.contains(AbsolutePath.of(mount.destination()).text()));
    String[] user = spec.text(Key.USER).orElse("0").split(":", 2);
    List<String> groups = new ArrayList<>(spec.texts(Key.GROUP_ADD));
    if (user.length > 1) {
      groups.add(user[1]);
    }
    groups.remove("keep-groups");
    return Optional.of(new LookForUsers(spec.name(), name, named(List.of(user[0])), named(groups)))
        .filter(look -> !isOwn && !(look.users().isEmpty() && look.groups().isEmpty()));
  }

  private static List<String> named(List<String> names) {
    return names.stream().filter(name -> !name.matches("\\d+")).toList();
  }
}
