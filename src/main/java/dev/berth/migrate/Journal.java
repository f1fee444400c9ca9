package dev.berth.migrate;

import dev.berth.engine.EngineException;
import dev.berth.engine.Json;
import dev.berth.host.WholeFile;
import dev.berth.json.JsonText;
import dev.berth.migrate.JournalEntry.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a migration has done, one line of JSON for each entry, on the disk before the next thing is
 * begun.
 */
public final class Journal {
  private static final String NAME = "migration.jsonl";

  private final Path directory;
  private final Path file;
  private final Clock clock;

  /** The journal in a directory that is there; the file may not be there yet. */
  public Journal(Path directory, Clock clock) {
    this.directory = directory;
    this.file = directory.resolve(NAME);
    this.clock = clock;
  }

  /**
   * Every entry, the oldest first; none where there is no file.
   *
   * @throws MigrationException for a line that cannot be understood, unless it is the last, which a
   *     power cut may have torn: what it was to tell had not begun then
   */
  public synchronized List<JournalEntry> read() {
    List<String> lines = text().lines().toList();
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Optional<JournalEntry> entry = parse(lines.get(i));
      if (entry.isEmpty() && i < lines.size() - 1) {
        throw new MigrationException(
            "line " + (i + 1) + " of " + file + " cannot be understood; mend or remove it");
      }
      entry.ifPresent(entries::add);
    }
    return List.copyOf(entries);
  }

  /** A power cut may have torn a character, too. */
  private String text() {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException cause) {
      throw new UncheckedIOException("the journal " + file + " cannot be read", cause);
    }
  }

  private static Optional<JournalEntry> parse(String line) {
    try {
      Json entry = Json.parse("the journal", line);
      Map<String, String> details = new LinkedHashMap<>(entry.textFields());
      details.keySet().removeAll(Set.of("time", "event", "container"));
      return Optional.of(
          new JournalEntry(
              Instant.parse(entry.get("time").textOrEmpty()),
              Event.valueOf(
                  entry.get("event").textOrEmpty().replace('-', '_').toUpperCase(Locale.ROOT)),
              entry.get("container").textOrEmpty(),
              details));
    } catch (EngineException | DateTimeException | IllegalArgumentException torn) {
      return Optional.empty();
    }
  }

  /** Adds an entry; it is on the disk when this returns. */
  public synchronized void add(Event event, String container, Map<String, String> details) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("event", event.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    line.put("container", container);
    line.putAll(details);
    try {
      boolean isNew = Files.notExists(file);
      try (FileChannel channel = open()) {
        String start = endLastLine(channel) ? "" : "\n";
        ByteBuffer bytes =
            ByteBuffer.wrap(
                (start + JsonText.compact(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes, channel.size());
        }
        channel.force(true);
      }
      if (isNew) {
        WholeFile.syncDirectory(directory);
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("the journal " + file + " cannot be written", cause);
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file,
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(WholeFile.SECRET)));
  }

  /**
   * What a power cut has torn goes: a line that cannot be understood may only be the last.
   *
   * @return whether the journal ends in a whole line; else that line lacks only its end
   */
  private static boolean endLastLine(FileChannel channel) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (all.hasRemaining() && channel.read(all, all.position()) >= 0) {
      // Until all of it is read.
    }
    byte[] bytes = all.array();
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end == bytes.length) {
      return true;
    }
    String last = new String(bytes, end, bytes.length - end, StandardCharsets.UTF_8);
    if (parse(last).isPresent()) {
      return false;
    }
    channel.truncate(end);
    return true;
  }

  /** The end of the journal. */
  public synchronized void remove() {
    WholeFile.remove(file);
  }
}
