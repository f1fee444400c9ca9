package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.HeldByMigration;
import dev.berth.migrate.JournalEntry.Event;
import dev.berth.migrate.MigrationState.Mover;
import dev.berth.migrate.MigrationState.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MigrationStateTest {
  private static final Map<String, String> RAN = Map.of("restart", "always", "runs", "true");
  private static final Map<String, String> RESTS = Map.of("restart", "no", "runs", "false");
  private static final Map<String, String> DATA = Map.of("source", "there", "target", "here");

  private final List<JournalEntry> entries = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  private MigrationStateTest then(Event event, Map<String, String> details) {
    now = now.plusSeconds(1);
    boolean isOfRun = event == Event.BEGIN || event == Event.IMAGE;
    entries.add(new JournalEntry(now, event, isOfRun ? "" : "web", details));
    return this;
  }

  private MigrationStateTest then(Event event) {
    return then(event, Map.of());
  }

  private MigrationState state() {
    return MigrationState.of(entries);
  }

  private Mover web() {
    return state().container("web").orElseThrow();
  }

  private MigrationStateTest moved(String to) {
    return then(Event.BEGIN, Map.of("to", to))
        .then(Event.LEAVING, RAN)
        .then(Event.VOLUME_BEGUN, DATA)
        .then(Event.VOLUME_DONE, DATA)
        .then(Event.LEFT)
        .then(Event.STARTED)
        .then(Event.ARRIVED);
  }

  @Test
  void oneThatMayGoBackIsHeldWithItsVolumesOnBothSides() {
    assertThat(state().held()).isEqualTo(HeldByMigration.NOTHING);
    then(Event.BEGIN, Map.of("from", "docker", "to", "podman"))
        .then(Event.LEAVING, Map.of("runs", "true", "mounted", "{\"/data\":\"there\"}"));
    HeldByMigration held =
        new HeldByMigration(
            Map.of("web", new HeldByMigration.Moving("docker", "podman", true, false)),
            Set.of("there"));
    assertThat(state().held()).as("under way").isEqualTo(held);
    then(Event.VOLUME_BEGUN, DATA).then(Event.VOLUME_DONE, DATA).then(Event.LEFT);
    then(Event.ARRIVED);
    assertThat(state().held())
        .isEqualTo(
            new HeldByMigration(
                Map.of("web", new HeldByMigration.Moving("docker", "podman", false, true)),
                Set.of("there", "here")));
    List<JournalEntry> arrived = List.copyOf(entries);
    then(Event.COMMITTED);
    assertThat(state().held()).as("committed").isEqualTo(HeldByMigration.NOTHING);
    entries.clear();
    entries.addAll(arrived);
    then(Event.RETURNING);
    assertThat(state().held().containers()).as("on its way back").containsOnlyKeys("web");
    then(Event.BACK);
    assertThat(state().held()).as("back").isEqualTo(HeldByMigration.NOTHING);
  }

  @Test
  void downtimeEndsWithTheStartAndNotWithTheLastLook() {
    moved("podman");
    assertThat(web().stage()).isEqualTo(Stage.ARRIVED);
    assertThat(web().downtime()).contains(Duration.ofSeconds(4));
    assertThat(web().run()).containsEntry("to", "podman");
    assertThat(state().carried()).containsExactly(Map.entry("here", "there"));
  }

  @Test
  void whatDidNotRunHasNoDowntime() {
    then(Event.LEAVING, RESTS).then(Event.LEFT).then(Event.ARRIVED);
    assertThat(web().downtime()).isEmpty();
  }

  @Test
  void aVolumeThatWasOnlyBegunIsNotCarried() {
    then(Event.LEAVING, RAN).then(Event.VOLUME_BEGUN, DATA);
    assertThat(state().carried()).isEmpty();
    assertThat(web().isUnderWay()).isTrue();
  }

  @Test
  void whoIsUnderWayKeepsWhatWasTakenDownFirst() {
    then(Event.LEAVING, RAN).then(Event.LEAVING, RESTS);
    assertThat(web().origin()).isEqualTo(RAN);
  }

  @Test
  void whoComesOverAgainFromItsRestKeepsHowItWas() {
    moved("podman").then(Event.LEAVING, RESTS);
    assertThat(web().stage()).isEqualTo(Stage.LEAVING);
    assertThat(web().origin()).isEqualTo(RAN);
  }

  @Test
  void whoWentBackHasNewerDataThere() {
    moved("podman").then(Event.BACK);
    assertThat(web().stage()).isEqualTo(Stage.BACK);
    assertThat(web().downtime()).as("it ran on the other side in between").isEmpty();
    assertThat(state().carried()).isEmpty();
  }

  @Test
  void aRunThatIsOpenHasYetToMoveWhoHasNotBegunToo() {
    Map<String, String> run = Map.of("to", "podman", "containers", "before web later");
    then(Event.BEGIN, run).then(Event.LEAVING, RAN);
    assertThat(state().open())
        .hasSize(1)
        .hasEntrySatisfying(
            run, names -> assertThat(names).containsExactlyInAnyOrder("before", "web", "later"));
    then(Event.LEFT).then(Event.ARRIVED);
    assertThat(state().open()).isEmpty();
  }

  @Test
  void whoHasArrivedIsOfAnotherWayUntilItIsBackOrCommitted() {
    Map<String, String> other = Map.of("to", "docker");
    moved("podman");
    assertThat(state().ofAnotherWay(Map.of("to", "podman"))).isEmpty();
    assertThat(state().ofAnotherWay(other)).containsExactly("web");
    then(Event.BACK);
    assertThat(state().ofAnotherWay(other)).isEmpty();
  }

  @Test
  void theOtherWayCarriesTheDataAgain() {
    moved("podman").then(Event.COMMITTED).then(Event.BEGIN, Map.of("to", "docker"));
    assertThat(state().carried()).isEmpty();
    then(Event.LEAVING, RAN);
    assertThat(web().run()).containsEntry("to", "docker");
  }

  @Test
  void aClockThatWasSetBackTakesNoTimeAway() {
    then(Event.BEGIN, Map.of("to", "podman")).then(Event.LEAVING, RAN);
    now = now.minusSeconds(60);
    then(Event.STARTED);
    assertThat(web().downtime()).contains(Duration.ZERO);
  }
}
