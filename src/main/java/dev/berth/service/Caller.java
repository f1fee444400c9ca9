package dev.berth.service;

import dev.berth.apply.HostPaths;
import dev.berth.host.Account;
import dev.berth.systemd.Scope;
import dev.berth.systemd.UserSession;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Who runs Berth, and where things lie for each scope.
 *
 * @param account whom the process runs as
 * @param places the directories of a scope
 * @param isPaunch whether Berth was called by Paunch's name, and is to behave as Paunch did
 */
public record Caller(Account account, Function<Scope, HostPaths> places, boolean isPaunch) {
  /** The other name that Berth may be called by. */
  public static final String PAUNCH = "paunch";

  /** What the launchers say they were called, by whatever link. */
  private static final String CALLED = "berth.called";

  /** Who calls Berth by its own name. */
  public Caller(Account account, Function<Scope, HostPaths> places) {
    this(account, places, false);
  }

  /** Whoever started this process. */
  public static Caller ofProcess(Map<String, String> environment) {
    Account account = Account.current();
    return new Caller(
        account,
        scope -> scope == Scope.SYSTEM ? HostPaths.system() : HostPaths.user(account, environment),
        System.getProperty(CALLED, "").equals(PAUNCH));
  }

  /** The defaults that depend on who calls, and by which name. */
  Map<HostSetting, String> fallbacks() {
    Map<HostSetting, String> fallbacks = new EnumMap<>(HostSetting.class);
    fallbacks.put(HostSetting.SCOPE, usualScope().name().toLowerCase(Locale.ROOT));
    if (isPaunch) {
      fallbacks.put(HostSetting.MANAGED_BY, PAUNCH);
      fallbacks.put(HostSetting.UNIT_PREFIX, "tripleo_");
    }
    return fallbacks;
  }

  /** Whose systemd and containers it is about, unless something is said. */
  Scope usualScope() {
    return account.isRoot() ? Scope.SYSTEM : Scope.USER;
  }

  /**
   * What processes need in their environment to work in a scope.
   *
   * <p>Each account has one scope: root's containers would be in one storage whatever systemd runs
   * them, and two systemds would undo each other's work.
   *
   * @throws InvalidUse when this account cannot work in it, or not from here
   */
  Map<String, String> processEnvironment(Scope scope, Map<String, String> environment) {
    if (scope == Scope.SYSTEM && !account.isRoot()) {
      throw new InvalidUse(
          "the system scope is root's, and this is '"
              + account.name()
              + "': use sudo, or --scope user for containers of your own");
    }
    if (scope == Scope.SYSTEM) {
      // A context that root has chosen may be another host's daemon; this host's was asked.
      return Map.of("DOCKER_CONTEXT", "default");
    }
    if (account.isRoot()) {
      throw new InvalidUse(
          "root's containers are in the system scope: for those of a user run Berth as that user,"
              + " for example from 'machinectl shell USER@'");
    }
    Map<String, String> variables =
        new HashMap<>(
            UserSession.find(
                    account.uid(), environment, UserSession.runtimeDirectory(account.uid()))
                .orElseThrow(this::withoutSession)
                .variables());
    // Units run with this home, so what Berth runs must look for containers in the same place.
    variables.put("HOME", account.home().toString());
    return variables;
  }

  private InvalidUse withoutSession() {
    return new InvalidUse(
        "the systemd of '"
            + account.name()
            + "' does not run (nothing in "
            + UserSession.runtimeDirectory(account.uid())
            + "): log in by ssh or 'machinectl shell "
            + account.name()
            + "@', or let root run 'loginctl enable-linger "
            + account.name()
            + "'");
  }
}
