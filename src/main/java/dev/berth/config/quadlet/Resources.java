package dev.berth.config.quadlet;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Problems;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the units of a set make is called. */
final class Resources {
  private static final String PREFIX = "systemd-";
  private static final String SERVICE = "Service";

  private final UnitSet set;
  private final Surroundings surroundings;
  private final Problems problems;

  Resources(UnitSet set, Surroundings surroundings, Problems problems) {
    this.set = set;
    this.surroundings = surroundings;
    this.problems = problems;
  }

  UnitSet set() {
    return set;
  }

  /** The container behind a unit that others name: its own, or that of a pod; empty without one. */
  Optional<String> container(Unit unit) {
    return switch (unit.id().kind()) {
      case CONTAINER -> Optional.of(name(unit));
      case POD -> Optional.of(ContainerSpec.podsOwn(name(unit)).text());
      default -> Optional.empty();
    };
  }

  /** What is put in its place in a unit. */
  Expansion expansion(Unit unit) {
    Expansion names = new Expansion(unit.service(), surroundings, Map.of(), new Problems());
    Map<String, String> variables = new HashMap<>();
    for (Values.Pair pair : new Values(unit, SERVICE, names, new Problems()).pairs("Environment")) {
      variables.put(pair.name(), pair.value());
    }
    return new Expansion(unit.service(), surroundings, variables, problems);
  }

  /** The values of Quadlet's own section of a unit. */
  Values values(Unit unit) {
    return new Values(unit, unit.section(), expansion(unit), problems);
  }

  /** What the unit makes, or for an image the reference of it. */
  String name(Unit unit) {
    Values values = new Values(unit, unit.section(), expansion(unit), new Problems());
    return switch (unit.id().kind()) {
      case CONTAINER -> values.last("ContainerName").map(Word::text).orElseGet(() -> usual(unit));
      case VOLUME -> values.last("VolumeName").map(Word::text).orElse(PREFIX + unit.id().base());
      case NETWORK -> values.last("NetworkName").map(Word::text).orElse(PREFIX + unit.id().base());
      case IMAGE ->
          values.last("ImageTag").or(() -> values.last("Image")).map(Word::text).orElse("");
      case BUILD -> values.each("ImageTag").stream().map(Word::text).findFirst().orElse("");
      case POD -> values.last("PodName").map(Word::text).orElse(PREFIX + unit.id().base());
      case KUBE -> PREFIX + unit.id().base();
    };
  }

  private static String usual(Unit unit) {
    UnitId id = unit.id();
    return PREFIX + (id.isInstance() ? id.prefix() + "_" + id.instance() : unit.service());
  }

  /** The unit that a value names by its file; empty with a problem where it is not here. */
  Optional<Unit> named(Word word, String fileName) {
    Optional<Unit> unit = set.file(fileName);
    if (unit.isEmpty()) {
      problems.error(
          word.at(),
          "no unit `" + fileName + "` is among those that are read",
          "give it too, or the directory in which both lie");
    }
    return unit;
  }
}
