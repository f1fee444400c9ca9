package dev.berth.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The times of printed lines, all in one form whoever has kept them: RFC 3339 with microseconds,
 * more than the journal does not know.
 *
 * @param zone the offset that they are written with
 */
record LineTimes(ZoneId zone) {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  /** The time, and a blank. */
  String before(Instant time) {
    return FORM.format(time.atZone(zone)) + " ";
  }

  /** A line that begins with its time, as both engines write it; any other stays as it is. */
  String ofEngine(String line) {
    int blank = line.indexOf(' ');
    String first = blank < 0 ? line : line.substring(0, blank);
    try {
      return before(OffsetDateTime.parse(first).toInstant())
          + (blank < 0 ? "" : line.substring(blank + 1));
    } catch (DateTimeException complaint) {
      return line;
    }
  }

  /** A message of the journal, each of its lines with the time. */
  String ofJournal(String message, long microseconds) {
    String before =
        before(
            Instant.ofEpochSecond(
                microseconds / 1_000_000, Math.floorMod(microseconds, 1_000_000) * 1_000L));
    return before + message.replace("\n", "\n" + before);
  }
}
