package dev.berth.systemd;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What systemd says of itself.
 *
 * @param version its number, {@code 257}
 * @param loaded when it last read all unit files (org.freedesktop.systemd1(5), UnitsLoadTimestamp);
 *     empty for one that does not tell
 */
record ManagerFacts(int version, Optional<Instant> loaded) {
  private static final Pattern NUMBER = Pattern.compile("(?m)^(?:Version=\\D*|systemd )(\\d+)");
  private static final Pattern LOADED = Pattern.compile("(?m)^UnitsLoadTimestamp=\\w+ (.+) UTC$");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * Asks it, with one process; one that does not know the form of the times (before 247) with two.
   *
   * @throws SystemdException when it does not answer
   */
  static ManagerFacts read(CommandRunner runner, Scope scope) {
    List<String> argv = new ArrayList<>(List.of("systemctl"));
    argv.addAll(scope.words());
    argv.addAll(List.of("show", "--timestamp=us+utc", "--property=Version,UnitsLoadTimestamp"));
    CommandResult result = runner.run(Command.reading(argv));
    if (result.exitCode() != 0 && !result.timedOut()) {
      result = runner.run(Command.reading(List.of("systemctl", "--version")));
    }
    Matcher number = NUMBER.matcher(result.stdout());
    if (!result.succeeded() || !number.find()) {
      throw new SystemdException(result);
    }
    return new ManagerFacts(Integer.parseInt(number.group(1)), loaded(result.stdout()));
  }

  private static Optional<Instant> loaded(String answer) {
    Matcher time = LOADED.matcher(answer);
    try {
      return time.find() ? Optional.of(TIME.parse(time.group(1), Instant::from)) : Optional.empty();
    } catch (DateTimeException unknownForm) {
      return Optional.empty();
    }
  }
}
