package dev.berth.plan.lowering;

import dev.berth.model.Former;
import dev.berth.model.FormerUnit;
import dev.berth.model.FormerUnit.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What Paunch or tripleo-ansible had on disk of a container, and how it was, before it was touched.
 *
 * @param former what they left
 * @param files the texts of its units, by the unit's name; none for what is no file
 * @param links what lay in the folders of its service, by path, with the link's target
 */
public record LegacyTraces(Former former, Map<String, String> files, Map<String, String> links) {
  /** Keeps its own copies. */
  public LegacyTraces {
    files = Map.copyOf(files);
    links = Map.copyOf(links);
  }

  /** The units that started at boot; what a killed run has set aside is taken to have done so. */
  List<String> enabled() {
    return units(unit -> unit.unit().isEnabled());
  }

  /** The units that were up; what a killed run has set aside is taken to have been so. */
  List<String> active() {
    return units(unit -> unit.unit().isActive());
  }

  private List<String> units(Predicate<FormerUnit> which) {
    return former.units().stream()
        .filter(unit -> !unit.unit().isMasked())
        .filter(unit -> which.test(unit) || (former.isAside() && unit.kind() != Kind.HEALTHCHECK))
        .map(FormerUnit::name)
        .toList();
  }

  /** Whether its container ran, for all that is known. */
  boolean ran() {
    return former.isAside() || former.isRunning();
  }

  /** Whether its container runs without a unit of theirs: it may be in the engine's own care. */
  boolean ranAlone() {
    List<String> active = active();
    return ran() && former.service().filter(unit -> active.contains(unit.name())).isEmpty();
  }

  /** How it is once it is back, in words. */
  public String outcome() {
    return ran() ? "what was there before runs again" : "what was there before is back";
  }
}
