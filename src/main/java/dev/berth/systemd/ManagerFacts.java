package dev.berth.systemd;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.Rfc3339;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What systemd says of itself.
 *
 * @param version its number, {@code 257}
 * @param read when it last read all unit files; empty for one that does not tell
 * @param settings what its units have from it; empty for one that does not tell
 */
record ManagerFacts(int version, Optional<LastRead> read, Optional<ManagerSettings> settings) {
  private static final Pattern NUMBER = Pattern.compile("(?m)^(?:Version=\\D*|systemd )(\\d+)");

  /** The last reload, and, before there was one, the start. */
  private static final List<String> READS = List.of("UnitsLoad", "UnitsLoadStart");

  private static final String TIMESTAMP = "Timestamp";
  private static final String MONOTONIC = "TimestampMonotonic";
  private static final String ASKED =
      READS.stream()
          .flatMap(read -> Stream.of(read + TIMESTAMP, read + MONOTONIC))
          .collect(
              Collectors.joining(",", "--property=Version," + ManagerSettings.ASKED + ",", ""));

  /**
   * As {@code --timestamp=us+utc} has it; a formatter of Java's takes longer than all else here.
   */
  private static final Pattern TIME =
      Pattern.compile("[A-Z][a-z]{2} (\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d\\.\\d{6}) UTC");

  /**
   * A moment by two clocks (org.freedesktop.systemd1(5), UnitsLoadTimestamp).
   *
   * @param time by the one that can be set
   * @param monotonic by CLOCK_MONOTONIC, which cannot, in microseconds
   */
  record LastRead(Instant time, long monotonic) {
    private static final Duration STEP = Duration.ofSeconds(2);

    /** Its time as files have it; empty where the clock was set since, or the host slept. */
    Optional<Instant> comparable(Instant now, long monotonicNow) {
      Duration since = Duration.of(monotonicNow - monotonic, ChronoUnit.MICROS);
      return Math.abs(Duration.between(time, now).minus(since).toMillis()) < STEP.toMillis()
          ? Optional.of(time)
          : Optional.empty();
    }
  }

  /**
   * Asks it, with one process; one that does not know the form of the times (before 247) with two.
   *
   * @throws SystemdException when it does not answer
   */
  static ManagerFacts of(CommandRunner runner, Scope scope) {
    List<String> argv = scope.systemctl(List.of("show", "--timestamp=us+utc", ASKED), List.of());
    CommandResult result = runner.run(Command.reading(argv));
    boolean isOlder = result.exitCode() != 0 && !result.timedOut();
    if (isOlder) {
      result = runner.run(Command.reading(List.of("systemctl", "--version")));
    }
    Matcher number = NUMBER.matcher(result.stdout());
    if (!result.succeeded() || !number.find()) {
      throw new SystemdException(result);
    }
    Map<String, String> answer = UnitProperties.values(result.stdout());
    return new ManagerFacts(
        Integer.parseInt(number.group(1)),
        READS.stream().flatMap(read -> read(answer, read).stream()).findFirst(),
        isOlder ? Optional.empty() : Optional.of(ManagerSettings.of(answer)));
  }

  private static Optional<LastRead> read(Map<String, String> answer, String which) {
    Matcher time = TIME.matcher(answer.getOrDefault(which + TIMESTAMP, ""));
    String monotonic = answer.getOrDefault(which + MONOTONIC, "");
    if (!time.matches()) {
      return Optional.empty();
    }
    try {
      long microseconds = Long.parseLong(monotonic);
      return Rfc3339.parse(time.group(1) + "T" + time.group(2) + "Z")
          .map(read -> new LastRead(read, microseconds));
    } catch (NumberFormatException absent) {
      return Optional.empty();
    }
  }
}
