package dev.berth.plan.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyState;
import dev.berth.model.LegacyUnit;
import dev.berth.model.LegacyUnit.Kind;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How what Paunch left was before it was touched. */
class LegacySnapshotTest {
  private final List<LegacyUnit> units = new ArrayList<>();

  private void unit(Kind kind, String name, String load, String active, String file) {
    units.add(
        new LegacyUnit(
            kind,
            new ContainerName("web"),
            new ObservedUnit(
                new UnitName(name),
                Optional.of("[Unit]"),
                Optional.empty(),
                load,
                active,
                "",
                file,
                "success",
                false,
                0)));
  }

  private LegacySnapshot snapshot(Optional<String> container, String state) {
    return LegacySnapshot.of(
        new LegacyContainer(
            new ContainerName("web"),
            container.map(
                name ->
                    new ObservedContainer(
                        "id",
                        new ContainerName(name),
                        new Made("i", "image", Map.of(), List.of()),
                        new Life(state, 0, 1, ""))),
            units,
            Optional.empty()),
        Map.of(new UnitName("a.service"), "[Unit]"),
        Map.of("/a", "/b"));
  }

  @Test
  void eachUnitIsKeptAsItWas() {
    unit(Kind.SERVICE, "up.service", "loaded", "active", "disabled");
    unit(Kind.TIMER, "enabled.timer", "loaded", "inactive", "enabled");
    unit(Kind.HEALTHCHECK, "check.service", "loaded", "inactive", "static");
    unit(Kind.TIMER, "masked.timer", "masked", "active", "enabled");

    assertThat(snapshot(Optional.of("web"), "running").state())
        .isEqualTo(
            new LegacyState(
                List.of(new UnitName("enabled.timer")),
                List.of(new UnitName("up.service")),
                true,
                Map.of(new UnitName("a.service"), "[Unit]"),
                Map.of("/a", "/b")));
    assertThat(snapshot(Optional.of("web"), "exited").ran()).isFalse();
    assertThat(snapshot(Optional.empty(), "").ran()).isFalse();
  }

  /** A killed run has stopped and disabled it. */
  @Test
  void whatIsSetAsideIsTakenToHaveBeenUpWithAllButItsCheck() {
    unit(Kind.SERVICE, "web.service", "loaded", "inactive", "disabled");
    unit(Kind.TIMER, "web.timer", "loaded", "inactive", "disabled");
    unit(Kind.HEALTHCHECK, "check.service", "loaded", "inactive", "static");

    LegacySnapshot snapshot = snapshot(Optional.of("web-before-berth"), "exited");

    assertThat(snapshot.enabled())
        .containsExactly(new UnitName("web.service"), new UnitName("web.timer"));
    assertThat(snapshot.active())
        .containsExactly(new UnitName("web.service"), new UnitName("web.timer"));
    assertThat(snapshot.ran()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "running, active, false, what was there before runs again",
    "running, inactive, true, what was there before runs again",
    "exited, inactive, false, what was there before is back",
  })
  void itRanAloneWhereItsUnitWasDown(String state, String unit, boolean isAlone, String outcome) {
    unit(Kind.TIMER, "web.timer", "loaded", "active", "enabled");
    unit(Kind.SERVICE, "web.service", "loaded", unit, "enabled");

    LegacySnapshot snapshot = snapshot(Optional.of("web"), state);

    assertThat(snapshot.ranAlone()).isEqualTo(isAlone);
    assertThat(snapshot.outcome()).isEqualTo(outcome);
  }
}
