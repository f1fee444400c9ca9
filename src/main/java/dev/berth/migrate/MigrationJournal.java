package dev.berth.migrate;

import dev.berth.host.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a migration has done, one line of JSON for each entry, on the disk before the next thing is
 * begun, and how far that is. The file is read once, and again only when somebody else has written
 * to it: each may ask, but only who has the host's lock adds.
 */
public final class MigrationJournal {
  private static final String NAME = "migration.jsonl";

  private final Path directory;
  private final Path file;
  private final Clock clock;

  /** What the file has told; empty before it was read, or where it has to be read anew. */
  private Optional<Held> held = Optional.empty();

  /** The journal in a directory that is there; the file may not be there yet. */
  public MigrationJournal(Path directory, Clock clock) {
    this.directory = directory;
    this.file = directory.resolve(NAME);
    this.clock = clock;
  }

  /**
   * Which file it was, and how it was; equal for none and none.
   *
   * @param key the file system's own number of the file
   * @param size in bytes
   */
  private record Stamp(Object key, long size, FileTime modified) {
    private static final Stamp NO_FILE = new Stamp("", 0, FileTime.fromMillis(0));
  }

  /**
   * What was read, and added since.
   *
   * @param stamp the file that tells just this
   * @param end where the next entry goes, in bytes: what a power cut has torn is left out
   * @param endsLine whether there is a whole line before it, else one that lacks only its end
   * @param isWhole whether no line but a torn one was left out
   */
  private record Held(
      Stamp stamp, MigrationState state, long end, boolean endsLine, boolean isWhole) {}

  /**
   * How far everything is, by all entries; nothing has begun where there is no file.
   *
   * @throws MigrationException for a line that cannot be understood, unless it is the last, which a
   *     power cut may have torn: what it was to tell had not begun then
   */
  public synchronized MigrationState state() {
    return held().state();
  }

  private Held held() {
    Stamp now = stamp();
    Held current = held.filter(known -> known.stamp().equals(now)).orElseGet(() -> load(now));
    held = Optional.of(current);
    return current;
  }

  private Stamp stamp() {
    try {
      if (!Files.exists(file)) {
        return Stamp.NO_FILE;
      }
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          Objects.requireNonNullElse(is.fileKey(), ""), is.size(), is.lastModifiedTime());
    } catch (IOException cause) {
      throw unreadable(cause);
    }
  }

  private Held load(Stamp stamp) {
    byte[] bytes = bytes();
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    List<String> lines = lines(bytes);
    List<JournalEntry> entries = entries(lines);
    boolean isWhole = entries.size() == lines.size();
    boolean isTorn = end < bytes.length && !isWhole;
    return new Held(
        stamp,
        MigrationState.of(entries),
        isTorn ? end : bytes.length,
        isTorn || end == bytes.length,
        isTorn || isWhole);
  }

  /** Every entry that the file has, the oldest first. */
  synchronized List<JournalEntry> read() {
    return entries(lines(bytes()));
  }

  private List<JournalEntry> entries(List<String> lines) {
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Optional<JournalEntry> entry = JournalLine.parse(lines.get(i));
      if (entry.isEmpty() && i < lines.size() - 1) {
        throw new MigrationException(
            "line " + (i + 1) + " of " + file + " cannot be understood; mend or remove it");
      }
      entry.ifPresent(entries::add);
    }
    return List.copyOf(entries);
  }

  /** A power cut may have torn a character, too. */
  private static List<String> lines(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }

  private byte[] bytes() {
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException cause) {
      throw unreadable(cause);
    }
  }

  private UncheckedIOException unreadable(IOException cause) {
    return new UncheckedIOException("the journal " + file + " cannot be read", cause);
  }

  /**
   * Adds an entry; it is on the disk when this returns.
   *
   * @throws MigrationException as {@link #state}
   */
  public synchronized void add(JournalEvent event) {
    JournalEntry entry = new JournalEntry(clock.instant(), event);
    Held before = held();
    byte[] line =
        ((before.endsLine() ? "" : "\n") + JournalLine.of(entry) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    try {
      boolean isNew = Files.notExists(file);
      try (FileChannel channel = open()) {
        if (before.end() < before.stamp().size()) {
          channel.truncate(before.end());
        }
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
          channel.write(bytes, channel.size());
        }
        channel.force(true);
      }
      if (isNew) {
        AtomicFile.syncDirectory(directory);
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("the journal " + file + " cannot be written", cause);
    }
    Held after =
        new Held(stamp(), before.state().with(entry), before.end() + line.length, true, true);
    // A line of a later version, which is not the last one by now, is found when it is read.
    held = before.isWhole() ? Optional.of(after) : Optional.empty();
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(AtomicFile.SECRET)));
  }

  /** The end of the journal. */
  public synchronized void remove() {
    AtomicFile.remove(file);
    held = Optional.empty();
  }
}
