package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a user's systemd, from wherever Berth was called. */
class UserSessionTest {
  private static final int UID = Account.current().uid();

  @TempDir Path directory;

  @Test
  void thereIsNoneWhereNothingRuns() throws IOException {
    Path usual = directory.resolve("usual");
    assertThat(UserSession.find(UID, Map.of(), usual)).isEmpty();
    Files.createDirectory(usual);
    assertThat(UserSession.find(UID, Map.of(), usual)).isEmpty();
  }

  @Test
  void theUsualPlaceIsNamedToWhoWasNotTold() throws IOException {
    Path usual = running("usual");
    assertThat(UserSession.find(UID, Map.of(), usual))
        .contains(new UserSession(Map.of("XDG_RUNTIME_DIR", usual.toString())));
    Files.createFile(usual.resolve("bus"));
    assertThat(UserSession.find(UID, Map.of("XDG_RUNTIME_DIR", ""), usual))
        .contains(
            new UserSession(
                Map.of(
                    "XDG_RUNTIME_DIR",
                    usual.toString(),
                    "DBUS_SESSION_BUS_ADDRESS",
                    "unix:path=" + usual + "/bus")));
  }

  @Test
  void whatTheEnvironmentSaysIsKept() throws IOException {
    Path own = running("own");
    Files.createFile(own.resolve("bus"));
    assertThat(
            UserSession.find(
                UID,
                Map.of("XDG_RUNTIME_DIR", own.toString(), "DBUS_SESSION_BUS_ADDRESS", "x"),
                running("usual")))
        .contains(new UserSession(Map.of("XDG_RUNTIME_DIR", own.toString())));
  }

  @Test
  void theDirectoryOfSomebodyElseIsNotUsed() throws IOException {
    Path others = running("others");
    Map<String, String> environment =
        Map.of("XDG_RUNTIME_DIR", others.toString(), "DBUS_SESSION_BUS_ADDRESS", "theirs");
    assertThat(UserSession.find(UID + 1, environment, directory.resolve("usual"))).isEmpty();
    Path usual = running("usual");
    Files.createFile(usual.resolve("bus"));
    // Not there at all is the same as somebody else's.
    assertThat(
            UserSession.find(
                UID, Map.of("XDG_RUNTIME_DIR", "/none", "DBUS_SESSION_BUS_ADDRESS", "x"), usual))
        .hasValueSatisfying(
            session ->
                assertThat(session.variables())
                    .containsEntry("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + usual + "/bus"));
  }

  private Path running(String name) throws IOException {
    Path runtime = directory.resolve(name);
    Files.createDirectories(runtime.resolve("systemd"));
    Files.createFile(runtime.resolve("systemd/private"));
    return runtime;
  }
}
