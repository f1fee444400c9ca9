package dev.berth.systemd;

import dev.berth.model.StepId;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * The synchronisation points of one configuration, which make a boot follow the order of an apply:
 * a target after each group of equal start order but the last, and one at the end where another
 * step may follow. N services in k groups so cost N + k lines instead of N².
 *
 * <p>They only order (systemd.unit(5), {@code After=}): a service that fails holds nobody back.
 */
public final class BootOrder {
  private static final int LONGEST_ID = 150;
  private static final String TARGET = ".target";

  private final String prefix;
  private final String configId;
  private final List<Integer> groups;

  /**
   * The points between groups.
   *
   * @param prefix what unit names begin with
   * @param configId made of what unit names may hold
   * @param groups the start orders of the configuration's services, in any order
   */
  public BootOrder(String prefix, String configId, Collection<Integer> groups) {
    this.prefix = prefix;
    this.configId = configId;
    this.groups = List.copyOf(new TreeSet<>(groups));
  }

  /** The targets that a service of this group waits for. */
  public List<UnitName> after(int group) {
    int place = groups.indexOf(group);
    return place > 0 ? List.of(point(place - 1)) : earlierSteps();
  }

  /** The targets that wait for a service of this group. */
  public List<UnitName> before(int group) {
    int place = groups.indexOf(group);
    return isPoint(place) ? List.of(point(place)) : List.of();
  }

  /** The targets that have to be there, in their order. */
  public List<TargetUnit> targets(String managedBy) {
    List<TargetUnit> targets = new ArrayList<>();
    for (int place = 0; place < groups.size(); place++) {
      if (isPoint(place)) {
        targets.add(
            new TargetUnit(
                point(place),
                configId
                    + (isLast(place)
                        ? ": every service"
                        : ": services up to start order " + groups.get(place)),
                place > 0 ? List.of(point(place - 1)) : earlierSteps(),
                new UnitOwner(managedBy, configId, Optional.empty(), "", UnitFacts.NONE)));
      }
    }
    return List.copyOf(targets);
  }

  private boolean isLast(int place) {
    return place == groups.size() - 1;
  }

  /** Nobody waits for the last group, unless steps follow one another. */
  private boolean isPoint(int place) {
    return !isLast(place) || StepId.of(configId).isPresent();
  }

  /** The last one has no number, so that the next step need not know how many groups there are. */
  private UnitName point(int place) {
    return isLast(place)
        ? endOf(configId)
        : new UnitName(prefix + unitWord(configId) + "-order-" + groups.get(place) + TARGET);
  }

  private UnitName endOf(String id) {
    return new UnitName(prefix + unitWord(id) + TARGET);
  }

  /** A step without services has no target; systemd passes over a name that it does not know. */
  private List<UnitName> earlierSteps() {
    return StepId.of(configId).stream()
        .flatMap(
            step -> IntStream.range(1, step.number()).mapToObj(number -> endOf(step.id(number))))
        .toList();
  }

  /** The id as part of a unit's name, which may have 255 characters at most (systemd.unit(5)). */
  private static String unitWord(String id) {
    if (id.length() <= LONGEST_ID) {
      return id;
    }
    CRC32 hash = new CRC32();
    hash.update(id.getBytes(StandardCharsets.UTF_8));
    return id.substring(0, LONGEST_ID) + "-" + Long.toHexString(hash.getValue());
  }
}
