package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ComposeReplica;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposeMatchTest {
  private static final Map<ContainerName, ComposeReplica> WANTED = wanted();

  private static Map<ContainerName, ComposeReplica> wanted() {
    Map<ContainerName, ComposeReplica> wanted = new LinkedHashMap<>();
    wanted.put(new ContainerName("shop-db"), new ComposeReplica("shop", "db", 1));
    wanted.put(new ContainerName("shop-worker-1"), new ComposeReplica("shop", "worker", 1));
    wanted.put(new ContainerName("shop-worker-2"), new ComposeReplica("shop", "worker", 2));
    return wanted;
  }

  private static ObservedContainer made(String id, String name, Map<String, String> labels) {
    return new ObservedContainer(
        id,
        new ContainerName(name),
        new Made("i", "", labels, List.of()),
        new Life("running", 0, 1, ""));
  }

  private static ObservedContainer of(String id, String service, String number) {
    return made(id, "shop-" + service + "-" + number, labels(service, number));
  }

  private static Map<String, String> labels(String service, String number) {
    return Map.of(
        "com.docker.compose.project",
        "shop",
        "com.docker.compose.service",
        service,
        "com.docker.compose.container-number",
        number,
        "com.docker.compose.oneoff",
        "False");
  }

  private static ComposeMatch match(ObservedContainer... there) {
    return ComposeMatch.of(WANTED, List.of(there), Map.of());
  }

  @Test
  void eachIsWhatItsLabelsSayWhateverItIsCalled() {
    assertThat(match(of("a", "db", "1"), made("b", "odd", labels("worker", "2"))).names())
        .isEqualTo(
            Map.of("a", new ContainerName("shop-db"), "b", new ContainerName("shop-worker-1")));
    // A service that was scaled has gaps.
    assertThat(match(of("b", "worker", "7"), of("a", "worker", "3")).names())
        .isEqualTo(
            Map.of(
                "a", new ContainerName("shop-worker-1"), "b", new ContainerName("shop-worker-2")));
  }

  @Test
  void whatIsLeftOverOrInDoubtIsNotTaken() {
    ComposeMatch twice = match(of("a", "db", "1"), made("b", "again", labels("db", "1")));
    assertThat(twice.names()).isEqualTo(Map.of("a", new ContainerName("shop-db")));
    assertThat(twice.unmatched()).extracting(ObservedContainer::id).containsExactly("b");
    ComposeMatch named = match(of("a", "db", "1"), made("b", "shop-db", Map.of()));
    assertThat(named.names()).isEqualTo(Map.of("a", new ContainerName("shop-db")));
    assertThat(named.unmatched()).extracting(ObservedContainer::id).containsExactly("b");
    assertThat(match(of("a", "gone", "1"), of("b", "db", "2")).unmatched())
        .extracting(ObservedContainer::id)
        .containsExactly("a");
    assertThat(match(made("a", "shop-db", Map.of())).unmatched()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "project, other",
    "project, ''",
    "project, sh op",
    "service, -db",
    "service, ../db",
    "container-number, 0",
    "container-number, -1",
    "container-number, one",
    "container-number, 100000",
    "oneoff, True",
    "oneoff, ''",
  })
  void aLabelThatComposeDoesNotWriteMatchesNothing(String label, String value) {
    Map<String, String> labels = new HashMap<>(labels("db", "1"));
    labels.put("com.docker.compose." + label, value);
    assertThat(match(made("a", "shop-db-1", labels)).names()).isEmpty();
  }

  @Test
  void whatSomebodyElseManagesIsNotComposes() {
    Stream.of("managed_by", "dev.berth.digest")
        .forEach(
            label -> {
              Map<String, String> labels = new HashMap<>(labels("db", "1"));
              labels.put(label, "x");
              assertThat(match(made("a", "shop-db-1", labels)).names()).isEmpty();
            });
  }

  @Test
  void whatIsKnownAlreadyIsNotMatchedAgain() {
    ObservedContainer one = of("a", "db", "1");
    ObservedContainer other = made("b", "again", labels("db", "1"));
    assertThat(
            ComposeMatch.of(WANTED, List.of(one, other), Map.of("b", new ContainerName("shop-db")))
                .names())
        .isEqualTo(Map.of("b", new ContainerName("shop-db")));
    // What has gone stands in nobody's way.
    assertThat(
            ComposeMatch.of(WANTED, List.of(one), Map.of("z", new ContainerName("shop-db")))
                .names())
        .isEqualTo(Map.of("a", new ContainerName("shop-db")));
  }
}
