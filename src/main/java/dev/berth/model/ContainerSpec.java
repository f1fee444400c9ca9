package dev.berth.model;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One container as its configuration wants it, read and checked.
 *
 * @param name the name of the container, its unit and its files
 * @param at where its configuration begins
 * @param values the keys that were given, canonical; each value fits its key's type
 * @param contents a digest of each file whose content counts as configuration, by the path of the
 *     value that names it ({@code env_file[0]}); it is of that key's scope
 */
public record ContainerSpec(
    ContainerName name,
    SourcePosition at,
    Map<Key, Value> values,
    SortedMap<String, String> contents) {

  /** How long a start may take that waits for no health check of the configuration. */
  public static final Duration DEFAULT_START_TIMEOUT = Duration.ofMinutes(15);

  /** Docker's and Podman's own default. */
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

  /** What the container of a pod runs: a program that waits; Berth makes it where it is not. */
  public static final String PAUSE_IMAGE = "localhost/berth-pause:1";

  private static final String RELOADED = Key.RELOAD_ON.label() + "[";

  /** What becomes of a configuration. */
  public enum Role {
    /** Runs until stopped, in systemd's or the engine's care. */
    SERVICE,
    /** Runs once per configuration. */
    TASK,
    /** Runs to its end at each start of its pod, whose unit sees to it. */
    INIT,
    /** A command in a container that runs. */
    EXEC
  }

  /** Keeps its own copies. */
  public ContainerSpec {
    EnumMap<Key, Value> copy = new EnumMap<>(Key.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }

  /** The key's value; empty when it was not given. */
  public Optional<Value> value(Key key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The key's scalar text; empty when it was not given. */
  public Optional<String> text(Key key) {
    return value(key).map(value -> value.texts().getFirst());
  }

  /** The key's items; empty when it was not given. */
  public List<String> texts(Key key) {
    return value(key).map(Value::texts).orElse(List.of());
  }

  /** The key's named values, by name; empty when it was not given. */
  public SortedMap<String, String> fields(Key key) {
    SortedMap<String, String> fields = new TreeMap<>();
    if (values.get(key) instanceof Value.Mapping mapping) {
      mapping.entries().forEach((name, value) -> fields.put(name, value.texts().getFirst()));
    }
    return fields;
  }

  /** Whether the key was given as true. */
  public boolean flag(Key key) {
    return text(key).filter("true"::equals).isPresent();
  }

  /** Where the key stands, or the container where it was not given. */
  public SourcePosition position(Key key) {
    return value(key).map(Value::at).orElse(at);
  }

  /** What becomes of it. */
  public Role role() {
    if (text(Key.ACTION).filter("exec"::equals).isPresent()) {
      return Role.EXEC;
    }
    if (flag(Key.POD_INIT)) {
      return Role.INIT;
    }
    return restart().isPresent() ? Role.SERVICE : Role.TASK;
  }

  /**
   * Whether the container of a task goes when it has ended. One that has ended in another's
   * namespace would hold that other: Podman removes no container while another one refers to it.
   */
  public boolean isRemovedAtEnd() {
    return flag(Key.REMOVE) || (role() == Role.TASK && !namespaceOwners().isEmpty());
  }

  /** The restart policy of a service; empty for the rest. */
  public Optional<RestartPolicy> restart() {
    return text(Key.RESTART).flatMap(RestartPolicy::parse);
  }

  /** The image's reference as written; empty for {@code action: exec}. */
  public String image() {
    return text(Key.IMAGE).orElse("");
  }

  /** The group it starts in. */
  public int startOrder() {
    return text(Key.START_ORDER).map(Integer::parseInt).orElse(0);
  }

  /**
   * How long it may take to get healthy. The check of an image asks for no more than any start has,
   * whatever its author wrote; only the configuration may.
   */
  public Duration longestStart() {
    return healthcheck()
        .filter(
            check ->
                !check.test().isEmpty()
                    || check.longestStart().compareTo(DEFAULT_START_TIMEOUT) > 0)
        .map(Healthcheck::longestStart)
        .orElse(DEFAULT_START_TIMEOUT);
  }

  /** How long a stop waits before it kills. */
  public Duration stopGracePeriod() {
    return text(Key.STOP_GRACE_PERIOD).flatMap(Durations::parse).orElse(DEFAULT_GRACE);
  }

  /** Whether Berth waits for the end of a task. */
  public boolean isAwaited() {
    return text(Key.DETACH).filter("false"::equals).isPresent();
  }

  /** The exit codes that count as success. */
  public Set<Integer> exitCodes() {
    return values.containsKey(Key.EXIT_CODES)
        ? texts(Key.EXIT_CODES).stream()
            .map(Integer::parseInt)
            .collect(Collectors.toUnmodifiableSet())
        : Set.of(0);
  }

  /** The pod that it belongs to, or that it is the container of; empty where there is none. */
  public Optional<String> pod() {
    return text(Key.POD);
  }

  /** The name of a pod's own container, which holds what its members share. */
  public static ContainerName podsOwn(String pod) {
    return new ContainerName(pod + "-pod");
  }

  /** The name of the own container of the pod that it belongs to; empty where there is none. */
  public Optional<ContainerName> podOwner() {
    return pod().map(ContainerSpec::podsOwn);
  }

  /** Whether it is a pod's own container, of which no file says anything by itself. */
  public boolean isPod() {
    return podOwner().filter(name::equals).isPresent();
  }

  /** Whether both are of one pod. */
  public boolean isInPodOf(ContainerSpec other) {
    return pod().isPresent() && pod().equals(other.pod());
  }

  /** The container that {@code action: exec} runs in; empty for the rest. */
  public Optional<ContainerName> execTarget() {
    List<String> words = texts(Key.COMMAND);
    return role() == Role.EXEC && !words.isEmpty()
        ? ContainerName.find(words.getFirst())
        : Optional.empty();
  }

  /** The names of the engine's secrets that it uses, in order. */
  public List<String> secretNames() {
    return texts(Key.SECRETS).stream()
        .filter(text -> !text.startsWith(Credential.MARK))
        .map(text -> text.split(",", 2)[0])
        .distinct()
        .toList();
  }

  /** Whether it is to be in the network of this name. */
  public boolean isIn(String network) {
    return Stream.concat(text(Key.NET).stream(), texts(Key.NETWORKS).stream())
        .anyMatch(given -> given.split(":", 2)[0].equals(network));
  }

  /** The volumes and bind mounts, in order. */
  public List<Mount> mounts() {
    return values.get(Key.VOLUMES) instanceof Value.Sequence sequence
        ? sequence.items().stream()
            .flatMap(item -> Mount.parse(item.texts().getFirst(), item.at()).stream())
            .toList()
        : List.of();
  }

  /**
   * Everything that the container depends on: {@code depends_on}, the containers whose namespaces
   * or volumes it uses, and the target of an {@code exec}.
   */
  public List<Dependency> dependencies() {
    return Dependencies.of(this);
  }

  /** Those of them that {@code depends_on} says. */
  public List<Dependency> declaredDependencies() {
    return Dependencies.declared(this);
  }

  /** Those of them that follow from what it shares and where it runs. */
  public List<Dependency> impliedDependencies() {
    return Dependencies.implied(this);
  }

  /** By namespace, the container whose it is ({@code net: container:NAME}). */
  public Map<Sharing.Namespace, ContainerName> namespaceOwners() {
    return Dependencies.namespaceOwners(this);
  }

  /** The containers whose volumes it uses ({@code volumes_from}). */
  public Set<ContainerName> volumeLenders() {
    return Dependencies.volumeLenders(this);
  }

  /** The health check; empty when the image's own stays as it is. */
  public Optional<Healthcheck> healthcheck() {
    return Healthchecks.of(this);
  }

  /** Whether it has a health check of its own, or its image's as far as that is known. */
  public boolean hasHealthcheck(Optional<ObservedImage> image) {
    Optional<Healthcheck> check = healthcheck();
    if (check.filter(Healthcheck::isDisabled).isPresent()) {
      return false;
    }
    return check.filter(given -> !given.test().isEmpty()).isPresent()
        || image.flatMap(ObservedImage::healthcheck).isPresent();
  }

  /**
   * The configuration as one flat map from path to text, canonical: what is compared, digested and
   * kept.
   *
   * @param scopes the scopes whose keys are in it
   */
  public SortedMap<String, String> flattened(Set<Key.Scope> scopes) {
    SortedMap<String, String> flat = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (scopes.contains(key.scope())) {
            value.flattenInto(key.label(), flat);
          }
        });
    contents.forEach(
        (path, digest) -> {
          if (!path.startsWith(RELOADED) || scopes.contains(Key.RELOAD_ON.scope())) {
            flat.put("content of " + path, digest);
          }
        });
    return flat;
  }

  /** Digests of the files with whose content the service is reloaded, by their paths. */
  public SortedMap<String, String> reloaded() {
    SortedMap<String, String> files = new TreeMap<>();
    contents.forEach(
        (path, digest) -> {
          if (path.startsWith(RELOADED)) {
            files.put(path.substring(RELOADED.length(), path.length() - 1), digest);
          }
        });
    return files;
  }

  /** The same container, whose digests of these files are kept as these texts. */
  public ContainerSpec withReloaded(Map<String, String> digests) {
    SortedMap<String, String> merged = new TreeMap<>(contents);
    digests.forEach((path, digest) -> merged.put(RELOADED + path + "]", digest));
    return new ContainerSpec(name, at, values, merged);
  }

  /** Whether a service that has ended successfully stays ended: its {@code restart} says so. */
  public boolean mayEndByItself() {
    return restart()
        .filter(
            policy ->
                policy.kind() == RestartPolicy.Kind.NO
                    || policy.kind() == RestartPolicy.Kind.ON_FAILURE)
        .isPresent();
  }

  /** The same container with other values for some keys, replaced whole. */
  public ContainerSpec with(Map<Key, Value> replaced) {
    Map<Key, Value> merged = new LinkedHashMap<>(values);
    merged.putAll(replaced);
    return new ContainerSpec(name, at, merged, contents);
  }
}
