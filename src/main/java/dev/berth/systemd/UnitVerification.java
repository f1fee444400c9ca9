package dev.berth.systemd;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.host.ScratchFiles;
import dev.berth.model.UnitName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What systemd says against units before they are installed: systemd-analyze(1), {@code verify}. It
 * reads them beside those of the host, drop-ins included, and changes nothing.
 */
final class UnitVerification {
  /** The first one that can be told not to judge the units that these depend on. */
  private static final int KNOWS_RECURSIVE_ERRORS = 250;

  // Whatever its caller has set for itself: plain lines, that begin with the file or the unit.
  private static final Map<String, String> PLAIN =
      Map.of(
          "SYSTEMD_LOG_LEVEL", "info",
          "SYSTEMD_LOG_TARGET", "console",
          "SYSTEMD_LOG_COLOR", "0",
          "SYSTEMD_LOG_LOCATION", "0",
          "SYSTEMD_LOG_TIME", "0",
          "SYSTEMD_LOG_TID", "0",
          "SYSTEMD_COLORS", "0");

  // What follows from something that is said of the same unit as well.
  private static final Pattern CONSEQUENCE =
      Pattern.compile("Unit configuration has fatal error, unit will not be started\\.");

  // What does no harm yet it only warns of, such as "Unit uses KillMode=none. This is unsafe".
  private static final Pattern HARMFUL =
      Pattern.compile(
          "ignor|Failed|refus|invalid|fatal|not executable|ordering cycle|cyclic|Unknown",
          Pattern.CASE_INSENSITIVE);

  private final CommandRunner runner;
  private final Scope scope;
  private final int version;

  /** Asks a scope's systemd, which has this version. */
  UnitVerification(CommandRunner runner, Scope scope, int version) {
    this.runner = runner;
    this.scope = scope;
    this.version = version;
  }

  /**
   * What it says of these units, with one process; of others, nothing.
   *
   * @param units the files' texts, by the units' names
   * @throws SystemdException when it cannot be asked
   * @throws java.io.UncheckedIOException when there is no place where it could read them
   */
  List<UnitFinding> of(Map<UnitName, String> units) {
    Map<String, String> texts = new TreeMap<>();
    units.forEach((name, text) -> texts.put(name.text(), text));
    if (texts.isEmpty()) {
      return List.of();
    }
    try (ScratchFiles files = ScratchFiles.write(ScratchFiles.places(), texts)) {
      return findings(files, texts);
    }
  }

  private List<UnitFinding> findings(ScratchFiles files, Map<String, String> texts) {
    List<String> argv = new ArrayList<>(List.of("systemd-analyze"));
    argv.addAll(scope.words());
    argv.addAll(List.of("verify", "--man=no"));
    if (version >= KNOWS_RECURSIVE_ERRORS) {
      argv.add("--recursive-errors=no");
    }
    argv.add("--");
    files.names().forEach(name -> argv.add(files.directory().resolve(name).toString()));
    CommandResult result = runner.run(Command.reading(argv).withEnvironment(PLAIN));
    if (result.timedOut()) {
      throw new SystemdException(result);
    }
    return findings(result.stderr(), files.directory(), texts);
  }

  private static List<UnitFinding> findings(
      String words, Path directory, Map<String, String> texts) {
    Pattern inFile = Pattern.compile(Pattern.quote(directory + "/") + "([^/]+?):(\\d+): (.*)");
    Pattern ofUnit = Pattern.compile("([^/ ]+?): (.*)");
    List<UnitFinding> findings = new ArrayList<>();
    for (String line : words.lines().toList()) {
      Matcher file = inFile.matcher(line);
      Matcher unit = ofUnit.matcher(line);
      if (file.matches() && texts.containsKey(file.group(1))) {
        findings.add(
            finding(
                file.group(1),
                OptionalInt.of(Integer.parseInt(file.group(2))),
                file.group(3),
                texts.get(file.group(1))));
      } else if (unit.matches()
          && texts.containsKey(unit.group(1))
          && !CONSEQUENCE.matcher(unit.group(2)).matches()) {
        findings.add(finding(unit.group(1), OptionalInt.empty(), unit.group(2), ""));
      }
    }
    return List.copyOf(findings);
  }

  private static UnitFinding finding(String unit, OptionalInt line, String words, String text) {
    String[] lines = text.split("\n", -1);
    String written =
        line.isPresent() && line.getAsInt() >= 1 && line.getAsInt() <= lines.length
            ? lines[line.getAsInt() - 1]
            : "";
    int equals = written.indexOf('=');
    return new UnitFinding(
        new UnitName(unit),
        equals > 0 ? written.substring(0, equals) : "",
        equals > 0 ? written.substring(equals + 1) : "",
        words,
        HARMFUL.matcher(words).find());
  }
}
