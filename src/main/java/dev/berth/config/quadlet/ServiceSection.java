package dev.berth.config.quadlet;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What [Service] of a container unit says: how it is started again, and lines for Berth's unit. */
final class ServiceSection {
  static final String SECTION = "Service";
  private static final String LINES = "systemd_exec_flags";

  /** Directives whose values are words, so that several lines are one. */
  private static final Set<String> WORDS =
      Set.of(
          "Environment",
          "PassEnvironment",
          "UnsetEnvironment",
          "SupplementaryGroups",
          "SuccessExitStatus",
          "RestartPreventExitStatus",
          "RestartForceExitStatus",
          "SystemCallFilter",
          "ReadWritePaths",
          "ReadOnlyPaths",
          "InaccessiblePaths",
          "ExecPaths",
          "NoExecPaths",
          "BindPaths",
          "BindReadOnlyPaths",
          "RuntimeDirectory",
          "StateDirectory",
          "CacheDirectory",
          "LogsDirectory",
          "ConfigurationDirectory",
          "CapabilityBoundingSet",
          "AmbientCapabilities",
          "RestrictAddressFamilies",
          "IPAddressAllow",
          "IPAddressDeny");

  /** Directives that are commands: a semicolon parts those of one line. */
  private static final Set<String> COMMANDS =
      Set.of("ExecCondition", "ExecStartPre", "ExecStartPost", "ExecStopPost");

  /** Further directives each of whose lines counts. */
  private static final Set<String> LISTS =
      Set.of(
          "EnvironmentFile",
          "LoadCredential",
          "LoadCredentialEncrypted",
          "SetCredential",
          "SetCredentialEncrypted",
          "ImportCredential",
          "DeviceAllow",
          "IODeviceWeight",
          "IOReadBandwidthMax",
          "IOWriteBandwidthMax",
          "IOReadIOPSMax",
          "IOWriteIOPSMax",
          "SocketBindAllow",
          "SocketBindDeny",
          "LogExtraFields",
          "LogFilterPatterns",
          "OpenFile");

  private final Unit unit;
  private final Expansion expansion;
  private final Problems problems;

  ServiceSection(Unit unit, Resources resources, Problems problems) {
    this.unit = unit;
    this.expansion = resources.expansion(unit);
    this.problems = problems;
  }

  /** Whether it runs to an end, and who needs it waits for that. */
  static boolean isTask(Unit unit) {
    return unit.last(SECTION, "Type").filter(it -> it.value().text().equals("oneshot")).isPresent();
  }

  void addTo(Body body) {
    new KeyCheck(unit, problems).checkKnown(SECTION, SystemdKeys.SERVICE);
    type();
    if (isTask(unit)) {
      task(body);
    } else {
      restart(body);
      unit.last(SECTION, "KillMode").ifPresent(it -> body.put("kill_mode", word(it)));
    }
    for (String key : unit.keys(SECTION)) {
      List<Assignment> all = unit.all(SECTION, key);
      if (!all.isEmpty() && KeyCheck.row(SystemdKeys.SERVICE, key).isEmpty()) {
        line(key, all, body);
      }
    }
  }

  private static Word word(Assignment assignment) {
    return new Word(assignment.value().text(), assignment.value().at());
  }

  private void type() {
    unit.last(SECTION, "Type")
        .filter(it -> !List.of("notify", "oneshot").contains(it.value().text()))
        .ifPresent(
            it ->
                problems.error(
                    it.value().at(),
                    "`Type=` of a container is notify or oneshot",
                    "leave it out, as Quadlet refuses the unit, too"));
  }

  private void task(Body body) {
    SourcePosition at =
        unit.last(SECTION, "Type").map(Assignment::at).orElseGet(() -> unit.at(SECTION));
    body.put("detach", "false", at);
    problems.warning(
        at,
        "`Type=oneshot` makes a task: it runs when it is applied, and not at each boot",
        "leave a unit of systemd's for what has to run at each boot");
    unit.last(SECTION, "Restart")
        .filter(it -> !it.value().text().equals("no"))
        .ifPresent(
            it ->
                problems.error(
                    it.at(), "`Restart=` of a task is not carried over", "leave it out"));
    unit.last(SECTION, "KillMode").ifPresent(this::ofNoTask);
  }

  private void restart(Body body) {
    Optional<Assignment> given = unit.last(SECTION, "Restart");
    String policy = given.map(it -> it.value().text()).orElse("no");
    SourcePosition at = given.map(it -> it.value().at()).orElseGet(() -> unit.at(unit.section()));
    if (!List.of("no", "always", "on-failure").contains(policy)) {
      problems.error(
          at, "`Restart=" + policy + "` is not carried over", "write no, on-failure or always");
      policy = "no";
    }
    body.put("restart", policy, at);
    unit.last(SECTION, "RemainAfterExit")
        .filter(it -> !List.of("no", "false", "0", "off").contains(it.value().text()))
        .ifPresent(
            it ->
                problems.error(
                    it.at(),
                    "`RemainAfterExit=` of a service is not carried over",
                    "it goes with Type=oneshot"));
  }

  private void ofNoTask(Assignment assignment) {
    problems.error(
        assignment.at(),
        "`" + assignment.key() + "=` of a task is not carried over: it has no unit",
        "take it away");
  }

  private void line(String key, List<Assignment> all, Body body) {
    if (isTask(unit)) {
      ofNoTask(all.getLast());
      return;
    }
    all.forEach(assignment -> expansion.check(assignment.value()));
    boolean isSeveral = all.size() > 1;
    if (isSeveral && LISTS.contains(key)) {
      problems.error(
          all.get(1).at(),
          "a second line `" + key + "=`: Berth's key holds one of each name",
          "put what both say into a drop-in of Berth's unit");
      return;
    }
    String separator = WORDS.contains(key) ? " " : COMMANDS.contains(key) ? " ; " : "";
    String text =
        separator.isEmpty()
            ? all.getLast().value().text()
            : String.join(separator, all.stream().map(it -> it.value().text()).toList());
    body.entry(LINES, key, new Word(expansion.line(text), all.getLast().value().at()));
  }
}
