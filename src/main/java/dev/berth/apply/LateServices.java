package dev.berth.apply;

import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Plan;
import dev.berth.model.Step;
import dev.berth.model.Wanted;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services that depend on a task which has yet to run, through others too. Their units are
 * installed only when their turn comes: should the task fail, or Berth be killed, a boot must not
 * start them with a configuration that the task has not prepared. So are those that come over from
 * the other engine: a boot must not start them on both.
 */
final class LateServices {
  private final Set<String> names;

  private LateServices(Set<String> names) {
    this.names = names;
  }

  static LateServices of(Plan plan, Wanted wanted) {
    Set<String> open =
        plan.steps().stream()
            .map(Step::change)
            .filter(
                change -> change instanceof Change.RunTask || change instanceof Change.AwaitTask)
            .map(Change::subject)
            .collect(Collectors.toSet());
    Set<String> late = new HashSet<>();
    open.forEach(task -> late.addAll(wanted.dependents(task)));
    plan.steps().stream()
        .map(Step::change)
        .filter(change -> change instanceof Service service && service.kind() == Kind.MIGRATE)
        .forEach(change -> late.add(change.subject()));
    return new LateServices(late);
  }

  boolean contains(Service service) {
    return names.contains(service.subject());
  }
}
