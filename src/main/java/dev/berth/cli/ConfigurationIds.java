package dev.berth.cli;

import dev.berth.model.Labels;
import dev.berth.model.Observed;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The configurations of which something is here: a container, a unit, a volume, or a record. */
final class ConfigurationIds {
  private ConfigurationIds() {}

  /** Those of this owner, also what Paunch or tripleo-ansible left in its name. */
  static NavigableSet<String> of(Observed observed, String managedBy) {
    NavigableSet<String> ids = new TreeSet<>();
    observed.containers().stream()
        .filter(
            container -> container.label(Labels.MANAGED_BY).filter(managedBy::equals).isPresent())
        .forEach(container -> container.label(Labels.CONFIG_ID).ifPresent(ids::add));
    observed.units().values().stream()
        .flatMap(unit -> unit.owner().stream())
        .filter(owner -> owner.managedBy().equals(managedBy))
        .forEach(owner -> ids.add(owner.configId()));
    observed.volumes().values().forEach(volume -> add(volume.labels(), managedBy, ids));
    observed.applied().values().forEach(applied -> add(applied.configuration(), managedBy, ids));
    observed.formers().values().stream()
        .filter(former -> former.managedBy().equals(managedBy))
        .forEach(former -> ids.add(former.configId()));
    return ids;
  }

  /**
   * Those that were given, without repetition.
   *
   * @throws InvalidUse where one is empty, as an unset variable of a script leaves it: nothing has
   *     such an id, and what only looks like it is not ours
   */
  static Set<String> given(Collection<String> words) {
    if (words.stream().anyMatch(String::isBlank)) {
      throw new InvalidUse("a configuration id is empty; 'berth list' shows which there are");
    }
    return Set.copyOf(words);
  }

  /** The first of these that is none; empty where all are known. */
  static void check(Iterable<String> wanted, Set<String> known) {
    for (String id : wanted) {
      if (!known.contains(id)) {
        throw InvalidUse.unknown("configuration", id, known);
      }
    }
  }

  private static void add(Map<String, String> labels, String managedBy, Set<String> ids) {
    if (managedBy.equals(labels.get(Labels.MANAGED_BY)) && labels.containsKey(Labels.CONFIG_ID)) {
      ids.add(labels.get(Labels.CONFIG_ID));
    }
  }
}
