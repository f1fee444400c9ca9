package dev.berth.run;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.host.CommandResult;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.model.UnitName;
import dev.berth.model.operation.LookOperation.LookAgain;
import dev.berth.run.ServiceStates.ServiceState;
import dev.berth.run.ServiceStates.Standing;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How services are, as their units and their containers tell. */
class LookedAtStatesTest {
  private static final String END =
      "web.service: Main process exited, code=exited, status=4/NOPERMISSION";
  private static final LookAgain WEB =
      new LookAgain(new ContainerName("web"), Optional.of(new UnitName("web.service")), 0, false);
  private static final LookAgain ALONE =
      new LookAgain(new ContainerName("web"), Optional.empty(), 0, false);

  private final PlayedRuntime engine = new PlayedRuntime();
  private CommandResult shown = answer("");
  private final RecordedRunner runner =
      new RecordedRunner(line -> line.startsWith("journalctl") ? answer(END) : shown);
  private final ServiceStates units =
      new UnitStates(
          engine.runtime, new Systemctl(runner, Scope.SYSTEM), new Journal(runner, Scope.SYSTEM));
  private final ServiceStates containers = new EngineStates(engine.runtime);

  private void unit(String active, String sub, int restarts) {
    shown =
        answer(
            "Id=web.service\nActiveState=%s\nSubState=%s\nNRestarts=%d\n"
                .formatted(active, sub, restarts));
  }

  @ParameterizedTest
  @CsvSource({
    "active, running, 0, true",
    "active, exited, 2, true",
    "activating, start, 0, true",
    "activating, start-pre, 0, true",
    "activating, auto-restart, 1, false",
    "activating, auto-restart-queued, 1, false",
    "inactive, dead, 0, false",
    "deactivating, stop-sigterm, 0, false",
    "failed, failed, 3, false",
  })
  void aUnitIsUpOrComingUnlessItWaitsToBeTriedAgain(
      String active, String sub, int restarts, boolean isUpOrComing) {
    unit(active, sub, restarts);
    engine.run("web", "running", 9, Status.STARTING, "");

    assertThat(units.of(List.of(WEB)))
        .isEqualTo(
            Map.of(
                new ContainerName("web"),
                new ServiceState(
                    isUpOrComing,
                    restarts,
                    Optional.of(engine.runs.get(new ContainerName("web")).health()))));
  }

  @Test
  void aServiceIsKnownByItsUnitOrByItsContainer() {
    unit("active", "running", 0);
    assertThat(units.of(List.of(WEB)))
        .isEqualTo(Map.of(new ContainerName("web"), new ServiceState(true, 0, Optional.empty())));

    shown = answer("");
    assertThat(units.of(List.of(WEB))).isEmpty();
    engine.run("web", "running", 0, Status.HEALTHY, "");
    assertThat(units.of(List.of(WEB)).get(new ContainerName("web")).isUpOrComing()).isTrue();
  }

  @Test
  void ofWhatCannotBeLookedAtNothingIsKnown() {
    unit("active", "running", 0);
    engine.isAway = true;
    assertThat(units.of(List.of(WEB))).isEmpty();
    assertThat(containers.of(List.of(ALONE))).isEmpty();
    assertThat(containers.lastEnd(ALONE)).isEmpty();
    assertThatThrownBy(() -> containers.standings(List.of(ALONE)))
        .isInstanceOf(EngineException.class);

    engine.isAway = false;
    shown = failure(1, "", "away\n");
    assertThat(units.of(List.of(WEB))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"active, 2, true", "activating, 1, false"})
  void aUnitStandsWhereItIsActive(String active, int restarts, boolean isUp) {
    unit(active, "start", restarts);

    Standing standing = units.standings(List.of(WEB)).get(new ContainerName("web"));

    assertThat(standing.isUp()).isEqualTo(isUp);
    assertThat(standing.restarts()).isEqualTo(restarts);
    assertThat(standing.lastEnd().get()).contains("with exit code 4");
  }

  @Test
  void nothingStandsForAUnitThatIsNotKnown() {
    assertThat(units.standings(List.of(WEB))).isEmpty();
    assertThat(units.standings(List.of(ALONE))).isEmpty();
  }

  @Test
  void theJournalTellsHowAUnitEnded() {
    assertThat(units.lastEnd(WEB)).contains("with exit code 4");
    assertThat(units.lastEnd(ALONE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "running, true, true, ''",
    "created, true, false, ''",
    "exited, false, false, with exit code 3",
    "restarting, false, false, with exit code 3",
  })
  void aContainerTellsOfItselfWhereItHasNoUnit(
      String state, boolean isUpOrComing, boolean isUp, String end) {
    engine.run("web", state, 2, Status.HEALTHY, "");

    assertThat(containers.of(List.of(ALONE)))
        .isEqualTo(
            Map.of(
                new ContainerName("web"),
                new ServiceState(
                    isUpOrComing,
                    2,
                    Optional.of(engine.runs.get(new ContainerName("web")).health()))));
    Standing standing = containers.standings(List.of(ALONE)).get(new ContainerName("web"));
    assertThat(standing.isUp()).isEqualTo(isUp);
    assertThat(standing.restarts()).isEqualTo(2);
    assertThat(standing.lastEnd().get().orElse("")).isEqualTo(end);
    assertThat(containers.lastEnd(ALONE).orElse("")).isEqualTo(end);
  }

  @Test
  void nothingIsToldOfAContainerThatIsNotThere() {
    engine.run("other", "exited", 2, Status.HEALTHY, "");

    assertThat(containers.of(List.of(ALONE))).isEmpty();
    assertThat(containers.standings(List.of(ALONE))).isEmpty();
    assertThat(containers.lastEnd(ALONE)).isEmpty();
  }
}
