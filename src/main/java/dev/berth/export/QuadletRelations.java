package dev.berth.export;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Key;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What stands before a container, in [Unit]. */
final class QuadletRelations {
  private static final Map<Condition, String> REACHED =
      Map.of(
          Condition.SERVICE_STARTED, "until it runs",
          Condition.SERVICE_HEALTHY, "until it is healthy, as others ask of it",
          Condition.SERVICE_COMPLETED_SUCCESSFULLY, "until it has ended");

  private final QuadletContainer container;
  private final Set<String> after = new TreeSet<>();
  private final Set<String> required = new TreeSet<>();

  private QuadletRelations(QuadletContainer container) {
    this.container = container;
  }

  static void put(QuadletContainer container) {
    new QuadletRelations(container).put();
  }

  private void put() {
    ContainerSpec spec = container.spec();
    spec.declaredDependencies().forEach(this::declared);
    spec.impliedDependencies().stream()
        .map(Dependency::target)
        .filter(target -> container.set().containers().containsKey(target))
        .filter(target -> !isPodOf(target))
        .forEach(target -> need(target + ".service", true));
    container.set().initsBefore(spec).forEach(init -> need(init + ".service", true));
    if (container.set().awaited().contains(spec.name().text())) {
      container.unit().add(QuadletContainer.CONTAINER, "Notify", "healthy");
    }
    List<String> group =
        container.set().groupBefore(spec).stream().map(name -> name + ".service").toList();
    if (after.addAll(group)) {
      container
          .unit()
          .note(QuadletContainer.UNIT, "Also after the group of the next smaller start_order.");
    }
    if (!after.isEmpty()) {
      container.unit().add(QuadletContainer.UNIT, "After", String.join(" ", after));
    }
    if (!required.isEmpty()) {
      container.unit().add(QuadletContainer.UNIT, "Requires", String.join(" ", required));
    }
  }

  /** Quadlet itself puts the pod before its members. */
  private boolean isPodOf(String target) {
    ContainerSpec spec = container.spec();
    return container.set().isInPod(spec)
        && spec.podOwner().filter(owner -> target.equals(owner.text())).isPresent();
  }

  private void need(String unit, boolean isRequired) {
    String escaped = unit.replace("%", "%%");
    after.add(escaped);
    if (isRequired) {
      required.add(escaped);
    }
  }

  private void declared(Dependency dependency) {
    String target = dependency.target();
    String path = Key.DEPENDS_ON.label() + "." + target;
    if (dependency.kind() == Dependency.Kind.HOST_UNIT) {
      need(target, dependency.required());
    } else if (container.set().containers().containsKey(target)) {
      need(target + ".service", dependency.required());
      Condition reached = container.set().reached(target);
      if (reached != dependency.condition()) {
        container.lost(
            path,
            dependency.at(),
            "it waits " + REACHED.get(reached),
            dependency.condition() == Condition.SERVICE_HEALTHY
                ? "`Notify=healthy` came with Podman 5.0"
                : "");
      }
    } else {
      container.lost(
          path,
          dependency.at(),
          "`" + target + "` is not among these units",
          "export what it is of together with this");
    }
    if (dependency.restarts() && !dependency.required()) {
      container.lost(
          path,
          dependency.at(),
          "it does not start anew with what it does not require",
          "required: true");
    }
  }
}
