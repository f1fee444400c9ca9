package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.migrate.JournalEntry;
import dev.berth.migrate.JournalEvent;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.Back;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Left;
import dev.berth.migrate.MigrationState;
import dev.berth.migrate.Runs;
import dev.berth.migrate.SourceContainer;
import dev.berth.migrate.SourceContainer.Keeper;
import dev.berth.model.ContainerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignChoiceTest {
  private static final List<SourceContainer> THERE =
      List.of(
          new SourceContainer(new ContainerName("free"), Keeper.NOBODY, "", "", true),
          new SourceContainer(new ContainerName("labelled"), Keeper.NOBODY, "somebody", "", true),
          new SourceContainer(new ContainerName("ours"), Keeper.BERTH, "berth", "site", true),
          new SourceContainer(new ContainerName("theirs"), Keeper.FORMER, "paunch", "step_3", true),
          new SourceContainer(
              new ContainerName("db-bundle-docker-0"), Keeper.PACEMAKER, "", "", true),
          new SourceContainer(new ContainerName("moved"), Keeper.NOBODY, "", "", false));

  private static final JournalEvent LEAVING =
      new Leaving(new ContainerName("moved"), Runs.container(true));
  private static final JournalEvent LEFT = new Left(new ContainerName("moved"), List.of(), true);
  private static final JournalEvent ARRIVED = new Arrived(new ContainerName("moved"));

  private static MigrationState state(JournalEvent... events) {
    List<JournalEntry> entries = new ArrayList<>();
    entries.add(new JournalEntry(Instant.EPOCH, Runs.between("docker", "podman")));
    for (JournalEvent event : events) {
      entries.add(new JournalEntry(Instant.EPOCH, event));
    }
    return MigrationState.of(entries);
  }

  private static ForeignChoice choice(MigrationState state, String... names) {
    return ForeignChoice.of(THERE, state, List.of(names), "docker");
  }

  @Test
  void allAreThoseThatNobodyLooksAfterAndTheRestIsSaidToStay() {
    ForeignChoice choice = choice(state(LEAVING, LEFT, ARRIVED));
    assertThat(choice.taken())
        .containsExactly(new ContainerName("free"), new ContainerName("labelled"));
    assertThat(choice.refused()).isEmpty();
    assertThat(choice.left())
        .containsExactly(
            "'ours' has Berth's labels: give the configuration 'site' with -f",
            "'theirs' is managed by 'paunch': give the configuration 'step_3' with -f, and --adopt",
            "'db-bundle-docker-0' is Pacemaker's: the cluster moves it",
            "'moved' has come over; --commit removes what is left of it on docker");
  }

  @Test
  void whoIsNamedAndCannotBeTakenIsRefused() {
    ForeignChoice choice = choice(state(LEAVING), "free", "ours", "moved", "nowhere");
    assertThat(choice.taken()).containsExactly(new ContainerName("free"));
    assertThat(choice.left()).isEmpty();
    assertThat(choice.refused())
        .containsExactly(
            "'ours' has Berth's labels: give the configuration 'site' with -f",
            "'moved' is under way: --resume or --rollback first",
            "'nowhere' is not on docker");
  }

  @Test
  void whoIsBackCanBeTakenAgain() {
    MigrationState back = state(LEAVING, LEFT, ARRIVED, new Back(new ContainerName("moved")));
    assertThat(choice(back).taken())
        .containsExactly(
            new ContainerName("free"), new ContainerName("labelled"), new ContainerName("moved"));
  }
}
