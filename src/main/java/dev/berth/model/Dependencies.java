package dev.berth.model;

import dev.berth.model.Dependency.Condition;
import dev.berth.model.Dependency.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what a configuration depends on, said outright or implied. */
final class Dependencies {
  private static final List<Key> NAMESPACES = List.of(Key.NET, Key.IPC, Key.PID, Key.USERNS);
  private static final String CONTAINER = "container:";

  private Dependencies() {}

  static List<Dependency> of(ContainerSpec spec) {
    List<Dependency> found = new ArrayList<>();
    if (spec.values().get(Key.DEPENDS_ON) instanceof Value.Mapping declared) {
      declared.entries().forEach((target, value) -> found.add(declared(target, value)));
    }
    for (Key key : NAMESPACES) {
      namespaceOwner(spec, key)
          .ifPresent(owner -> found.add(implied(owner, spec.position(key), true)));
    }
    if (spec.values().get(Key.VOLUMES_FROM) instanceof Value.Sequence sequence) {
      for (Value item : sequence.items()) {
        found.add(implied(item.texts().getFirst().split(":", 2)[0], item.at(), true));
      }
    }
    spec.execTarget()
        .ifPresent(target -> found.add(implied(target, spec.position(Key.COMMAND), true)));
    return List.copyOf(found);
  }

  /** The containers in whose namespaces it is. */
  static Set<String> namespaceOwners(ContainerSpec spec) {
    return NAMESPACES.stream()
        .flatMap(key -> namespaceOwner(spec, key).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<String> namespaceOwner(ContainerSpec spec, Key key) {
    return spec.text(key)
        .filter(text -> text.startsWith(CONTAINER))
        .map(text -> text.substring(CONTAINER.length()));
  }

  private static Dependency declared(String target, Value value) {
    Condition condition = Condition.SERVICE_STARTED;
    boolean required = false;
    if (value instanceof Value.Mapping mapping) {
      Value given = mapping.entries().get("condition");
      if (given != null) {
        condition = Condition.valueOf(given.texts().getFirst().toUpperCase(Locale.ROOT));
      }
      Value must = mapping.entries().get("required");
      required = must != null && must.texts().getFirst().equals("true");
    }
    return new Dependency(target, Dependency.kindOf(target), condition, required, value.at());
  }

  private static Dependency implied(String target, SourcePosition at, boolean required) {
    return new Dependency(target, Kind.CONTAINER, Condition.SERVICE_STARTED, required, at);
  }
}
