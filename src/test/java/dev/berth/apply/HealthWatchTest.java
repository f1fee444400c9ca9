package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.HealthWatch.Watched;
import dev.berth.apply.ServiceStates.ServiceState;
import dev.berth.model.Desired;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.supervisor.HealthGates;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a wait for health ends with. */
class HealthWatchTest {
  private static String why(ServiceState state) {
    return why(state, Duration.ofSeconds(5));
  }

  private static String why(ServiceState state, Duration longest) {
    Watched web = new Watched("web", Optional.of("u.service"), longest);
    ServiceStates states =
        new ServiceStates() {
          @Override
          public Map<String, ServiceState> of(Collection<Watched> services) {
            return Map.of("web", state);
          }

          @Override
          public Optional<String> lastEnd(Watched service) {
            return Optional.of("with exit code 3");
          }
        };
    return new HealthWatch(states, () -> false)
        .await(List.of(web), line -> {})
        .getOrDefault("web", "");
  }

  private static Optional<ObservedHealth> unhealthy(String output) {
    Check check = new Check(Instant.EPOCH, Instant.EPOCH, 1, output);
    return Optional.of(new ObservedHealth("web", Status.UNHEALTHY, 2, List.of(check)));
  }

  @Test
  void aProcessThatHasEndedIsNotCalledUnhealthy() {
    assertThat(why(new ServiceState(false, 0, unhealthy("no process"))))
        .isEqualTo("ended before it was healthy, with exit code 3");
  }

  @Test
  void aCheckThatNeverEndsIsGivenUpInWords() {
    ObservedHealth starting = new ObservedHealth("web", Status.STARTING, 0, List.of());
    assertThat(why(new ServiceState(true, 0, Optional.of(starting)), Duration.ZERO))
        .isEqualTo("was not healthy after 0 s");
  }

  @ParameterizedTest
  @CsvSource({
    "image: i, PT15M",
    "'image: i, healthcheck: {start_period: 5m}', PT15M",
    "'image: i, healthcheck: {start_period: 30m}', PT36M54S",
    "'image: i, healthcheck: {test: a, interval: 10s, timeout: 5s, retries: 1}', PT1M2S",
  })
  void onlyTheConfigurationAsksForMoreThanAStartHas(String keys, Duration longest) {
    Desired desired = PlayedHost.desired("web: {" + keys + "}\n");
    assertThat(HealthGates.longestStart(desired.containers().findFirst().orElseThrow()))
        .isEqualTo(longest);
  }

  @Test
  void oneThatRunsIsWithWhatItsCheckSaid() {
    assertThat(why(new ServiceState(true, 0, unhealthy("wget: no\n\n  a\tb\nc\nd\n"))))
        .isEqualTo("is unhealthy: wget: no; a b; c");
    assertThat(why(new ServiceState(true, 0, unhealthy("")))).isEqualTo("is unhealthy");
  }
}
