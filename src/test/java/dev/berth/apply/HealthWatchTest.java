package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.HealthWatch.Watched;
import dev.berth.apply.ServiceStates.ServiceState;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a wait for health ends with. */
class HealthWatchTest {
  private static final Watched WEB =
      new Watched("web", Optional.of("u.service"), Duration.ofSeconds(5));

  private static String why(ServiceState state) {
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
        .await(List.of(WEB), line -> {})
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
  void oneThatRunsIsWithWhatItsCheckSaid() {
    assertThat(why(new ServiceState(true, 0, unhealthy("wget: no\n\n  a\tb\nc\nd\n"))))
        .isEqualTo("is unhealthy: wget: no; a b; c");
    assertThat(why(new ServiceState(true, 0, unhealthy("")))).isEqualTo("is unhealthy");
  }
}
