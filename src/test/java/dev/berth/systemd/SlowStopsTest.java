package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.RecordedRunner;
import dev.berth.model.UnitName;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowStopsTest {
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  private void stop(String shown, Duration tooLong, int looks) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(looks);
    RecordedRunner runner =
        new RecordedRunner(
            line -> {
              asked.countDown();
              return RecordedRunner.answer(shown);
            });
    new SlowStops(runner, Scope.SYSTEM, told::add, Duration.ofMillis(10), tooLong)
        .watch(
            List.of(new UnitName("berth-a.service"), new UnitName("berth-b.service")),
            () -> {
              try {
                return asked.await(1, TimeUnit.MINUTES);
              } catch (InterruptedException ended) {
                throw new AssertionError(ended);
              }
            });
    assertThat(asked.getCount()).isZero();
  }

  @Test
  void whatRunsBeforeTheStopIsToldOnce() throws Exception {
    Process exec = new ProcessBuilder("sh", "-c", "read wait; :", "podman", "exec", "a").start();
    try {
      String stopping =
          "Id=berth-a.service\nActiveState=deactivating\nSubState=stop\nTimeoutStopUSec=31s\n"
              + "ControlPID=";
      stop(
          stopping + exec.pid() + "\n\nId=berth-b.service\nActiveState=inactive\n",
          Duration.ofMinutes(9),
          4);
      assertThat(told)
          .containsExactly("berth-a.service is stopping: its pre_stop_exec runs, for 31s at most");
    } finally {
      exec.destroy();
    }
  }

  @Test
  void aContainerThatTakesLongToEndIsToldLater() throws Exception {
    String stopping =
        "Id=berth-a.service\nActiveState=deactivating\nSubState=stop\nTimeoutStopUSec=infinity\n"
            + "ControlPID=0\n";
    stop(stopping, Duration.ofMinutes(9), 3);
    assertThat(told).isEmpty();
    stop(stopping, Duration.ZERO, 3);
    assertThat(told)
        .containsExactly("berth-a.service is stopping: its container has not ended yet");
  }

  @Test
  void aStopThatIsDoneSoonAsksNothing() {
    RecordedRunner runner = new RecordedRunner(line -> RecordedRunner.answer(""));
    assertThat(
            new SlowStops(runner, Scope.SYSTEM, told::add)
                .watch(List.of(new UnitName("berth-a.service")), () -> "done"))
        .isEqualTo("done");
    assertThat(runner.lines()).isEmpty();
  }
}
