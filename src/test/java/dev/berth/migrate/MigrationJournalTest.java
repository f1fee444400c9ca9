package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.Named;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Left;
import dev.berth.migrate.JournalEvent.VolumeBegun;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.ContainerName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationJournalTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final JournalEvent LEAVING =
      new Leaving(new ContainerName("web"), Runs.container(true));
  private static final JournalEvent LEFT = new Left(new ContainerName("web"), List.of(), true);

  @TempDir Path directory;

  private MigrationJournal journal() {
    return new MigrationJournal(directory, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private Path file() {
    return directory.resolve("migration.jsonl");
  }

  @Test
  void whatWasPutDownIsReadAgainAndIsForRootAlone() throws IOException {
    assertThat(journal().read()).isEmpty();
    JournalEvent leaving =
        new Leaving(
            new ContainerName("web"),
            new SourceDescription.OfUnit("a\n\"b\"", true, true, Optional.empty()));
    JournalEvent begun = new VolumeBegun(new ContainerName("web"), "s", "t", false);
    journal().add(leaving);
    journal().add(begun);

    assertThat(journal().read())
        .containsExactly(new JournalEntry(NOW, leaving), new JournalEntry(NOW, begun));
    assertThat(Files.readString(file()).lines()).hasSize(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    journal().remove();
    assertThat(journal().read()).isEmpty();
  }

  @Test
  void aLinkInItsPlaceIsNotWrittenThrough() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "");
    Files.createSymbolicLink(file(), target);
    assertThatThrownBy(() -> journal().add(LEAVING))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot be written");
    assertThat(target).isEmptyFile();
  }

  @Test
  void aTornLastLineCountsAsNotWrittenAndGoesWithTheNextEntry() throws IOException {
    journal().add(LEAVING);
    Files.writeString(file(), "{\"time\":\"2026-03-01T1", StandardOpenOption.APPEND);
    assertThat(journal().read()).hasSize(1);

    journal().add(LEFT);

    assertThat(Files.readString(file()).lines()).hasSize(2);
    assertThat(journal().read()).extracting(JournalEntry::event).containsExactly(LEAVING, LEFT);
  }

  @Test
  void aLineThatLacksOnlyItsEndCounts() throws IOException {
    journal().add(LEAVING);
    Files.writeString(file(), Files.readString(file()).strip());

    journal().add(LEFT);

    assertThat(journal().read()).extracting(JournalEntry::event).containsExactly(LEAVING, LEFT);
  }

  @Test
  void aLineThatCannotBeUnderstoodEndsTheReading() throws IOException {
    journal().add(LEAVING);
    Files.writeString(
        file(),
        "{\"time\":\"2026-03-01T12:00:00Z\",\"event\":\"dancing\",\"container\":\"web\"}\n",
        StandardOpenOption.APPEND);
    MigrationJournal held = journal();
    held.add(LEFT);

    for (MigrationJournal each : List.of(held, journal())) {
      assertThatThrownBy(each::state)
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("line 2 of " + file());
    }
  }

  private static Stage stage(MigrationJournal journal) {
    return journal
        .state()
        .container(new ContainerName("web"))
        .map(MigratingContainer::stage)
        .orElseThrow();
  }

  @Test
  void whatIsHeldIsWhatTheFileTellsAlsoWhenAnotherHasWrittenIt() {
    MigrationJournal held = journal();
    assertThat(held.state()).isEqualTo(MigrationState.NOTHING);
    held.add(LEAVING);
    assertThat(stage(held)).isEqualTo(Stage.LEAVING);
    MigrationJournal other = journal();
    other.add(LEFT);
    assertThat(stage(held)).isEqualTo(Stage.LEFT);
    held.add(new Arrived(new ContainerName("web")));
    assertThat(held.state()).isEqualTo(journal().state()).isEqualTo(other.state());
    other.remove();
    assertThat(held.state()).isEqualTo(MigrationState.NOTHING);
  }

  /** What is read again would be seen: the line is changed under an unchanged stamp. */
  @Test
  void theFileIsReadOnceWhileNobodyElseWritesIt() throws IOException {
    MigrationJournal held = journal();
    held.add(LEAVING);
    MigrationState state = held.state();
    FileTime modified = Files.getLastModifiedTime(file());
    Files.write(file(), new byte[(int) Files.size(file())], StandardOpenOption.WRITE);
    Files.setLastModifiedTime(file(), modified);
    assertThat(held.state()).isSameAs(state);
    held.add(LEFT);
    assertThat(stage(held)).isEqualTo(Stage.LEFT);
  }

  @Test
  void whatSeveralThreadsAddIsHeldAndOnTheDisk() {
    MigrationJournal held = journal();
    List<String> names = IntStream.range(0, 20).mapToObj(number -> "web" + number).toList();
    names.parallelStream()
        .forEach(
            name -> {
              held.add(new Leaving(new ContainerName(name), Runs.container(true)));
              assertThat(held.state().containers()).containsKey(new ContainerName(name));
            });
    assertThat(held.state().containers())
        .containsOnlyKeys(Named.list(names.toArray(String[]::new)));
    assertThat(held.state()).isEqualTo(journal().state());
  }

  @Test
  void aTornLastLineThatWasReadGoesWithTheNextEntry() throws IOException {
    journal().add(LEAVING);
    Files.write(file(), new byte[] {'{', (byte) 0xc3}, StandardOpenOption.APPEND);
    MigrationJournal held = journal();
    assertThat(stage(held)).isEqualTo(Stage.LEAVING);
    held.add(LEFT);
    assertThat(stage(held)).isEqualTo(Stage.LEFT);
    assertThat(journal().read()).extracting(JournalEntry::event).containsExactly(LEAVING, LEFT);
  }
}
