package dev.berth.systemd;

import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Kind;
import dev.berth.model.UnitFacts.UnitDependency;
import dev.berth.model.UnitName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Units of the host that Berth's refer to: whether systemd could start them. A unit that one in
 * memory refers to is in memory itself, even where it does not exist, so that the list of units
 * tells; only what is not in it, or is not well there, is asked for.
 */
final class ForeignUnits {
  private static final Path MASK = Path.of("/dev/null");
  private static final String LOADED = "loaded";

  private final Scope scope;
  private final Set<String> names;

  /**
   * Units by their names.
   *
   * @param names what is no unit's name is left out
   */
  ForeignUnits(Scope scope, Collection<String> names) {
    this.scope = scope;
    this.names = new TreeSet<>(names);
    this.names.removeIf(name -> !UnitName.isValid(name));
  }

  /** The units of the host without which units of Berth's with these texts do not start. */
  static Set<String> required(Collection<String> texts) {
    Set<String> required = new TreeSet<>();
    texts.stream()
        .flatMap(text -> UnitOwners.parse(text).stream())
        .flatMap(owner -> owner.facts().waits().stream())
        .filter(UnitDependency::required)
        .map(UnitDependency::target)
        .filter(target -> Dependency.kindOf(target) == Kind.HOST_UNIT)
        .forEach(required::add);
    return required;
  }

  /** What {@code systemctl list-units} takes, to which a backslash is a pattern's escape. */
  List<String> patterns() {
    return names.stream().map(name -> name.replace("\\", "\\\\")).toList();
  }

  /**
   * Those of which more has to be asked.
   *
   * @param listed what {@code systemctl list-units --all} has told
   */
  List<String> doubtful(String listed) {
    Map<String, String> states = new HashMap<>();
    listed
        .lines()
        .map(line -> line.strip().split("\\s+", 3))
        .filter(words -> words.length > 1)
        .forEach(words -> states.put(words[0], words[1]));
    return names.stream()
        .filter(name -> !LOADED.equals(states.get(name)))
        .filter(name -> states.containsKey(name) || !isAlias(name))
        .toList();
  }

  /** A list has a unit under its own name alone. */
  private boolean isAlias(String name) {
    return scope.unitDirectories().stream()
        .map(directory -> directory.resolve(name))
        .filter(Files::isSymbolicLink)
        .findFirst()
        .filter(link -> Files.isRegularFile(link) && !leadsTo(link).equals(Optional.of(MASK)))
        .isPresent();
  }

  private static Optional<Path> leadsTo(Path link) {
    try {
      return Optional.of(link.toRealPath());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Why a unit that was asked for cannot be started, in words that follow a comma, by name. */
  Map<String, String> unusable(Map<String, UnitProperties> shown) {
    Map<String, String> found = new TreeMap<>();
    String systemd = scope == Scope.USER ? "the user's systemd" : "systemd";
    for (String name : names) {
      String state =
          Optional.ofNullable(shown.get(name)).map(it -> it.text("LoadState")).orElse("");
      switch (state) {
        case "not-found" -> found.put(name, "which " + systemd + " does not know");
        case "masked" -> found.put(name, "which is masked");
        case "bad-setting", "error" -> found.put(name, "which " + systemd + " cannot load");
        default -> {}
      }
    }
    return found;
  }
}
