package dev.berth.config;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Key;
import dev.berth.model.Key.Scope;
import dev.berth.model.Problems;
import dev.berth.model.ShownValue;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives each pod a container of its own, which holds what its members have in common: network, host
 * name, System V IPC. What is said of these in a member is said of the pod, and moves there.
 */
final class Pods {
  /** What is once in a pod. */
  private static final List<Key> SINGLE =
      List.of(
          Key.HOSTNAME,
          Key.DOMAINNAME,
          Key.MAC_ADDRESS,
          Key.NET,
          Key.IP,
          Key.IP6,
          Key.IPC,
          Key.UTS,
          Key.USERNS,
          Key.SHM_SIZE);

  /** What members add to. */
  private static final List<Key> COLLECTED =
      List.of(
          Key.PORTS,
          Key.EXPOSE,
          Key.DNS,
          Key.DNS_SEARCH,
          Key.DNS_OPT,
          Key.EXTRA_HOSTS,
          Key.NETWORK_ALIAS);

  private static final String HOST = "host";
  private static final String OF_CONTAINER = "container:";

  private final Map<String, SourcePosition> known = new HashMap<>();
  private final Set<String> names;

  /**
   * The pods of a run.
   *
   * @param names those of all containers; the pods' own are added
   */
  Pods(Set<String> names) {
    this.names = names;
  }

  /** The containers, each pod's own before its first member. */
  List<ContainerSpec> complete(List<ContainerSpec> containers, Problems problems) {
    Map<String, List<ContainerSpec>> members = new LinkedHashMap<>();
    containers.forEach(
        spec ->
            spec.pod()
                .ifPresent(pod -> members.computeIfAbsent(pod, _ -> new ArrayList<>()).add(spec)));
    if (members.isEmpty()) {
      return containers;
    }
    Map<String, ContainerSpec> own = new HashMap<>();
    members.forEach((pod, all) -> own.put(pod, own(pod, all, problems)));
    List<ContainerSpec> completed = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    for (ContainerSpec spec : containers) {
      Optional<String> pod = spec.pod();
      pod.filter(placed::add).map(own::get).ifPresent(completed::add);
      completed.add(pod.map(own::get).map(holder -> member(spec, holder)).orElse(spec));
    }
    return completed;
  }

  private ContainerSpec own(String pod, List<ContainerSpec> members, Problems problems) {
    SourcePosition at = members.getFirst().position(Key.POD);
    ContainerName name = ContainerSpec.podsOwn(pod);
    SourcePosition other = known.putIfAbsent(pod, at);
    if (other != null) {
      problems.error(
          at,
          "the pod " + Quote.of(pod) + " is that of another configuration, at " + other,
          "a pod belongs to one: name this one differently");
    } else if (!names.add(name.text())) {
      problems.error(
          at,
          "the pod " + Quote.of(pod) + " has a container " + Quote.of(name.text()) + " of its own",
          "rename the container that is called so");
    } else if (names.contains(pod)) {
      problems.error(
          at,
          "the pod is called as the container " + Quote.of(pod),
          "rename one of the two: an engine has one name for either");
    }
    Map<Key, Value> values = new EnumMap<>(Key.class);
    members.forEach(spec -> checkNamespaces(spec, problems));
    SINGLE.forEach(key -> single(pod, key, members, problems).ifPresent(it -> values.put(key, it)));
    new PodNetworks(problems).joined(members).ifPresent(it -> values.put(Key.NETWORKS, it));
    COLLECTED.forEach(
        key -> collected(key, members, problems).ifPresent(it -> values.put(key, it)));
    fields(Key.SYSCTLS, members, problems).ifPresent(it -> values.put(Key.SYSCTLS, it));
    if (values.containsKey(Key.NET) && values.containsKey(Key.NETWORKS)) {
      problems.error(
          values.get(Key.NETWORKS).at(),
          "the pod " + Quote.of(pod) + " has `net` already, at " + values.get(Key.NET).at(),
          "write all its networks into `networks`");
    }
    values.put(Key.POD, new Value.Scalar(pod, at));
    inits(members, at).ifPresent(it -> values.put(Key.POD_INIT, it));
    values.put(Key.IMAGE, new Value.Scalar(ContainerSpec.PAUSE_IMAGE, at));
    values.put(Key.RESTART, new Value.Scalar("always", at));
    // The default of Docker lets nobody in.
    values.putIfAbsent(Key.IPC, new Value.Scalar("shareable", at));
    int first = members.stream().mapToInt(ContainerSpec::startOrder).min().orElse(0);
    if (first != 0) {
      values.put(Key.START_ORDER, new Value.Scalar(Integer.toString(first), at));
    }
    return new ContainerSpec(name, at, values, new TreeMap<>());
  }

  private static ContainerSpec member(ContainerSpec spec, ContainerSpec holder) {
    Map<Key, Value> values = new EnumMap<>(Key.class);
    values.putAll(spec.values());
    SINGLE.forEach(values::remove);
    COLLECTED.forEach(values::remove);
    values.remove(Key.NETWORKS);
    values.remove(Key.SYSCTLS);
    Value shared = new Value.Scalar(OF_CONTAINER + holder.name(), spec.position(Key.POD));
    values.put(Key.NET, shared);
    for (Key key : List.of(Key.IPC, Key.USERNS)) {
      holder
          .text(key)
          .ifPresent(
              text ->
                  values.put(
                      key, text.equals(HOST) ? new Value.Scalar(HOST, shared.at()) : shared));
    }
    return new ContainerSpec(spec.name(), spec.at(), values, spec.contents());
  }

  /** They run at the pod's start: whatever changes in one of them is a change of the pod. */
  private static Optional<Value> inits(List<ContainerSpec> members, SourcePosition at) {
    SortedMap<String, Value> inits = new TreeMap<>();
    for (ContainerSpec spec : members) {
      if (spec.role() == Role.INIT) {
        String text = inits.size() + spec.flattened(EnumSet.of(Scope.CONTAINER)).toString();
        inits.put(
            spec.name().text(),
            new Value.Scalar(FileDigest.text(text), spec.position(Key.POD_INIT)));
      }
    }
    return inits.isEmpty() ? Optional.empty() : Optional.of(new Value.Mapping(inits, at));
  }

  /** A member that is in another's namespace is not in the pod's. */
  private static void checkNamespaces(ContainerSpec spec, Problems problems) {
    for (Key key : List.of(Key.NET, Key.IPC, Key.UTS, Key.USERNS)) {
      spec.text(key)
          .filter(text -> text.startsWith(OF_CONTAINER))
          .ifPresent(
              _ ->
                  problems.error(
                      spec.position(key),
                      "`" + key.label() + "` of a member of a pod is the pod's own",
                      "take it out, or `pod`"));
    }
  }

  private static Optional<Value> single(
      String pod, Key key, List<ContainerSpec> members, Problems problems) {
    List<Value> given =
        members.stream()
            .flatMap(spec -> spec.value(key).stream())
            .filter(value -> !value.texts().getFirst().startsWith(OF_CONTAINER))
            .toList();
    given.stream()
        .skip(1)
        .filter(value -> !sameTexts(value, given.getFirst()))
        .forEach(value -> contradicts(pod, key, value, given.getFirst(), problems));
    return given.stream().findFirst();
  }

  private static boolean sameTexts(Value one, Value other) {
    return one.texts().equals(other.texts());
  }

  private static void contradicts(
      String pod, Key key, Value value, Value first, Problems problems) {
    problems.error(
        value.at(),
        "`"
            + key.label()
            + "` of the pod "
            + Quote.of(pod)
            + " is "
            + ShownValue.of(value.texts().getFirst())
            + " here, and another one at "
            + first.at(),
        "the members of a pod have one: write the same, or leave one out");
  }

  private static Optional<Value> collected(
      Key key, List<ContainerSpec> members, Problems problems) {
    Map<String, Value> items = new LinkedHashMap<>();
    Optional<Value> first = Optional.empty();
    for (ContainerSpec spec : members) {
      if (!(spec.values().get(key) instanceof Value.Sequence sequence)) {
        continue;
      }
      first = first.or(() -> Optional.of(sequence));
      for (Value item : sequence.items()) {
        String text = item.texts().getFirst();
        Value other = items.putIfAbsent(text, item);
        if (key == Key.PORTS && other != null && !sequence.items().contains(other)) {
          problems.error(
              item.at(),
              "`" + key.label() + "`: another member of the pod has that already, at " + other.at(),
              "leave one of the two out");
        }
      }
    }
    return first.map(value -> new Value.Sequence(List.copyOf(items.values()), value.at()));
  }

  private static Optional<Value> fields(
      Key key, Collection<ContainerSpec> members, Problems problems) {
    SortedMap<String, Value> entries = new TreeMap<>();
    Optional<Value> first = Optional.empty();
    for (ContainerSpec spec : members) {
      if (!(spec.values().get(key) instanceof Value.Mapping mapping)) {
        continue;
      }
      first = first.or(() -> Optional.of(mapping));
      mapping
          .entries()
          .forEach(
              (name, value) -> {
                Value other = entries.putIfAbsent(name, value);
                if (other != null && !sameTexts(other, value)) {
                  problems.error(
                      value.at(),
                      "`"
                          + key.label()
                          + "`: another member has another "
                          + Quote.of(name)
                          + ", at "
                          + other.at(),
                      "the members of a pod have one: write the same");
                }
              });
    }
    return first.map(value -> new Value.Mapping(entries, value.at()));
  }
}
