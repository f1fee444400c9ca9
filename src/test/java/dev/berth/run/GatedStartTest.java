package dev.berth.run;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.PlayedWaits;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.model.UnitName;
import dev.berth.model.operation.ManagerOperation.StartHealthy;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that ends with its unit's, or once its container is unhealthy. */
@Timeout(60)
class GatedStartTest {
  private static final int LOOKS = 5;

  private final PlayedRuntime engine = new PlayedRuntime();
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  /** How often the unit was looked at. */
  private final AtomicInteger looks = new AtomicInteger();

  /** What systemd calls the unit. */
  private String state = "activating";

  private boolean isSystemdAway;

  /** How its start ends where it is looked at long enough; empty where it never does. */
  private Optional<CommandResult> end = Optional.empty();

  private CommandResult run(Command command) {
    String line = String.join(" ", command.argv());
    if (line.contains("systemctl show")) {
      looks.incrementAndGet();
      return isSystemdAway
          ? failure(1, "", "away\n")
          : answer("Id=web.service\nActiveState=" + state + "\n");
    }
    lines.add(line);
    while (!command.givenUp().getAsBoolean()) {
      if (end.isPresent() && looks.get() >= LOOKS) {
        return end.get();
      }
      Thread.onSpinWait();
    }
    return new CommandResult(command.argv(), 143, "", "given up", true);
  }

  private Result start(boolean isAnew, BooleanSupplier interrupted) {
    return new GatedStart(
            engine.runtime, new Systemctl(this::run, Scope.SYSTEM), new PlayedWaits(), interrupted)
        .run(
            new StartHealthy(new UnitName("web.service"), new ContainerName("web"), isAnew),
            job -> "told: " + job);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anUnhealthyContainerEndsIt(boolean isAnew) {
    engine.run("web", "running", 0, Status.UNHEALTHY, "no");

    assertThat(start(isAnew, () -> false))
        .isEqualTo(new Result.Failed(new Failure.Unhealthy("is unhealthy: no")));
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("systemctl " + (isAnew ? "restart" : "start"));
  }

  @Test
  void anInterruptionEndsIt() {
    engine.run("web", "running", 0, Status.STARTING, "");

    assertThat(start(false, () -> true))
        .isEqualTo(new Result.Failed(new Failure.Interrupted("interrupted before it was healthy")));
  }

  @Test
  void itLastsUntilTheUnitIsUp() {
    engine.run("web", "running", 0, Status.STARTING, "");
    end = Optional.of(answer(""));

    assertThat(start(false, () -> false)).isEqualTo(Result.done());
    assertThat(looks.get()).isGreaterThanOrEqualTo(LOOKS);
  }

  @Test
  void whatSystemdSaysIsPutIntoBetterWords() {
    end = Optional.of(failure(1, "", "Job for web.service failed.\n"));

    assertThat(start(false, () -> false).problem())
        .contains("told: Job for web.service failed. [activating (), result ]");
  }

  /** Until its unit starts, the one of its name is that which goes. */
  @Test
  void theHealthOfOneThatStillStopsDoesNotCount() {
    engine.run("web", "running", 0, Status.UNHEALTHY, "no");
    state = "deactivating";
    end = Optional.of(answer(""));

    assertThat(start(true, () -> false)).isEqualTo(Result.done());
  }

  @Test
  void aLookThatFailsTellsNothing() {
    end = Optional.of(answer(""));
    engine.isAway = true;
    assertThat(start(false, () -> false)).isEqualTo(Result.done());

    looks.set(0);
    engine.isAway = false;
    engine.run("web", "running", 0, Status.UNHEALTHY, "no");
    isSystemdAway = true;
    assertThat(start(false, () -> false)).isEqualTo(Result.done());
  }
}
