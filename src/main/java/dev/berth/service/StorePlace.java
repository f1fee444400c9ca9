package dev.berth.service;

import dev.berth.engine.StoreVariables;
import dev.berth.systemd.ManagerSettings;
import dev.berth.systemd.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Whether what Berth runs and what units run look for containers in the same place.
 *
 * @param scope whose systemd it is
 * @param variables what decides that
 * @param environment Berth's own
 * @param units where Berth writes units
 */
public record StorePlace(
    Scope scope, StoreVariables variables, Map<String, String> environment, Path units) {

  /** Whether Berth is sent elsewhere than usual, so that systemd has to be asked. */
  boolean isInDoubt() {
    return variables.areSet(environment);
  }

  /**
   * Compares.
   *
   * @throws InvalidUse that names the variable by which they differ
   */
  void check(ManagerSettings manager) {
    List<String> differing = variables.differing(environment, manager.environment());
    if (!differing.isEmpty()) {
      throw new InvalidUse(difference(differing.getFirst(), manager));
    }
    if (scope == Scope.USER
        && !manager.unitPath().isEmpty()
        && manager.unitPath().stream().noneMatch(this::isUnits)) {
      throw new InvalidUse(
          "your systemd looks for no units in "
              + units
              + ": XDG_CONFIG_HOME is not what it was when that systemd was started; unset it, or"
              + " let root set it there (Environment= in a drop-in of user@.service)");
    }
  }

  private String difference(String name, ManagerSettings manager) {
    boolean isOurs = !environment.getOrDefault(name, "").isEmpty();
    boolean isTheirs = manager.environment().containsKey(name);
    String where =
        isOurs && isTheirs
            ? name + " has another value here than in units"
            : isOurs
                ? name + " is set here, and not in units"
                : name + " is set in units, and not here";
    return where
        + ": Berth would look for containers in another place than the units that run them; "
        + (isOurs ? "unset it, or give it to units, too (" + howTo() + ")" : "set it here, too");
  }

  private String howTo() {
    return scope == Scope.USER
        ? "Environment= in a drop-in of user@.service, and a new login"
        : "DefaultEnvironment= in systemd-system.conf(5)";
  }

  private boolean isUnits(Path directory) {
    try {
      return directory.normalize().equals(units.normalize())
          || directory.toRealPath().equals(units.toRealPath());
    } catch (IOException absent) {
      return false;
    }
  }
}
