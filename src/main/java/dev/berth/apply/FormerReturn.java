package dev.berth.apply;

import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.host.WholeFile;
import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.Former;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.Wanted;
import dev.berth.plan.lowering.UnitFormers;
import dev.berth.systemd.Systemctl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives a service back to Paunch or tripleo-ansible, whose container was set aside and not removed,
 * and whose units were stopped and kept, until Berth's own service is known to be well.
 */
final class FormerReturn implements WayBack {
  private final RuntimeControl control;
  private final Systemctl systemctl;
  private final AppliedRecords records;
  private final HostPaths paths;
  private final UnitReturn units;
  private final Wanted wanted;
  private final boolean onFailure;

  /** What each service with a unit had on disk that is to be taken over, by container. */
  private final Map<String, ServiceFiles> ours = new HashMap<>();

  /** The same of its former. */
  private final Map<String, FormerTraces> traces = new HashMap<>();

  /** The formers that are set aside. */
  private final Map<String, Former> aside = new ConcurrentHashMap<>();

  /** Those that came back. */
  private final Set<String> restored = ConcurrentHashMap.newKeySet();

  /**
   * Reads what there is; called before anything is written.
   *
   * @param onFailure whether a service that does not come up gives way to its former
   */
  FormerReturn(
      RuntimeControl control,
      Systemctl systemctl,
      HostPaths paths,
      AppliedRecords records,
      UnitReturn units,
      UnitFormers replaced,
      Plan plan,
      Wanted wanted,
      Observed observed,
      boolean onFailure) {
    this.control = control;
    this.systemctl = systemctl;
    this.records = records;
    this.paths = paths;
    this.units = units;
    this.wanted = wanted;
    this.onFailure = onFailure;
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service) {
        observed
            .former(service.subject())
            .ifPresent(
                former -> {
                  if (service.rendered().care() == Care.UNIT) {
                    ours.put(service.subject(), replaced.beforeTakeOver(service));
                  }
                  traces.put(service.subject(), FormerTraces.read(former, paths.units()));
                });
      }
    }
  }

  /** Whether its container is to be set aside, and not removed. */
  boolean keeps(Former former) {
    return traces.containsKey(former.name()) && former.container().isPresent();
  }

  /** Sets containers aside, which were stopped; what went wrong, by container. */
  Map<String, String> setAside(Collection<Former> formers) {
    Map<String, String> failures = new HashMap<>();
    for (Former former : formers) {
      CommandResult renamed =
          former.isAside()
              ? new CommandResult(List.of(), 0, "", "", false)
              : control.rename(former.ownName(), former.asideName());
      if (renamed.succeeded()) {
        aside.put(former.name(), former);
      } else {
        failures.put(former.name(), renamed.lastWords());
      }
    }
    return failures;
  }

  /** Those that are set aside. */
  List<Former> aside() {
    return List.copyOf(aside.values());
  }

  @Override
  public boolean isPossible(Service service) {
    return onFailure && aside.containsKey(service.subject());
  }

  /** Whether it has gone back by now. */
  boolean isRestored(String container) {
    return restored.contains(container);
  }

  @Override
  public String outcome(Service service) {
    return traces(service.subject()).outcome();
  }

  @Override
  public Optional<String> restore(Service service) {
    return restore(service.subject());
  }

  /**
   * Goes back, with those that systemd or the engine stops with it.
   *
   * @return why it could not be done
   */
  synchronized Optional<String> restore(String container) {
    // Who is in another's namespaces ends first, and comes back last: the nearest are found first.
    List<String> group = new ArrayList<>(List.of(container));
    for (String follower : wanted.followers(container)) {
      if (aside.containsKey(follower)) {
        group.addFirst(follower);
      }
    }
    List<String> units = units(group);
    systemctl.stop(units);
    for (String name : group) {
      CommandResult removed = control.remove(name, traces(name).former().grace());
      if (!removed.succeeded()) {
        return Optional.of(removed.lastWords());
      }
    }
    for (String name : group.reversed()) {
      Former former = traces(name).former();
      CommandResult renamed = control.rename(former.asideName(), former.ownName());
      if (!renamed.succeeded()) {
        return Optional.of(renamed.lastWords());
      }
      aside.remove(name);
      Optional.ofNullable(ours.get(name))
          .ifPresent(files -> KeptFormers.restore(files, paths, systemctl));
      records.remove(name);
    }
    this.units.restoreDependents(container);
    systemctl.resetFailed(units);
    restored.addAll(group);
    return begin(group.reversed().stream().map(this::traces).toList());
  }

  private List<String> units(List<String> containers) {
    return containers.stream()
        .flatMap(name -> wanted.container(name).stream())
        .map(Rendered::unit)
        .flatMap(Optional::stream)
        .map(Rendered.UnitFile::name)
        .toList();
  }

  /** Has the former units again, and starts those that were up. */
  Optional<String> begin(List<FormerTraces> back) {
    Map<String, String> failures = new LinkedHashMap<>();
    tie(back).ifPresent(why -> failures.put("", why));
    List<String> active = back.stream().flatMap(one -> one.active().stream()).toList();
    systemctl.resetFailed(active);
    failures.putAll(systemctl.start(active));
    for (FormerTraces one : back) {
      boolean hasUnit =
          one.former().service().filter(unit -> active.contains(unit.name())).isPresent();
      if (one.ran() && !hasUnit) {
        begin(one.former()).ifPresent(why -> failures.put(one.former().name(), why));
      }
    }
    return failures.values().stream().findFirst();
  }

  /** Who has no unit of theirs may have been in the engine's own care. */
  private Optional<String> begin(Former former) {
    Optional<String> policy = former.restart();
    if (policy.isPresent()) {
      CommandResult set = control.setRestart(former.ownName(), policy.get());
      if (!set.succeeded()) {
        return Optional.of(set.lastWords());
      }
    }
    CommandResult started = control.start(former.ownName());
    return started.succeeded() ? Optional.empty() : Optional.of(started.lastWords());
  }

  /**
   * Gives units back that were only untied and disabled, and were not stopped; what went wrong.
   *
   * @param back those that nothing else has happened to
   */
  Optional<String> tie(Collection<FormerTraces> back) {
    if (back.isEmpty()) {
      return Optional.empty();
    }
    back.forEach(FormerTraces::restore);
    WholeFile.syncDirectory(paths.units());
    CommandResult enabled =
        systemctl.enable(back.stream().flatMap(one -> one.enabled().stream()).toList());
    CommandResult reloaded = systemctl.daemonReload();
    return enabled.succeeded()
        ? Optional.of(reloaded).filter(it -> !it.succeeded()).map(CommandResult::lastWords)
        : Optional.of(enabled.lastWords());
  }

  FormerTraces traces(String container) {
    return java.util.Objects.requireNonNull(traces.get(container), container);
  }
}
