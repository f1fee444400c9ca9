package dev.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.LookOperation.AwaitReady.Purpose;
import dev.berth.model.operation.LookOperation.OfService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Units tell of those that have one, the engine of the others; who has none is not asked. */
class HostStatesTest {
  private final List<String> asked = new ArrayList<>();
  private final HostStates states = new HostStates(played("systemd"), played("engine"));

  private ServiceStates played(String name) {
    return new ServiceStates() {
      @Override
      public Map<ContainerName, ServiceState> of(Collection<? extends OfService> services) {
        Map<ContainerName, ServiceState> states = new TreeMap<>();
        services.forEach(
            service -> {
              asked.add(name + " of " + service.container());
              states.put(service.container(), new ServiceState(true, 0, Optional.empty()));
            });
        return states;
      }

      @Override
      public Map<ContainerName, Standing> standings(Collection<? extends OfService> services) {
        Map<ContainerName, Standing> standings = new TreeMap<>();
        of(services)
            .keySet()
            .forEach(it -> standings.put(it, new Standing(true, End.NONE, 0, Optional::empty)));
        return standings;
      }

      @Override
      public Optional<String> lastEnd(OfService service) {
        return Optional.of("told by " + name);
      }
    };
  }

  private static AwaitReady service(String container, String unit) {
    return new AwaitReady(
        new ContainerName(container), UnitName.find(unit), Duration.ZERO, Purpose.SETTLE);
  }

  @Test
  void eachIsToldOfByWhoLooksAfterIt() {
    List<AwaitReady> both = List.of(service("web", "web.service"), service("db", ""));
    assertThat(states.of(both)).containsOnlyKeys(new ContainerName("web"), new ContainerName("db"));
    assertThat(states.standings(both))
        .containsOnlyKeys(new ContainerName("web"), new ContainerName("db"));
    assertThat(asked)
        .containsExactly("systemd of web", "engine of db", "systemd of web", "engine of db");
    assertThat(both.stream().map(it -> states.lastEnd(it).orElseThrow()))
        .containsExactly("told by systemd", "told by engine");
  }

  @Test
  void whoHasNoneIsNotAsked() {
    states.of(List.of(service("db", "")));
    states.standings(List.of(service("web", "web.service")));
    assertThat(asked).containsExactly("engine of db", "systemd of web");
  }
}
