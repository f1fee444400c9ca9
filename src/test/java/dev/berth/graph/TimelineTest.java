package dev.berth.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Golden;
import dev.berth.graph.Timeline.Bar;
import dev.berth.graph.Timeline.Outcome;
import dev.berth.model.BootTimes;
import dev.berth.model.BootTimes.UnitTimes;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The timeline of a boot, from systemd's timestamps. */
class TimelineTest {
  private static final Golden GOLDEN = new Golden("graph/timeline.txt");
  private static final long BEGAN = 7_000_000;
  private static final long FINISHED = 11_000_000;

  private static UnitTimes unit(
      String name, int group, String active, long began, long up, long ended, int restarts) {
    UnitOwner owner =
        new UnitOwner(
            "berth",
            "shop",
            Optional.of(new ContainerName(name)),
            "",
            new UnitFacts(OptionalInt.of(group), false, List.of()));
    return new UnitTimes(
        new ObservedUnit(
            new UnitName("berth-" + name + ".service"),
            Optional.of("[Unit]\n"),
            Optional.of(owner),
            "loaded",
            active,
            "",
            "enabled",
            "success",
            false,
            restarts),
        owner,
        began,
        up,
        ended);
  }

  private static final BootTimes BOOT =
      new BootTimes(
          BEGAN,
          FINISHED,
          List.of(
              unit("never", 0, "inactive", 0, 0, 0, 0),
              unit("page", 2, "active", 9_500_000, 10_900_000, 0, 0),
              unit("api", 1, "active", 8_000_000, 9_250_000, 0, 0),
              unit("broken", 1, "failed", 8_100_000, 0, 8_300_000, 0),
              unit("crashed", 0, "active", 400_000_000, 401_000_000, 399_000_000, 3),
              unit("stopped", 0, "inactive", 8_200_000, 8_400_000, 90_000_000, 0)));

  @Test
  void asBarsOfCharacters() {
    GOLDEN.check("text", TimelineText.render(Timeline.of(BOOT, List.of())));
    assertThat(TimelineText.render(Timeline.of(BOOT, List.of("another"))))
        .isEqualTo("No services.");
  }

  @Test
  void asAPicture() throws Exception {
    String picture = TimelineSvg.render(Timeline.of(BOOT, List.of("shop")));
    GOLDEN.check("svg", picture);
    assertThat(GraphSvgTest.parse(picture).getElementsByTagName("title").getLength())
        .as("one for the whole, one for each service")
        .isEqualTo(1 + BOOT.units().size());
  }

  @ParameterizedTest
  @CsvSource({
    // began, up, ended, state, finished
    "8, 9, 0, active, 11, UP",
    "8, 11, 0, active, 11, UP",
    "8, 9, 10, failed, 11, UP",
    "8, 0, 0, activating, 0, STARTING",
    "8, 0, 9, activating, 11, STARTING",
    "8, 0, 9, failed, 11, FAILED",
    "12, 13, 9, active, 11, LATER",
    "8, 13, 0, active, 11, LATER",
    "12, 9, 10, activating, 11, LATER",
    "0, 0, 0, inactive, 11, NEVER"
  })
  void whatBecameOfAStart(
      long began, long up, long ended, String state, long finished, Outcome outcome) {
    Timeline timeline =
        Timeline.of(
            new BootTimes(
                BEGAN,
                finished * 1_000_000,
                List.of(
                    unit("a", 0, state, began * 1_000_000, up * 1_000_000, ended * 1_000_000, 0))),
            List.of());
    Bar bar = timeline.bars().getFirst();
    assertThat(bar.outcome()).isEqualTo(outcome);
    assertThat(bar.took()).isGreaterThanOrEqualTo(Duration.ZERO);
    assertThat(timeline.end()).isGreaterThanOrEqualTo(bar.isOfTheBoot() ? bar.up() : Duration.ZERO);
  }

  @Test
  void aBootThatGoesOnIsDrawnSoFar() throws Exception {
    Timeline timeline =
        Timeline.of(
            new BootTimes(
                BEGAN,
                0,
                List.of(
                    unit("a", 0, "active", 8_000_000, 8_500_000, 0, 0),
                    unit("b", 0, "activating", 8_500_000, 0, 0, 0))),
            List.of());
    assertThat(TimelineText.render(timeline))
        .startsWith("The boot is not over yet; 1 service came up in it, the last after 1.50 s.")
        .contains("█  still starting");
    assertThat(GraphSvgTest.parse(TimelineSvg.render(timeline))).isNotNull();
  }
}
