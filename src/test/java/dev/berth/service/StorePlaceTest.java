package dev.berth.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.StoreVariables;
import dev.berth.systemd.ManagerSettings;
import dev.berth.systemd.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StorePlaceTest {
  private static final Path UNITS = Path.of("/home/eve/.config/systemd/user");
  private static final Map<String, String> OTHER = Map.of("XDG_DATA_HOME", "/data");

  @Test
  void refusesWhereBerthAndItsUnitsWouldLookInTwoPlaces() {
    assertThatThrownBy(() -> place(OTHER).check(manager(Map.of(), UNITS)))
        .isInstanceOf(InvalidUse.class)
        .hasMessage(
            "XDG_DATA_HOME is set here, and not in units: Berth would look for containers in"
                + " another place than the units that run them; unset it, or give it to units, too"
                + " (Environment= in a drop-in of user@.service, and a new login)");
    assertThatThrownBy(() -> place(Map.of()).check(manager(OTHER, UNITS)))
        .isInstanceOf(InvalidUse.class)
        .hasMessageStartingWith("XDG_DATA_HOME is set in units, and not here")
        .hasMessageEndingWith("set it here, too");
    assertThatThrownBy(
            () -> place(OTHER).check(manager(Map.of("XDG_DATA_HOME", "/elsewhere"), UNITS)))
        .hasMessageStartingWith("XDG_DATA_HOME has another value here than in units");
  }

  @Test
  void takesWhatIsTheSameForBoth() {
    assertThatCode(() -> place(OTHER).check(manager(OTHER, UNITS))).doesNotThrowAnyException();
    assertThatCode(() -> place(Map.of()).check(manager(Map.of(), UNITS)))
        .doesNotThrowAnyException();
  }

  @Test
  void namesADirectoryOfUnitsThatSystemdDoesNotKnow() {
    assertThatThrownBy(() -> place(Map.of()).check(manager(Map.of(), Path.of("/etc/systemd/user"))))
        .isInstanceOf(InvalidUse.class)
        .hasMessageStartingWith(
            "your systemd looks for no units in /home/eve/.config/systemd/user: XDG_CONFIG_HOME");
  }

  private static StorePlace place(Map<String, String> environment) {
    return new StorePlace(
        Scope.USER, StoreVariables.podman(Path.of("/home/eve")), environment, UNITS);
  }

  private static ManagerSettings manager(Map<String, String> environment, Path unitPath) {
    return new ManagerSettings(new TreeMap<>(environment), List.of(unitPath));
  }
}
