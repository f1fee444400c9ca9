package dev.berth.model;

import dev.berth.model.Dependency.Condition;
import dev.berth.model.Dependency.Kind;
import dev.berth.model.Sharing.Namespace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what a configuration depends on, said outright or implied. */
final class Dependencies {
  private static final Map<Key, Namespace> NAMESPACES = namespaces();
  private static final String CONTAINER = "container:";

  private Dependencies() {}

  static List<Dependency> of(ContainerSpec spec) {
    List<Dependency> all = new ArrayList<>(declared(spec));
    all.addAll(implied(spec));
    return List.copyOf(all);
  }

  static List<Dependency> declared(ContainerSpec spec) {
    List<Dependency> found = new ArrayList<>();
    if (spec.values().get(Key.DEPENDS_ON) instanceof Value.Mapping declared) {
      declared.entries().forEach((target, value) -> found.add(declared(target, value)));
    }
    return found;
  }

  static List<Dependency> implied(ContainerSpec spec) {
    List<Dependency> found = new ArrayList<>();
    for (Key key : NAMESPACES.keySet()) {
      namespaceOwner(spec, key)
          .ifPresent(owner -> found.add(implied(owner, spec.position(key), true)));
    }
    if (spec.values().get(Key.VOLUMES_FROM) instanceof Value.Sequence sequence) {
      for (Value item : sequence.items()) {
        found.add(implied(lender(item.texts().getFirst()), item.at(), true));
      }
    }
    spec.execTarget()
        .ifPresent(target -> found.add(implied(target.text(), spec.position(Key.COMMAND), true)));
    return found;
  }

  /** By namespace, the container whose it is. */
  static Map<Namespace, ContainerName> namespaceOwners(ContainerSpec spec) {
    Map<Namespace, ContainerName> owners = new EnumMap<>(Namespace.class);
    NAMESPACES.forEach(
        (key, namespace) ->
            namespaceOwner(spec, key)
                .flatMap(ContainerName::find)
                .ifPresent(owner -> owners.put(namespace, owner)));
    return Collections.unmodifiableMap(owners);
  }

  /** The containers whose volumes it uses. */
  static Set<ContainerName> volumeLenders(ContainerSpec spec) {
    return spec.texts(Key.VOLUMES_FROM).stream()
        .flatMap(item -> ContainerName.find(lender(item)).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** {@code NAME[:OPTIONS]}. */
  private static String lender(String item) {
    return item.split(":", 2)[0];
  }

  private static Map<Key, Namespace> namespaces() {
    Map<Key, Namespace> namespaces = new EnumMap<>(Key.class);
    namespaces.put(Key.NET, Namespace.NETWORK);
    namespaces.put(Key.IPC, Namespace.IPC);
    namespaces.put(Key.PID, Namespace.PID);
    namespaces.put(Key.USERNS, Namespace.USER);
    return Collections.unmodifiableMap(namespaces);
  }

  private static Optional<String> namespaceOwner(ContainerSpec spec, Key key) {
    return spec.text(key)
        .filter(text -> text.startsWith(CONTAINER))
        .map(text -> text.substring(CONTAINER.length()));
  }

  private static Dependency declared(String target, Value value) {
    Condition condition = Condition.SERVICE_STARTED;
    boolean required = false;
    boolean restarts = false;
    if (value instanceof Value.Mapping mapping) {
      Value given = mapping.entries().get("condition");
      if (given != null) {
        condition = Condition.valueOf(given.texts().getFirst().toUpperCase(Locale.ROOT));
      }
      required = isTrue(mapping, "required");
      restarts = isTrue(mapping, "restart");
    }
    return new Dependency(
        target, Dependency.kindOf(target), condition, required, restarts, value.at());
  }

  private static boolean isTrue(Value.Mapping mapping, String name) {
    Value given = mapping.entries().get(name);
    return given != null && given.texts().getFirst().equals("true");
  }

  private static Dependency implied(String target, SourcePosition at, boolean required) {
    return new Dependency(target, Kind.CONTAINER, Condition.SERVICE_STARTED, required, false, at);
  }
}
