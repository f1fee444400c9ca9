package dev.berth.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The way to a user's systemd.
 *
 * @param variables what a process needs in its environment beyond what Berth has in its own, to
 *     reach that systemd and its bus
 */
public record UserSession(Map<String, String> variables) {
  private static final String RUNTIME = "XDG_RUNTIME_DIR";
  private static final String BUS = "DBUS_SESSION_BUS_ADDRESS";
  private static final Path LINGERING = Path.of("/var/lib/systemd/linger");

  /** Keeps its own copy. */
  public UserSession {
    variables = Map.copyOf(variables);
  }

  /** Where a user's runtime directory lies, unless the environment knows better. */
  public static Path runtimeDirectory(int uid) {
    return Path.of("/run/user", Integer.toString(uid));
  }

  /**
   * Finds the session of a user.
   *
   * @param environment Berth's own; under {@code su} and {@code sudo} it may name nothing, or the
   *     directory of somebody else
   * @param usual see {@link #runtimeDirectory}
   * @return empty where this user's systemd does not run
   */
  public static Optional<UserSession> find(int uid, Map<String, String> environment, Path usual) {
    String given = environment.getOrDefault(RUNTIME, "");
    if (given.startsWith("/") && isUp(Path.of(given), uid)) {
      return Optional.of(session(Path.of(given), environment.containsKey(BUS)));
    }
    return isUp(usual, uid) ? Optional.of(session(usual, false)) : Optional.empty();
  }

  private static UserSession session(Path runtime, boolean hasBus) {
    Map<String, String> variables = new HashMap<>(Map.of(RUNTIME, runtime.toString()));
    if (!hasBus && Files.exists(runtime.resolve("bus"))) {
      variables.put(BUS, "unix:path=" + runtime.resolve("bus"));
    }
    return new UserSession(variables);
  }

  /** systemd makes this socket before it says that it is ready, and systemctl talks to it. */
  private static boolean isUp(Path runtime, int uid) {
    try {
      return Integer.valueOf(uid).equals(Files.getAttribute(runtime, "unix:uid"))
          && Files.exists(runtime.resolve("systemd/private"));
    } catch (IOException absent) {
      return false;
    }
  }

  /** The file that is there while a user's systemd runs without a login; logind's own record. */
  public static Path lingerFile(String user) {
    return LINGERING.resolve(user);
  }
}
