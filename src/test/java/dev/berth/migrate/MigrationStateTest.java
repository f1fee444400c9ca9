package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.HeldByMigration;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.Back;
import dev.berth.migrate.JournalEvent.Committed;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Left;
import dev.berth.migrate.JournalEvent.NetworkBegun;
import dev.berth.migrate.JournalEvent.Returning;
import dev.berth.migrate.JournalEvent.RunBegun;
import dev.berth.migrate.JournalEvent.Started;
import dev.berth.migrate.JournalEvent.VolumeBegun;
import dev.berth.migrate.JournalEvent.VolumeDone;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.migrate.NetworkStep.Way;
import dev.berth.migrate.SourceDescription.OfEngine;
import dev.berth.migrate.SourceDescription.OfUnit;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.UnitName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MigrationStateTest {
  private static final SourceDescription RAN = Runs.container(true);
  private static final SourceDescription RESTS = new OfEngine("1", "no", false, Optional.empty());
  private static final JournalEvent BEGUN =
      new VolumeBegun(new ContainerName("web"), "there", "here", false);
  private static final JournalEvent DONE =
      new VolumeDone(new ContainerName("web"), "there", "here");
  private static final JournalEvent LEFT = new Left(new ContainerName("web"), List.of(), false);
  private static final JournalEvent ARRIVED = new Arrived(new ContainerName("web"));
  private static final JournalEvent BACK = new Back(new ContainerName("web"));

  private final List<JournalEntry> entries = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  private MigrationStateTest then(JournalEvent event) {
    now = now.plusSeconds(1);
    entries.add(new JournalEntry(now, event));
    return this;
  }

  private MigrationState state() {
    return MigrationState.of(entries);
  }

  private MigratingContainer web() {
    return state().container(new ContainerName("web")).orElseThrow();
  }

  private MigrationStateTest moved(String to) {
    return then(Runs.to(to))
        .then(new Leaving(new ContainerName("web"), RAN))
        .then(BEGUN)
        .then(DONE)
        .then(LEFT)
        .then(new Started(new ContainerName("web")))
        .then(ARRIVED);
  }

  @Test
  void whatItsEngineCallsOtherwiseIsKnownUntilItIsThereAgainOrThereNoMore() {
    Network front =
        Network.bridge(
            "front",
            List.of(),
            false,
            false,
            "",
            "",
            new java.util.TreeMap<>(Map.of("k", "v")),
            List.of());
    RunBegun begun =
        new RunBegun(
            "docker",
            "podman",
            Map.of(),
            List.of(),
            "",
            List.of(new ContainerName("web"), new ContainerName("also")),
            new RunBegun.Declared(
                Map.of("1", new ContainerName("web"), "2", new ContainerName("also")),
                List.of(front)));
    then(begun);
    assertThat(state().names()).as("nothing has left").isEmpty();
    then(new Leaving(new ContainerName("web"), RAN));
    assertThat(state().names())
        .isEqualTo(Map.of("1", new ContainerName("web"), "2", new ContainerName("also")));
    assertThat(state().declaredNetworks()).isEqualTo(Map.of("front", front));
    then(LEFT).then(ARRIVED);
    assertThat(state().names())
        .as("none is under way")
        .isEqualTo(Map.of("1", new ContainerName("web")));
    assertThat(state().declaredNetworks()).isEmpty();
    then(new Returning(new ContainerName("web")));
    assertThat(state().names()).isEqualTo(Map.of("1", new ContainerName("web")));
    then(BACK);
    assertThat(state().names()).isEmpty();
  }

  @Test
  void oneThatMayGoBackIsHeldWithItsVolumesOnBothSides() {
    assertThat(state().held()).isEqualTo(HeldByMigration.NOTHING);
    then(Runs.between("docker", "podman"))
        .then(
            new Leaving(
                new ContainerName("web"),
                RAN.with(new Attachments(Map.of("/data", "there"), Set.of()))));
    HeldByMigration held =
        new HeldByMigration(
            Map.of(
                new ContainerName("web"),
                new HeldByMigration.Moving("docker", "podman", true, false, false)),
            Set.of("there"));
    assertThat(state().held()).as("under way").isEqualTo(held);
    then(BEGUN).then(DONE).then(LEFT);
    then(ARRIVED);
    assertThat(state().held())
        .isEqualTo(
            new HeldByMigration(
                Map.of(
                    new ContainerName("web"),
                    new HeldByMigration.Moving("docker", "podman", false, false, true)),
                Set.of("there", "here")));
    List<JournalEntry> arrived = List.copyOf(entries);
    then(new Committed(new ContainerName("web")));
    assertThat(state().held()).as("committed").isEqualTo(HeldByMigration.NOTHING);
    entries.clear();
    entries.addAll(arrived);
    then(new Returning(new ContainerName("web")));
    assertThat(state().held().containers())
        .as("on its way back")
        .containsOnlyKeys(new ContainerName("web"));
    then(BACK);
    assertThat(state().held()).as("back").isEqualTo(HeldByMigration.NOTHING);
  }

  @Test
  void downtimeEndsWithTheStartAndNotWithTheLastLook() {
    moved("podman");
    assertThat(web().stage()).isEqualTo(Stage.ARRIVED);
    assertThat(web().downtime()).contains(Duration.ofSeconds(4));
    assertThat(web().run().to()).isEqualTo("podman");
    assertThat(state().carried()).containsExactly(Map.entry("here", "there"));
  }

  @Test
  void whatDidNotRunHasNoDowntime() {
    then(new Leaving(new ContainerName("web"), RESTS)).then(LEFT).then(ARRIVED);
    assertThat(web().downtime()).isEmpty();
  }

  @Test
  void aVolumeThatWasOnlyBegunIsNotCarried() {
    then(new Leaving(new ContainerName("web"), RAN)).then(BEGUN);
    assertThat(state().carried()).isEmpty();
    assertThat(web().isUnderWay()).isTrue();
  }

  @Test
  void whoIsUnderWayKeepsWhatWasTakenDownFirst() {
    then(new Leaving(new ContainerName("web"), RAN))
        .then(new Leaving(new ContainerName("web"), RESTS));
    assertThat(web().origin()).isEqualTo(RAN);
  }

  @Test
  void whoComesOverAgainFromItsRestKeepsHowItWas() {
    moved("podman").then(new Leaving(new ContainerName("web"), RESTS));
    assertThat(web().stage()).isEqualTo(Stage.LEAVING);
    assertThat(web().origin()).isEqualTo(RAN);
  }

  @Test
  void whoWentBackHasNewerDataThere() {
    moved("podman").then(BACK);
    assertThat(web().stage()).isEqualTo(Stage.BACK);
    assertThat(web().downtime()).as("it ran on the other side in between").isEmpty();
    assertThat(state().carried()).isEmpty();
  }

  @Test
  void aRunThatIsOpenHasYetToMoveWhoHasNotBegunToo() {
    RunBegun run = Runs.between("", "podman", "before", "web", "later");
    then(run).then(new Leaving(new ContainerName("web"), RAN));
    assertThat(state().open())
        .hasSize(1)
        .hasEntrySatisfying(
            run,
            names ->
                assertThat(names)
                    .containsExactlyInAnyOrder(
                        new ContainerName("before"),
                        new ContainerName("web"),
                        new ContainerName("later")));
    then(LEFT).then(ARRIVED);
    assertThat(state().open()).isEmpty();
  }

  @Test
  void whoHasArrivedIsOfAnotherWayUntilItIsBackOrCommitted() {
    RunBegun other = Runs.to("docker");
    moved("podman");
    assertThat(state().ofAnotherWay(Runs.to("podman"))).isEmpty();
    assertThat(state().ofAnotherWay(other)).containsExactly(new ContainerName("web"));
    then(BACK);
    assertThat(state().ofAnotherWay(other)).isEmpty();
  }

  @Test
  void theOtherWayCarriesTheDataAgain() {
    moved("podman").then(new Committed(new ContainerName("web"))).then(Runs.to("docker"));
    assertThat(state().carried()).isEmpty();
    then(new Leaving(new ContainerName("web"), RAN));
    assertThat(web().run().to()).isEqualTo("docker");
  }

  @Test
  void aClockThatWasSetBackTakesNoTimeAway() {
    then(Runs.to("podman")).then(new Leaving(new ContainerName("web"), RAN));
    now = now.minusSeconds(60);
    then(new Started(new ContainerName("web")));
    assertThat(web().downtime()).contains(Duration.ZERO);
  }

  @Test
  void whatReturnsIsToldWithWhatWasTakenFromThere() {
    Network app =
        Network.bridge(
            "app", List.of(), false, false, "", "", Collections.emptySortedMap(), List.of());
    then(Runs.to("podman"))
        .then(
            new Leaving(
                new ContainerName("web"),
                new OfUnit(
                    "[Service]",
                    true,
                    true,
                    Optional.of(new Attachments(Map.of(), Set.of("app", "other"))))))
        .then(new VolumeBegun(new ContainerName("web"), "there", "here", true))
        .then(new NetworkBegun(new CarriedNetwork(app, Way.INSTEAD, List.of())))
        .then(new Leaving(new ContainerName("task"), RESTS))
        .then(new Leaving(new ContainerName("back"), RAN))
        .then(new Back(new ContainerName("back")));

    assertThat(
            state()
                .returning(
                    List.of(
                        new ContainerName("task"),
                        new ContainerName("stranger"),
                        new ContainerName("back"),
                        new ContainerName("web")),
                    name -> UnitName.of("", name)))
        .containsExactly(
            new dev.berth.model.Returning(
                new ContainerName("task"), Optional.empty(), false, false, List.of(), List.of()),
            new dev.berth.model.Returning(
                new ContainerName("web"),
                Optional.of(UnitName.of("", new ContainerName("web"))),
                true,
                true,
                List.of("here"),
                List.of("app")));
  }
}
