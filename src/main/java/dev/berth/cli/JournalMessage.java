package dev.berth.cli;

import dev.berth.json.Json;
import dev.berth.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What was printed, of an entry of the journal as {@code journalctl --output=json} has it. */
final class JournalMessage {
  private JournalMessage() {}

  /**
   * The message without its last line's end; one that is no text is there as a list of its bytes
   * (systemd.journal-export-formats, "Journal JSON Format").
   *
   * @param line bytes as characters of ISO 8859-1, as is the answer; given back as it is where it
   *     is no entry
   */
  static String of(String line) {
    return of(line, Optional.empty());
  }

  /**
   * The same, each of its lines behind the time at which the journal had it, where one is asked.
   */
  static String of(String line, Optional<LineTimes> times) {
    try {
      Json entry =
          Json.parse(
              "journalctl",
              new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
      Json message = entry.get("MESSAGE");
      List<Json> bytes = message.items();
      String text;
      if (bytes.isEmpty()) {
        text =
            new String(
                message.textOrEmpty().getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1);
      } else {
        StringBuilder characters = new StringBuilder();
        bytes.forEach(one -> characters.append((char) (one.number() & 0xff)));
        text = characters.toString();
      }
      String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
      String time = entry.get("__REALTIME_TIMESTAMP").textOrEmpty();
      return times.map(form -> form.ofJournal(whole, Long.parseLong(time))).orElse(whole);
    } catch (JsonException | NumberFormatException noEntry) {
      return line;
    }
  }
}
