package dev.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.PlayedWaits;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.model.UnitName;
import dev.berth.model.operation.LookOperation.AwaitNeeded;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.LookOperation.AwaitReady.Purpose;
import dev.berth.model.operation.LookOperation.LookAgain;
import dev.berth.model.operation.LookOperation.OfService;
import dev.berth.model.operation.LookOperation.Refuse;
import dev.berth.run.ServiceStates.End;
import dev.berth.run.ServiceStates.ServiceState;
import dev.berth.run.ServiceStates.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a wait for health ends with. */
class ReadinessTest {
  private static String why(ServiceState state) {
    return why(state, Duration.ofSeconds(5));
  }

  private static String why(ServiceState state, Duration longest) {
    AwaitReady web =
        new AwaitReady(
            new ContainerName("web"),
            Optional.of(new UnitName("u.service")),
            longest,
            Purpose.SETTLE);
    return new Readiness(states(state), new PlayedWaits(), () -> false, line -> {})
        .await(List.of(web))
        .getFirst()
        .problem()
        .orElse("");
  }

  private static ServiceStates states(ServiceState state) {
    return new ServiceStates() {
      @Override
      public Map<ContainerName, ServiceState> of(Collection<? extends OfService> services) {
        return Map.of(new ContainerName("web"), state);
      }

      @Override
      public Map<ContainerName, Standing> standings(Collection<? extends OfService> services) {
        return Map.of(
            new ContainerName("web"),
            new Standing(
                state.isUpOrComing(),
                state.isUpOrComing() ? End.NONE : End.WELL,
                state.restarts(),
                () -> Optional.of("with exit code 3")));
      }

      @Override
      public Optional<String> lastEnd(OfService service) {
        return Optional.of("with exit code 3");
      }
    };
  }

  /** A job that nobody awaits. */
  @Test
  void whatMayEndByItselfHasNotFailedWhenItHas() {
    Readiness readiness =
        new Readiness(
            states(new ServiceState(false, 0, Optional.empty())),
            new PlayedWaits(),
            () -> false,
            _ -> {});
    assertThat(
            readiness
                .run(List.of(new LookAgain(new ContainerName("web"), Optional.empty(), 0, true)))
                .getFirst()
                .problem())
        .isEmpty();
  }

  /** Its unit is not over with it at once. */
  @Test
  void whatIsAboutToEndIsJudgedWhenItHasEnded() {
    Deque<End> ends = new ArrayDeque<>(List.of(End.UNDER_WAY, End.UNDER_WAY, End.WELL));
    ServiceStates states =
        new ServiceStates() {
          @Override
          public Map<ContainerName, ServiceState> of(Collection<? extends OfService> services) {
            return Map.of();
          }

          @Override
          public Map<ContainerName, Standing> standings(Collection<? extends OfService> services) {
            End end = ends.size() > 1 ? ends.removeFirst() : ends.getFirst();
            return Map.of(new ContainerName("web"), new Standing(false, end, 0, Optional::empty));
          }

          @Override
          public Optional<String> lastEnd(OfService service) {
            return Optional.empty();
          }
        };
    Readiness readiness = new Readiness(states, new PlayedWaits(), () -> false, _ -> {});
    assertThat(
            readiness
                .run(List.of(new LookAgain(new ContainerName("web"), Optional.empty(), 0, true)))
                .getFirst()
                .problem())
        .isEmpty();
  }

  private static Optional<ObservedHealth> unhealthy(String output) {
    Check check = new Check(Instant.EPOCH, Instant.EPOCH, 1, output);
    return Optional.of(
        new ObservedHealth(new ContainerName("web"), Status.UNHEALTHY, 2, List.of(check)));
  }

  @Test
  void aProcessThatHasEndedIsNotCalledUnhealthy() {
    assertThat(why(new ServiceState(false, 0, unhealthy("no process"))))
        .isEqualTo("ended before it was healthy, with exit code 3");
  }

  @Test
  void aCheckThatNeverEndsIsGivenUpInWords() {
    ObservedHealth starting =
        new ObservedHealth(new ContainerName("web"), Status.STARTING, 0, List.of());
    assertThat(why(new ServiceState(true, 0, Optional.of(starting)), Duration.ZERO))
        .isEqualTo("was not healthy after 0 s");
  }

  @Test
  void ofAnInterruptedWaitNothingIsKnown() {
    AwaitReady web =
        new AwaitReady(
            new ContainerName("web"), Optional.empty(), Duration.ofMinutes(1), Purpose.GATE);
    assertThat(
            new Readiness(
                    states(new ServiceState(true, 0, unhealthy(""))),
                    new PlayedWaits(),
                    () -> true,
                    _ -> {})
                .await(List.of(web)))
        .containsExactly(new Result.Open());
  }

  @Test
  void oneThatRunsIsWithWhatItsCheckSaid() {
    assertThat(why(new ServiceState(true, 0, unhealthy("wget: no\n\n  a\tb\nc\nd\n"))))
        .isEqualTo("is unhealthy: wget: no; a b; c");
    assertThat(why(new ServiceState(true, 0, unhealthy("")))).isEqualTo("is unhealthy");
  }

  @ParameterizedTest
  @CsvSource({
    "web, true, 2, 2, ''",
    "web, true, 1, 0, ', with exit code 3, 1 restart so far'",
    "web, true, 5, 3, ', with exit code 3, 2 restarts so far'",
    "web, true, 1, 3, ', with exit code 3, 1 restart so far'",
    "web, false, 0, 0, ', with exit code 3'",
    "gone, false, 0, 0, -",
  })
  void whatDoesNotStayUpIsToldWithItsRestartsOfThisRun(
      String name, boolean isUp, int restarts, int before, String how) {
    Readiness readiness =
        new Readiness(
            states(new ServiceState(isUp, restarts, Optional.empty())),
            new PlayedWaits(),
            () -> false,
            _ -> {});

    List<Result> results =
        readiness.run(
            List.of(new LookAgain(new ContainerName(name), Optional.empty(), before, false)));

    assertThat(results.getFirst().problem().orElse(""))
        .isEqualTo(
            how.isEmpty()
                ? ""
                : "started, and ended at once"
                    + (how.equals("-") ? "" : how)
                    + "; see 'berth logs "
                    + name
                    + "'");
  }

  @Test
  void whoNeedsAnotherConfigurationsHealthIsToldOfWhom() {
    Readiness readiness =
        new Readiness(
            states(new ServiceState(true, 0, unhealthy("no"))),
            new PlayedWaits(),
            () -> false,
            _ -> {});

    assertThat(
            readiness.run(
                List.of(
                    new AwaitNeeded(
                        new ContainerName("app"),
                        new ContainerName("web"),
                        Duration.ofMinutes(1)))))
        .containsExactly(
            new Result.Failed(new Failure.Unhealthy("needs 'web', which is unhealthy: no")));
    assertThat(readiness.run(List.of(new Refuse(new ContainerName("app"), "it is taken"))))
        .containsExactly(Result.refused("it is taken"));
  }

  @Test
  void anInterruptionEndsAWaitButNotOneForWhatWentBack() {
    for (Purpose purpose : Purpose.values()) {
      AwaitReady web =
          new AwaitReady(
              new ContainerName("web"),
              Optional.of(new UnitName("u.service")),
              Duration.ofMinutes(1),
              purpose);
      Result result =
          new Readiness(
                  states(new ServiceState(true, 0, unhealthy("no"))),
                  new PlayedWaits(),
                  () -> true,
                  line -> {})
              .await(List.of(web))
              .getFirst();
      assertThat(result instanceof Result.Open)
          .as(purpose.name())
          .isEqualTo(purpose != Purpose.RETURN);
    }
  }

  /** Looked at once more, by what it is then. */
  private static ServiceStates inTurn(List<Map<ContainerName, ServiceState>> looks) {
    Deque<Map<ContainerName, ServiceState>> left = new ArrayDeque<>(looks);
    return new ServiceStates() {
      @Override
      public Map<ContainerName, ServiceState> of(Collection<? extends OfService> services) {
        Map<ContainerName, ServiceState> look =
            new TreeMap<>(left.size() > 1 ? left.remove() : left.element());
        look.keySet().retainAll(services.stream().map(OfService::container).toList());
        return look;
      }

      @Override
      public Map<ContainerName, Standing> standings(Collection<? extends OfService> services) {
        return Map.of();
      }

      @Override
      public Optional<String> lastEnd(OfService service) {
        return Optional.empty();
      }
    };
  }

  private static ServiceState state(boolean isUp, int restarts, Status status) {
    return new ServiceState(
        isUp,
        restarts,
        Optional.of(new ObservedHealth(new ContainerName("web"), status, 0, List.of())));
  }

  private static AwaitReady settling(String container, int seconds) {
    return new AwaitReady(
        new ContainerName(container),
        Optional.empty(),
        Duration.ofSeconds(seconds),
        Purpose.SETTLE);
  }

  @ParameterizedTest
  @CsvSource({
    // up, restarts, health: what becomes of one that was starting at the first look
    "true, 1, HEALTHY, well",
    "true, 1, NONE, well",
    "false, 1, NONE, 'ended before it was healthy'",
    "false, 1, UNHEALTHY, 'ended before it was healthy'",
    "true, 2, STARTING, 'ended before it was healthy'",
    "true, 1, UNHEALTHY, is unhealthy",
    "true, 1, STARTING, was not healthy after 2 s",
  })
  void aWaitEndsWithWhatIsSeenAtALaterLook(boolean isUp, int restarts, Status status, String told) {
    PlayedWaits waits = new PlayedWaits();
    List<String> notes = new ArrayList<>();

    List<Result> results =
        new Readiness(
                inTurn(
                    List.of(
                        Map.of(new ContainerName("web"), state(true, 1, Status.STARTING)),
                        Map.of(new ContainerName("web"), state(isUp, restarts, status)))),
                waits,
                () -> false,
                notes::add)
            .await(List.of(settling("web", 2)));

    assertThat(results.getFirst().problem().orElse("well")).isEqualTo(told);
    assertThat(notes).containsExactly("waiting until healthy: web");
    // Its time is over when more than that has passed.
    assertThat(waits.now()).hasMillis(told.endsWith("2 s") ? 2500 : 500);
  }

  @Test
  void eachIsWaitedForUntilItsOwnEndAndToldInItsOrder() {
    List<String> notes = new ArrayList<>();
    PlayedWaits waits = new PlayedWaits();

    List<Result> results =
        new Readiness(
                inTurn(
                    List.of(
                        Map.of(
                            new ContainerName("a"),
                            state(true, 0, Status.STARTING),
                            new ContainerName("b"),
                            state(true, 0, Status.HEALTHY)),
                        Map.of(new ContainerName("a"), state(true, 0, Status.HEALTHY)))),
                waits,
                () -> false,
                notes::add)
            .await(List.of(settling("a", 9), settling("gone", 1), settling("b", 9)));

    assertThat(results)
        .containsExactly(
            Result.done(),
            new Result.Failed(new Failure.Unhealthy("was not healthy after 1 s")),
            Result.done());
    assertThat(notes).containsExactly("waiting until healthy: a, gone");
    assertThat(waits.now()).hasMillis(1500);
  }

  @Test
  void whatGoesBackIsWaitedForWithoutAWord() {
    List<String> notes = new ArrayList<>();
    AwaitReady back =
        new AwaitReady(
            new ContainerName("web"), Optional.empty(), Duration.ofSeconds(9), Purpose.RETURN);

    assertThat(
            new Readiness(
                    inTurn(
                        List.of(
                            Map.of(new ContainerName("web"), state(true, 0, Status.STARTING)),
                            Map.of(new ContainerName("web"), state(true, 0, Status.HEALTHY)))),
                    new PlayedWaits(),
                    () -> true,
                    notes::add)
                .await(List.of(back)))
        .containsExactly(Result.done());
    assertThat(notes).isEmpty();
  }

  @Test
  void anInterruptedThreadEndsTheWait() {
    Thread.currentThread().interrupt();
    List<Result> results =
        new Readiness(
                inTurn(List.of(Map.of(new ContainerName("web"), state(true, 0, Status.STARTING)))),
                new PlayedWaits(),
                () -> false,
                line -> {})
            .await(List.of(settling("web", 9)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(results).containsExactly(new Result.Open());
  }

  /** A crash loop shows by then. */
  @Test
  void oneThatStartedIsLookedAtALittleLater() {
    PlayedWaits waits = new PlayedWaits();
    new Readiness(states(new ServiceState(true, 0, Optional.empty())), waits, () -> false, _ -> {})
        .run(List.of(new LookAgain(new ContainerName("web"), Optional.empty(), 0, false)));
    assertThat(waits.now()).hasMillis(300);
  }
}
