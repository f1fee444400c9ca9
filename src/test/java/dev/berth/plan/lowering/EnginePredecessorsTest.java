package dev.berth.plan.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service in the engine's own care may go back to. */
class EnginePredecessorsTest {
  private static final String YAML = "web: {image: i, restart: on-failure}\n";
  private static final Applied RECORD = new Applied("digest", "", new TreeMap<>(), false);

  private final LoweredHost host = LoweredHost.ofEngine(YAML);
  private final Map<ContainerName, Kept> kept = new HashMap<>();
  private final Map<ContainerName, Applied> applied = new HashMap<>();

  private EnginePredecessors formers() {
    return new EnginePredecessors(host.observed(), new EngineFacts(kept, applied, Map.of(), true));
  }

  private Service service(Kind kind) {
    return host.service("web", kind, false, false);
  }

  @Test
  void whatRunsIsSetAsideAsItIs() {
    host.ours("web", "running");
    applied.put(new ContainerName("web"), RECORD);

    assertThat(formers().setAside(service(Kind.REPLACE)))
        .contains(Kept.of("id-of-web", "always", Optional.of(RECORD)));
    assertThat(formers().mayGoBack(service(Kind.REPLACE))).isTrue();
    assertThat(formers().setAside(service(Kind.START))).isEmpty();
    assertThat(formers().mayGoBack(service(Kind.START))).isFalse();
  }

  /** Its policy is off by then. */
  @Test
  void whatAKilledRunHasKeptOfItIsWhatItWas() {
    Kept former = Kept.of("id-of-web", "unless-stopped", Optional.of(RECORD));
    host.ours("web", "exited");
    kept.put(new ContainerName("web"), former);

    assertThat(formers().setAside(service(Kind.REPLACE))).contains(former);

    kept.put(
        new ContainerName("web"), Kept.of("id-of-another", "unless-stopped", Optional.empty()));
    assertThat(formers().setAside(service(Kind.REPLACE))).isEmpty();
    host.ours("web", "running");
    assertThat(formers().setAside(service(Kind.REPLACE)))
        .contains(Kept.of("id-of-web", "always", Optional.empty()));
  }

  @Test
  void whatAKilledRunHasSetAsideIsGoneBackToByWhatWasKeptOfIt() {
    host.ours("web.berth-former", "exited");
    assertThat(formers().ofKilledRun(service(Kind.START).rendered()))
        .contains(Kept.of("id-of-web.berth-former", "on-failure", Optional.empty()));
    assertThat(formers().mayGoBack(service(Kind.START))).isTrue();

    kept.put(new ContainerName("web"), Kept.of("id", "", Optional.of(RECORD)));
    assertThat(formers().ofKilledRun(service(Kind.START).rendered()))
        .contains(Kept.of("id-of-web.berth-former", "on-failure", Optional.of(RECORD)));

    kept.put(new ContainerName("web"), Kept.of("id", "always", Optional.of(RECORD)));
    assertThat(formers().ofKilledRun(service(Kind.START).rendered()))
        .contains(Kept.of("id-of-web.berth-former", "always", Optional.of(RECORD)));
  }

  @Test
  void whoHasAUnitGoesBackByThat() {
    LoweredHost ofUnits = new LoweredHost(YAML);
    ofUnits.ours("web.berth-former", "exited");

    assertThat(
            new EnginePredecessors(
                    ofUnits.observed(), new EngineFacts(kept, applied, Map.of(), true))
                .ofKilledRun(ofUnits.service("web", Kind.START, false, false).rendered()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // how the engine shows it, whether it is set aside while its own predecessor waits
    "Up 3 seconds, true",
    "Up 3 seconds (healthy), true",
    "Up 3 seconds (unhealthy), false",
    "Up 3 seconds (starting), false",
  })
  void nobodyGoesBackToWhatWasNotSeenWell(String status, boolean isSetAside) {
    host.ours("web", "running", status);
    assertThat(formers().setAside(service(Kind.REPLACE))).isPresent();
    assertThat(formers().mayGoBack(service(Kind.REPLACE))).isTrue();

    host.ours("web.berth-former", "exited");
    assertThat(formers().setAside(service(Kind.REPLACE)).isPresent()).isEqualTo(isSetAside);
    assertThat(formers().mayGoBack(service(Kind.REPLACE))).isTrue();
  }

  @Test
  void theNameAsideIsTakenByAStrangerAndUsedByAnyone() {
    assertThat(formers().isNameTaken(new ContainerName("web"))).isFalse();
    assertThat(formers().isNameUsed(new ContainerName("web"))).isFalse();

    host.ours("web.berth-former", "exited");
    assertThat(formers().isNameTaken(new ContainerName("web"))).isFalse();
    assertThat(formers().isNameUsed(new ContainerName("web"))).isTrue();

    host.running("web.berth-former", "no");
    assertThat(formers().isNameTaken(new ContainerName("web"))).isTrue();
    assertThat(formers().isNameUsed(new ContainerName("web"))).isTrue();
  }
}
