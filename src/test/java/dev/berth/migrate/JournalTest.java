package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.migrate.JournalEntry.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;

  private Journal journal() {
    return new Journal(directory, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private Path file() {
    return directory.resolve("migration.jsonl");
  }

  @Test
  void whatWasPutDownIsReadAgainAndIsForRootAlone() throws IOException {
    assertThat(journal().read()).isEmpty();
    journal().add(Event.LEAVING, "web", Map.of("restart", "always", "unit", "a\n\"b\""));
    journal().add(Event.VOLUME_BEGUN, "web", Map.of("source", "s", "target", "t"));

    assertThat(journal().read())
        .containsExactly(
            new JournalEntry(
                NOW, Event.LEAVING, "web", Map.of("restart", "always", "unit", "a\n\"b\"")),
            new JournalEntry(NOW, Event.VOLUME_BEGUN, "web", Map.of("source", "s", "target", "t")));
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
    assertThatThrownBy(() -> journal().add(Event.LEAVING, "web", Map.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot be written");
    assertThat(target).isEmptyFile();
  }

  @Test
  void aTornLastLineCountsAsNotWrittenAndGoesWithTheNextEntry() throws IOException {
    journal().add(Event.LEAVING, "web", Map.of());
    Files.writeString(file(), "{\"time\":\"2026-03-01T1", StandardOpenOption.APPEND);
    assertThat(journal().read()).hasSize(1);

    journal().add(Event.LEFT, "web", Map.of());

    assertThat(Files.readString(file()).lines()).hasSize(2);
    assertThat(journal().read())
        .extracting(JournalEntry::event)
        .containsExactly(Event.LEAVING, Event.LEFT);
  }

  @Test
  void aLineThatLacksOnlyItsEndCounts() throws IOException {
    journal().add(Event.LEAVING, "web", Map.of());
    Files.writeString(file(), Files.readString(file()).strip());

    journal().add(Event.LEFT, "web", Map.of());

    assertThat(journal().read())
        .extracting(JournalEntry::event)
        .containsExactly(Event.LEAVING, Event.LEFT);
  }

  @Test
  void aLineThatCannotBeUnderstoodEndsTheReading() throws IOException {
    journal().add(Event.LEAVING, "web", Map.of());
    Files.writeString(
        file(),
        "{\"time\":\"2026-03-01T12:00:00Z\",\"event\":\"dancing\",\"container\":\"web\"}\n",
        StandardOpenOption.APPEND);
    journal().add(Event.LEFT, "web", Map.of());

    assertThatThrownBy(() -> journal().read())
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("line 2 of " + file());
  }
}
