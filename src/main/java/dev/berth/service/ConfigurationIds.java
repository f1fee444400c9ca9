package dev.berth.service;

import dev.berth.model.Labels;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Ownership;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The configurations of which something is here: a container, a unit, a volume, a network, or a
 * record.
 */
public final class ConfigurationIds {
  /** In characters: ids come from the names of files, which have 255 bytes. */
  public static final int LONGEST = 255;

  private ConfigurationIds() {}

  /**
   * Those of this owner, also what Paunch or tripleo-ansible left in its name. What only an
   * unproven label names is none.
   */
  public static NavigableSet<String> of(Observed observed, String managedBy) {
    NavigableSet<String> ids = new TreeSet<>();
    observed.containers().stream()
        .map(ObservedContainer::ownership)
        .forEach(ownership -> add(ownership, managedBy, ids));
    observed.units().values().stream()
        .flatMap(unit -> unit.owner().stream())
        .filter(owner -> owner.managedBy().equals(managedBy))
        .forEach(owner -> ids.add(owner.configId()));
    observed.volumes().values().forEach(volume -> add(volume.ownership(), managedBy, ids));
    observed
        .resources()
        .networks()
        .values()
        .forEach(network -> add(network.ownership(), managedBy, ids));
    observed.applied().values().forEach(applied -> add(applied.configuration(), managedBy, ids));
    observed.legacyContainers().values().stream()
        .filter(former -> former.managedBy().equals(managedBy))
        .forEach(former -> ids.add(former.configId()));
    return ids;
  }

  /**
   * Those that were given, without repetition.
   *
   * @throws InvalidUse where one cannot be an id, see {@link #fault}
   */
  public static Set<String> given(Collection<String> words) {
    for (String word : words) {
      Optional<String> fault = fault(word);
      if (fault.isPresent()) {
        throw new InvalidUse("a configuration id " + fault.get());
      }
    }
    return Set.copyOf(words);
  }

  /**
   * Refuses the first of these that is none.
   *
   * @throws InvalidUse where there is one
   */
  public static void check(Iterable<String> wanted, Set<String> known, Observed observed) {
    for (String id : wanted) {
      if (!known.contains(id)) {
        throw observed.containers().stream()
            .filter(container -> container.ownership().configId().equals(id))
            .filter(
                container -> !container.ownership().isProven() && !LegacyContainer.made(container))
            .map(ObservedContainer::name)
            .min(Comparator.naturalOrder())
            .map(
                name ->
                    new InvalidUse(
                        "Berth manages no configuration '"
                            + id
                            + "' here; '"
                            + name
                            + "' has its label, and nothing proves whose that is"))
            .orElseGet(() -> InvalidUse.unknown("configuration", id, known));
      }
    }
  }

  private static void add(Ownership ownership, String managedBy, Set<String> ids) {
    if (ownership.isOf(managedBy)) {
      ids.add(ownership.configId());
    }
  }

  private static void add(Map<String, String> labels, String managedBy, Set<String> ids) {
    if (managedBy.equals(labels.get(Labels.MANAGED_BY)) && labels.containsKey(Labels.CONFIG_ID)) {
      ids.add(labels.get(Labels.CONFIG_ID));
    }
  }

  /** Why a word cannot be an id, in words; empty where it can. */
  public static Optional<String> fault(String word) {
    if (word.isBlank()) {
      return Optional.of("is empty; 'berth list' shows which there are");
    }
    if (word.length() > LONGEST) {
      return Optional.of("has at most " + LONGEST + " characters, this one " + word.length());
    }
    return word.codePoints().anyMatch(ConfigurationIds::isNone)
        ? Optional.of("has no blanks, and nothing that cannot be printed")
        : Optional.empty();
  }

  private static boolean isNone(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
