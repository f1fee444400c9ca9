package dev.berth.config;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.ShownValue;
import dev.berth.model.UnitName;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Gives each entry of {@code depends_on} the name of what it means. */
final class References {
  /** What to do about a name that systemd would pass over. */
  static final String UNIT_ADVICE =
      "write its whole name, as name.service; specifiers such as %n are not expanded";

  private static final String SERVICE = ".service";
  private static final String[] UNIT_PREFIXES = {"tripleo_", "berth-"};

  private static final Pattern UNIT =
      Pattern.compile("[A-Za-z0-9@:%._\\\\-]{1,80}\\.(service|target|socket|mount)");

  private final Set<String> containers;
  private final List<Runnable> elsewhere = new ArrayList<>();

  References(Set<String> containers) {
    this.containers = containers;
  }

  ContainerSpec resolved(ContainerSpec spec, Problems problems) {
    if (!(spec.values().get(Key.DEPENDS_ON) instanceof Value.Mapping written)) {
      return spec;
    }
    SortedMap<String, Value> targets = new TreeMap<>();
    written
        .entries()
        .forEach(
            (target, how) -> {
              String name = container(target).orElse(target);
              check(name, how, problems);
              targets.merge(name, how, DependenciesReader::stronger);
            });
    return spec.with(Map.of(Key.DEPENDS_ON, new Value.Mapping(targets, written.at())));
  }

  /** A unit that a container of these sets runs in, under Paunch's prefix or Berth's, is it. */
  private Optional<String> container(String target) {
    if (!target.endsWith(SERVICE)) {
      return Optional.empty();
    }
    String bare = target.substring(0, target.length() - SERVICE.length());
    for (String prefix : UNIT_PREFIXES) {
      if (bare.startsWith(prefix) && containers.contains(bare.substring(prefix.length()))) {
        return Optional.of(bare.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  /**
   * A name that is near to one of these containers is a slip. Any other may be a container of
   * another configuration, which only a look at the host can tell.
   */
  private void checkContainer(String target, Value how, Problems problems) {
    if (Names.isValid(target) && Suggestion.nearest(target, containers).isEmpty()) {
      elsewhere.add(() -> reportUnknown(target, how, problems));
    } else {
      reportUnknown(target, how, problems);
    }
  }

  private void reportUnknown(String target, Value how, Problems problems) {
    problems.error(
        how.at(),
        "depends on " + Quote.name(target) + ", which is no container here",
        Suggestion.advice(
            target, containers, "a unit of the host is written with its ending, as name.service"));
  }

  /** Where the host is not going to be looked at, what is unknown here is a problem as well. */
  void reportElsewhere() {
    elsewhere.forEach(Runnable::run);
  }

  /** What is not even like the name of a unit may be anything that was put at the wrong place. */
  static String shown(String text) {
    return UNIT.matcher(text).matches() ? Quote.of(text) : ShownValue.of(text);
  }

  private void check(String target, Value how, Problems problems) {
    if (containers.contains(target)) {
      return;
    }
    if (!Names.isUnit(target)) {
      checkContainer(target, how, problems);
      return;
    }
    if (!UnitName.isValid(target)) {
      problems.error(how.at(), shown(target) + " is no unit's name", UNIT_ADVICE);
    }
    if (!DependenciesReader.isForStarted(how)) {
      problems.error(
          how.at(),
          "the unit " + Quote.name(target) + " of the host can only be waited for as started",
          "write `condition: service_started`");
    }
  }
}
