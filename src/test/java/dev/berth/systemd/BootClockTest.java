package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.host.RecordedRunner;
import dev.berth.model.BootTimes;
import dev.berth.model.ContainerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Systemd's timestamps, read. */
class BootClockTest {
  @TempDir Path units;

  private void unit(String name, String managedBy, String container) throws IOException {
    Files.writeString(
        units.resolve(name),
        "[Unit]\n\n[X-Berth]\nManagedBy="
            + managedBy
            + "\nConfigId=shop\nContainer="
            + container
            + "\n");
  }

  @Test
  void oneProcessForAllUnitsThatRunContainersOfOurs() throws IOException {
    unit("berth-a.service", "berth", "a");
    unit("berth-b.service", "berth", "b");
    unit("berth-shop-order-0.target", "berth", "");
    unit("foreign.service", "tripleo", "c");
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                RecordedRunner.answer(
                    line.contains("berth-a.service")
                        ? """
                        Id=berth-b.service
                        NRestarts=2
                        ActiveState=active
                        InactiveExitTimestampMonotonic=500
                        ActiveEnterTimestampMonotonic=700
                        InactiveEnterTimestampMonotonic=400

                        Id=berth-a.service
                        ActiveState=inactive
                        InactiveExitTimestampMonotonic=0
                        """
                        : "UserspaceTimestampMonotonic=100\nFinishTimestampMonotonic=900\n"));

    BootTimes times = new BootClock(runner, Scope.SYSTEM).read(units, "berth");

    assertThat(runner.lines())
        .hasSize(2)
        .anyMatch(line -> line.endsWith(" -- berth-a.service berth-b.service"));
    assertThat(times.userspace()).isEqualTo(100);
    assertThat(times.finished()).isEqualTo(900);
    assertThat(times.units())
        .extracting(unit -> unit.owner().container().orElseThrow())
        .containsExactly(new ContainerName("a"), new ContainerName("b"));
    BootTimes.UnitTimes b = times.units().getLast();
    assertThat(List.of(b.began(), b.up(), b.ended())).containsExactly(500L, 700L, 400L);
    assertThat(b.unit().restarts()).isEqualTo(2);
  }

  @Test
  void withoutUnitsOnlyTheManagerIsAsked() {
    RecordedRunner runner = new RecordedRunner(line -> RecordedRunner.answer("\n"));
    assertThat(new BootClock(runner, Scope.USER).read(units, "berth").units()).isEmpty();
    assertThat(runner.lines()).singleElement().asString().startsWith("systemctl --user show ");
  }

  @Test
  void aSystemdThatDoesNotAnswerIsAFailure() {
    RecordedRunner runner = new RecordedRunner(line -> RecordedRunner.failure(1, "", "no bus"));
    assertThatThrownBy(() -> new BootClock(runner, Scope.SYSTEM).read(units, "berth"))
        .isInstanceOf(SystemdException.class)
        .hasMessageContaining("no bus");
  }
}
