package dev.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.ContainerOperation.AwaitExit;
import dev.berth.model.operation.ContainerOperation.ExpectedEnd;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.LookOperation.AwaitReady.Purpose;
import dev.berth.model.operation.LookOperation.LookAgain;
import dev.berth.model.operation.LookOperation.Refuse;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.RestartUnit;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation.CarryImage;
import dev.berth.model.operation.StoreOperation.PullImage;
import dev.berth.model.operation.StoreOperation.RemoveVolume;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How many of a kind go at a time, and in one call. */
class LaneTest {
  private static final int ALL = Integer.MAX_VALUE;

  static Stream<Arguments> lanes() {
    return Stream.of(
        Arguments.of(new Barrier("all"), "barrier", "barrier", ALL, 1),
        Arguments.of(
            new AwaitExit(new ContainerName("task"), new ExpectedEnd(Set.of(0), true)),
            "wait",
            "wait",
            ALL,
            1),
        Arguments.of(new Refuse(new ContainerName("web"), "a reason"), "wait", "wait", ALL, 1),
        Arguments.of(
            new LookAgain(new ContainerName("web"), Optional.empty(), 0, false),
            "look",
            "look",
            ALL,
            ALL),
        Arguments.of(ready(Purpose.GATE), "gate", "gate", ALL, 1),
        Arguments.of(ready(Purpose.SETTLE), "ready", "ready", ALL, ALL),
        Arguments.of(ready(Purpose.RETURN), "ready again", "ready again", ALL, ALL),
        Arguments.of(new PullImage("image"), "pull", "pull", 4, 1),
        Arguments.of(new CarryImage("image"), "carry", "carry", 1, ALL),
        Arguments.of(new StartContainer(new ContainerName("web")), "engine", "engine", 6, 1),
        Arguments.of(new RemoveVolume("data"), "engine", "engine", 6, 1));
  }

  private static AwaitReady ready(Purpose purpose) {
    return new AwaitReady(
        new ContainerName("web"), Optional.empty(), Duration.ofSeconds(1), purpose);
  }

  @ParameterizedTest
  @MethodSource("lanes")
  void eachKindHasItsLane(Operation operation, String name, String pool, int places, int merged) {
    Lane lane = Lane.of(operation, 6);

    assertThat(lane.name()).isEqualTo(name);
    assertThat(lane.pool().name()).isEqualTo(pool);
    assertThat(lane.pool().places()).isEqualTo(places);
    assertThat(lane.merged()).isEqualTo(merged);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "3,1", "6,3"})
  void oneCallStartsHalfOfWhatMayBeAtWork(int parallel, int merged) {
    assertThat(Lane.of(new StartUnit(new UnitName("web.service")), parallel).merged())
        .isEqualTo(merged);
    assertThat(Lane.of(new RestartUnit(new UnitName("web.service")), parallel).merged())
        .isEqualTo(merged);
    assertThat(Lane.of(new StartUnit(new UnitName("web.service")), parallel).pool().places())
        .isEqualTo(parallel);
  }

  @ParameterizedTest
  @CsvSource({
    // who, the other, whether it waits: ranks 0 (not quick) to 4
    "0, 1, 2, true", // what is slow, for what is quick
    "0, 0, 2, false",
    "0, 1, 1, false", // one that merges nothing gains nothing
    "3, 2, 2, true",
    "3, 3, 2, false",
    "3, 4, 2, false",
    "3, 0, 2, false"
  })
  void whoMergesWaitsForTheQuickerOnesBeforeIt(int own, int other, int merged, boolean waits) {
    Lane.Pool pool = new Lane.Pool("pool", 1, false);

    assertThat(new Lane("own", pool, merged, own).waitsFor(new Lane("other", pool, 1, other)))
        .isEqualTo(waits);
  }

  @ParameterizedTest
  @CsvSource({"true,false", "false,true"})
  void failuresAreForgottenBeforeAStart(boolean isStart, boolean waits) {
    Lane start = Lane.of(new StartUnit(new UnitName("web.service")), 6);
    Lane reset = Lane.of(new ResetFailed(new UnitName("web.service")), 6);

    assertThat(isStart ? reset.waitsFor(start) : start.waitsFor(reset)).isEqualTo(waits);
  }
}
