package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.ContainerName;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedSecret;
import dev.berth.model.Rendered;
import dev.berth.model.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A container holds a secret as it was when the container was made. */
class ChangeDetectorTest {
  @ParameterizedTest
  @CsvSource({
    "1764410000, 2025-11-29T09:53:21.1Z, true",
    "1764410000, 2025-11-29T09:53:20.9Z, false",
    "1764410000, 2025-11-29T09:53:19Z, false",
    "0, 2025-11-29T09:53:21Z, false",
  })
  void aSecretThatWasChangedSinceReplacesIt(long created, Instant updated, boolean replaces) {
    SimulatedHost host = new SimulatedHost();
    String yaml = "web: {image: i, restart: always, secrets: [{source: db, target: /x}]}\n";
    host.apply(yaml);
    var wanted = host.wanted(List.of(Configurations.read("set", yaml)));
    Rendered web = wanted.container(new ContainerName("web")).orElseThrow();
    Observed observed =
        host.observed(wanted)
            .withResources(
                new Resources(
                    Map.of("db", new ObservedSecret("db", Optional.of(updated))), Map.of()));
    ObservedContainer was = observed.container(new ContainerName("web")).orElseThrow();
    ObservedContainer now =
        new ObservedContainer(
            was.id(),
            was.name(),
            new Made(was.made().image(), was.imageId(), was.labels(), List.of(), "no", created),
            was.life());

    assertThat(ChangeDetector.difference(web, now, observed))
        .isEqualTo(replaces ? Optional.of("the secret 'db' was changed since") : Optional.empty());
  }
}
