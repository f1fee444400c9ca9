package dev.berth.plan;

import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Key;
import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyUnit;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Decides what a service needs: container, unit and environment files against their wanted form.
 */
final class Services implements ServiceStrategy.Deciding {
  static final String UNSETTLED =
      "a run that was killed had replaced it, and had not seen yet that it is well";

  private final Observed observed;
  private final HandOvers handOvers;
  private final Problems problems;
  private final SortedMap<ContainerName, String> left = new TreeMap<>();

  Services(Observed observed, HandOvers handOvers, Problems problems) {
    this.observed = observed;
    this.handOvers = handOvers;
    this.problems = problems;
  }

  @Override
  public Optional<Decision> decide(Rendered wanted) {
    UnitFile unitFile = wanted.unit().orElseThrow();
    Optional<ObservedUnit> unit = Optional.ofNullable(observed.units().get(unitFile.name()));
    Optional<LegacyContainer> former = observed.legacy(wanted.name());
    Optional<ObservedUnit> masked =
        Stream.concat(
                unit.stream(),
                former.flatMap(LegacyContainer::service).map(LegacyUnit::unit).stream())
            .filter(ObservedUnit::isMasked)
            .findFirst();
    if (masked.isPresent()) {
      return masked(wanted, masked.get());
    }
    List<String> installReasons = installReasons(wanted, unitFile, unit);
    boolean install = !installReasons.isEmpty();
    boolean enable = unit.filter(ObservedUnit::isEnabled).isEmpty();
    if (former.filter(LegacyContainer::isAdoptable).isPresent()
        && !isTakenOver(wanted, former, unit)) {
      return Optional.of(adoption(wanted, former.get(), install, enable));
    }
    return processDecision(wanted, unit, install, enable)
        .or(() -> unitDecision(wanted, unit, installReasons, enable))
        .or(() -> former.map(left -> tidying(wanted, left)));
  }

  private Optional<Decision> masked(Rendered wanted, ObservedUnit unit) {
    left.put(wanted.name(), "its unit " + unit.name() + " is masked");
    problems.warning(
        wanted.spec().at(),
        unit.name() + " is masked and is left as it is",
        "'systemctl unmask " + unit.name() + "' gives it back to Berth");
    return Optional.empty();
  }

  @Override
  public SortedMap<ContainerName, String> left() {
    return Collections.unmodifiableSortedMap(left);
  }

  /** Health checks alone may be left by a run that was killed; nothing has to start for them. */
  private static Decision tidying(Rendered wanted, LegacyContainer former) {
    return decision(wanted, Kind.UPDATE, false, false, List.of(Adoptions.origin(former)));
  }

  private Decision adoption(
      Rendered wanted, LegacyContainer former, boolean install, boolean enable) {
    return decision(
        wanted, Kind.ADOPT, install, enable, Adoptions.reasons(former, wanted, observed));
  }

  /** Ours runs: a run that was killed had only not come to tidy up. */
  private boolean isTakenOver(
      Rendered wanted, Optional<LegacyContainer> former, Optional<ObservedUnit> unit) {
    return unit.filter(ObservedUnit::isActive).isPresent()
        && observed
            .container(wanted.name())
            .filter(container -> container.ownership().isProven())
            .filter(ObservedContainer::isRunning)
            .isPresent()
        && former
            .flatMap(LegacyContainer::service)
            .filter(left -> left.unit().isActive() || left.unit().isEnabled())
            .isEmpty();
  }

  /** What its process needs, if anything. */
  private Optional<Decision> processDecision(
      Rendered wanted, Optional<ObservedUnit> unit, boolean install, boolean enable) {
    Optional<ObservedContainer> container = observed.container(wanted.name());
    boolean active = unit.filter(ObservedUnit::isActive).isPresent();
    List<String> reasons = new ArrayList<>();
    Kind kind;
    if (container.isEmpty()) {
      boolean known =
          unit.filter(found -> found.owner().isPresent() || found.isWithoutFile()).isPresent();
      if (!known) {
        return Optional.of(decision(wanted, Kind.CREATE, install, enable, List.of("new")));
      }
      unit.flatMap(ObservedUnit::owner)
          .filter(owner -> !ChangeDetector.isSame(wanted, owner.digest(), observed))
          .ifPresent(
              owner ->
                  reasons.add(ConfigurationDifference.describe(wanted, owner.digest(), observed)));
      boolean isQueued =
          reasons.isEmpty()
              && unit.filter(found -> found.subState().equals(ObservedUnit.QUEUED)).isPresent();
      kind = active ? Kind.REPLACE : isQueued ? Kind.AWAIT_START : Kind.START;
      boolean isSame = reasons.isEmpty();
      reasons.add(active ? Gone.reason(wanted.name(), observed) : whyDown(wanted, unit));
      if (isSame) {
        Gone.volumes(wanted, observed).ifPresent(reasons::add);
      }
    } else {
      kind = Kind.REPLACE;
      ChangeDetector.difference(wanted, container.get(), observed).ifPresent(reasons::add);
      if (reasons.isEmpty() && unit.filter(ObservedUnit::isStarting).isPresent()) {
        kind = Kind.AWAIT_START;
        reasons.add("unit is still starting");
      } else if (reasons.isEmpty() && !active) {
        kind = Kind.START;
        reasons.add(whyDown(wanted, unit));
      } else if (reasons.isEmpty() && !container.get().isRunning()) {
        reasons.add("its container is " + container.get().state());
      } else if (reasons.isEmpty()) {
        observed
            .findings()
            .startedOtherwise(wanted.name())
            .or(() -> observed.findings().detached(wanted.name()))
            .or(() -> new SharedNamespaces(observed).left(wanted, container.get()))
            .ifPresent(reasons::add);
        Optional<String> reloaded = unit.flatMap(found -> reload(wanted, found));
        if (reasons.isEmpty() && reloaded.isPresent()) {
          kind = Kind.RELOAD;
          reasons.add(reloaded.get());
        }
        if (reasons.isEmpty() && unit.get().isFrozen()) {
          kind = Kind.THAW;
          reasons.add("unit is frozen: nothing in it runs");
        }
        Optional<String> unchecked = observed.findings().unchecked(wanted.name());
        if (reasons.isEmpty() && unchecked.isPresent()) {
          kind = wanted.checks().resume().isEmpty() ? Kind.REPLACE : Kind.CHECK;
          reasons.add(unchecked.get());
        }
        if (reasons.isEmpty() && isUnsettled(wanted)) {
          kind = Kind.WATCH;
          reasons.add(UNSETTLED);
        }
      }
    }
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(decision(wanted, kind, install, enable, reasons));
  }

  /** The files with whose content it was not reloaded yet, in words; empty where there are none. */
  private static Optional<String> reload(Rendered wanted, ObservedUnit unit) {
    SortedMap<String, String> former =
        unit.owner().map(owner -> owner.facts().reloaded()).orElse(new TreeMap<>());
    List<String> changed =
        wanted.spec().reloaded().entrySet().stream()
            .filter(file -> former.containsKey(file.getKey()))
            .filter(file -> !file.getValue().equals(former.get(file.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of("changed: content of " + String.join(", ", changed));
  }

  /** Theirs is set aside where ours runs beside it: a run was killed before ours was well. */
  private boolean isUnsettled(Rendered wanted) {
    return observed.findings().unsettled().contains(wanted.name())
        || observed
            .legacy(wanted.name())
            .filter(former -> former.isAdoptable() && former.isAside())
            .isPresent();
  }

  private static Optional<Decision> unitDecision(
      Rendered wanted, Optional<ObservedUnit> unit, List<String> installReasons, boolean enable) {
    List<String> reasons = new ArrayList<>(installReasons);
    if (enable && unit.isPresent() && unit.get().text().isPresent()) {
      reasons.add("unit is disabled");
    }
    if (reasons.isEmpty() && !enable) {
      return Optional.empty();
    }
    return Optional.of(decision(wanted, Kind.UPDATE, !installReasons.isEmpty(), enable, reasons));
  }

  private List<String> installReasons(
      Rendered wanted, UnitFile unitFile, Optional<ObservedUnit> unit) {
    List<String> reasons = new ArrayList<>();
    Optional<String> text = unit.flatMap(ObservedUnit::text);
    if (text.isEmpty()) {
      reasons.add("unit is missing");
    } else if (!text.get().equals(unitFile.text())) {
      reasons.add(handOvers.from(wanted).map(HandOvers::reason).orElse("unit differs"));
    } else if (unit.get().needsReload()) {
      reasons.add("unit is not loaded as it lies on disk");
    }
    if (reasons.isEmpty() && !observed.isHeld(wanted).orElse(true)) {
      reasons.add("its image could be pruned");
    }
    boolean filesDiffer =
        wanted.secretFiles().stream()
            .anyMatch(file -> !file.content().equals(observed.secretFiles().get(file.path())));
    if (filesDiffer) {
      reasons.add("environment file differs");
    }
    wanted.secretFiles().stream()
        .filter(file -> observed.findings().exposed().containsKey(file.path()))
        .findFirst()
        .ifPresent(
            file ->
                reasons.add(
                    file.path()
                        + " is not its owner's alone: "
                        + observed.findings().exposed().get(file.path())));
    return reasons;
  }

  private String whyDown(Rendered wanted, Optional<ObservedUnit> unit) {
    if (unit.filter(ObservedUnit::isWithoutFile).isPresent()) {
      return "the file of its unit is gone";
    }
    if (unit.isEmpty() || unit.get().loadState().equals("not-found")) {
      return "it has no unit yet";
    }
    Optional<String> lacking = HostUnits.lacking(unit.get(), observed);
    if (lacking.isPresent()) {
      return "unit is down (" + unit.get().activeState() + "): it " + lacking.get();
    }
    return switch (unit.get().activeState()) {
      case "failed" -> "unit failed (" + unit.get().result() + ")";
      case "activating" ->
          unit.get().subState().equals(ObservedUnit.QUEUED)
              ? "unit waits for what it starts after"
              : "unit does not come up (" + unit.get().subState() + ")";
      case "deactivating" -> "unit is stopping";
      default ->
          (wanted.spec().mayEndByItself() ? "it has ended, or was" : "unit was")
              + " stopped by hand"
              + orWith(wanted);
    };
  }

  /** What systemd would have stopped it with: PartOf= in systemd.unit(5). */
  private String orWith(Rendered wanted) {
    List<String> units = new ArrayList<>(wanted.spec().texts(Key.PART_OF));
    if (observed.engine().name().equals("docker")) {
      units.add("docker.service");
    }
    return units.isEmpty() ? "" : ", or with " + String.join(" or ", units);
  }

  private static Decision decision(
      Rendered wanted, Kind kind, boolean install, boolean enable, List<String> reasons) {
    return new Decision(new Service(wanted, kind, install, enable), reasons);
  }
}
