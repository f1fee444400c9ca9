package dev.berth.plan.lowering;

import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyState;
import dev.berth.model.LegacyUnit;
import dev.berth.model.LegacyUnit.Kind;
import dev.berth.model.UnitName;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What Paunch or tripleo-ansible had on disk of a container, and how it was, before it was touched.
 *
 * @param former what they left
 * @param state how that was
 */
public record LegacySnapshot(LegacyContainer former, LegacyState state) {

  /**
   * As things are now; what a killed run has set aside is taken to have been up.
   *
   * @param files the texts of its units, by the unit's name; none for what is no file
   * @param links what lay in the folders of its service, by path, with the link's target
   */
  public static LegacySnapshot of(
      LegacyContainer former, Map<UnitName, String> files, Map<String, String> links) {
    return new LegacySnapshot(
        former,
        new LegacyState(
            units(former, unit -> unit.unit().isEnabled()),
            units(former, unit -> unit.unit().isActive()),
            former.isAside() || former.isRunning(),
            files,
            links));
  }

  private static List<UnitName> units(LegacyContainer former, Predicate<LegacyUnit> which) {
    return former.units().stream()
        .filter(unit -> !unit.unit().isMasked())
        .filter(unit -> which.test(unit) || (former.isAside() && unit.kind() != Kind.HEALTHCHECK))
        .map(LegacyUnit::name)
        .toList();
  }

  /** The texts of its units, by the unit's name; none for what is no file. */
  Map<UnitName, String> files() {
    return state.files();
  }

  /** What lay in the folders of its service, by path, with the link's target. */
  Map<String, String> links() {
    return state.links();
  }

  /** The units that started at boot. */
  List<UnitName> enabled() {
    return state.enabled();
  }

  /** The units that were up. */
  List<UnitName> active() {
    return state.active();
  }

  /** Whether its container ran, for all that is known. */
  boolean ran() {
    return state.ran();
  }

  /** Whether its container runs without a unit of theirs: it may be in the engine's own care. */
  boolean ranAlone() {
    List<UnitName> active = active();
    return ran() && former.service().filter(unit -> active.contains(unit.name())).isEmpty();
  }

  /** How it is once it is back, in words. */
  public String outcome() {
    return ran() ? "what was there before runs again" : "what was there before is back";
  }
}
