package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.podman.Podman;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.EngineInfo;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import dev.berth.supervisor.UnitsOfHost;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose health nobody checks any more, since somebody stopped its timer. */
class UncheckedTest {
  private long interval = 30_000_000_000L;

  private final RecordedRunner runner =
      new RecordedRunner(
          line ->
              answer(
                  line.contains("inspect")
                      ? """
                      [{"Id": "0123", "Name": "web", "State": {"Status": "running"},
                        "Config": {"Healthcheck": {"Interval": %d}}}]
                      """
                          .formatted(interval)
                      : ""));

  @Test
  void oneWithoutTheTimerThatItHad() {
    assertThat(found(List.of()))
        .containsExactly(
            Map.entry(
                new ContainerName("web"),
                "nobody checks its health: the timer of its check was stopped"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 999})
  void notOneThatPodmanNeverMadeATimerFor(long nanoseconds) {
    interval = nanoseconds;
    assertThat(found(List.of())).isEmpty();
  }

  @Test
  void whoHasItsTimerCostsNoProcess() {
    assertThat(found(List.of("0123-ab.timer"))).isEmpty();
    assertThat(runner.lines()).isEmpty();
  }

  private Map<ContainerName, String> found(List<String> timers) {
    ObservedContainer container =
        new ObservedContainer(
            "0123",
            new ContainerName("web"),
            new Made("i", "sha", Map.of(), List.of()),
            new Life("running", 0, ProcessHandle.current().pid(), "Up 5 minutes (starting)"));
    ObservedUnit unit =
        new ObservedUnit(
            new UnitName("berth-web.service"),
            Optional.of("[Service]\nExecStart=/usr/bin/podman run web\n"),
            Optional.of(
                new UnitOwner(
                    "berth",
                    "shop",
                    Optional.of(new ContainerName("web")),
                    "d",
                    new UnitFacts(OptionalInt.empty(), true, List.of()))),
            "loaded",
            "active",
            "running",
            "enabled",
            "success",
            false,
            0);
    Snapshot snapshot =
        new Snapshot(
            new EngineSnapshot(
                new EngineInfo("podman", "5.4.2"), List.of(container), Map.of(), Map.of()),
            new SystemdSnapshot(
                257, Map.of(unit.name(), unit), List.of(), Set.copyOf(timers), Map.of()),
            Optional.empty(),
            Optional.empty());
    return new Unchecked(
            Podman.of(runner, "podman", "/usr/bin/podman").runtime(),
            new UnitsOfHost(new Systemctl(runner, Scope.SYSTEM), Path.of("/no-units")))
        .find(snapshot);
  }
}
