package dev.berth.plan;

import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Observed;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered;
import dev.berth.model.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container in another one's namespace holds a dead one when that other is replaced, so it is
 * replaced as well.
 */
final class SharedNamespaces {
  private static final List<Key> NAMESPACES = List.of(Key.NET, Key.IPC, Key.PID, Key.USERNS);
  private static final String CONTAINER = "container:";

  private final Wanted wanted;
  private final Observed observed;

  SharedNamespaces(Wanted wanted, Observed observed) {
    this.wanted = wanted;
    this.observed = observed;
  }

  /** Adds the replacements that others bring about, until there are no more. */
  void follow(Map<String, Decision> decisions) {
    boolean added = true;
    while (added) {
      added = false;
      for (Rendered rendered : wanted.containers().toList()) {
        if (rendered.spec().role() != ContainerSpec.Role.SERVICE
            || restarts(decisions.get(rendered.name()))
            || isMasked(rendered)) {
          continue;
        }
        Optional<String> host = replacedHost(rendered.spec(), decisions);
        if (host.isPresent()) {
          decisions.put(rendered.name(), replacement(rendered, host.get(), decisions));
          added = true;
        }
      }
    }
  }

  /** What the operator has masked stays as it is. */
  private boolean isMasked(Rendered rendered) {
    return rendered
        .unit()
        .flatMap(unit -> Optional.ofNullable(observed.units().get(unit.name())))
        .filter(ObservedUnit::isMasked)
        .isPresent();
  }

  private static Optional<String> replacedHost(
      ContainerSpec spec, Map<String, Decision> decisions) {
    return NAMESPACES.stream()
        .flatMap(key -> spec.text(key).stream())
        .filter(text -> text.startsWith(CONTAINER))
        .map(text -> text.substring(CONTAINER.length()))
        .filter(name -> restarts(decisions.get(name)))
        .findFirst();
  }

  private static boolean restarts(@org.jspecify.annotations.Nullable Decision decision) {
    return decision != null
        && decision.change() instanceof Service service
        && service.kind() != Kind.UPDATE;
  }

  private static Decision replacement(
      Rendered rendered, String host, Map<String, Decision> decisions) {
    Decision former = decisions.get(rendered.name());
    boolean install = false;
    boolean enable = false;
    if (former != null && former.change() instanceof Service service) {
      install = service.install();
      enable = service.enable();
    }
    return new Decision(
        new Service(rendered, Kind.REPLACE, install, enable),
        "shares a namespace with '" + host + "', which starts anew");
  }
}
