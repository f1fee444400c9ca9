package dev.berth.cli;

import dev.berth.systemd.ExecWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The text of a unit with only what is known to hold no secret: directives whose values are names,
 * numbers and words of systemd's, and of the engine's commands those options. Of everything else,
 * the words of an operator's commands and the values of variables, credentials, labels and whatever
 * a later systemd or engine may bring, the name is left alone.
 */
final class RedactedUnit {
  private static final String HIDDEN = "[hidden]";

  private static final Pattern SHOWN_DIRECTIVE =
      Pattern.compile(
          "Description|After|Before|Wants|Requires|Requisite|BindsTo|PartOf|Upholds|Conflicts"
              + "|WantedBy|RequiredBy|Also|Alias|RequiresMountsFor|WantsMountsFor|Condition\\w+"
              + "|DefaultDependencies|StopWhenUnneeded|OnFailure|OnSuccess|StartLimit\\w+"
              + "|Type|NotifyAccess|KillMode|KillSignal|Restart\\w*|Timeout\\w+|WatchdogSec"
              + "|SuccessExitStatus|RemainAfterExit|PIDFile|Delegate|EnvironmentFile|Slice"
              + "|SyslogIdentifier|Limit[A-Z]+|OOM\\w+|Tasks\\w+|Memory\\w+|CPU\\w+|IO\\w+|Nice"
              // Berth's own section.
              + "|Version|ManagedBy|ConfigId|Container|Digest|StartOrder|Check|DependsOn");

  private static final Set<String> VERBS =
      Set.of("run", "create", "exec", "start", "stop", "kill", "rm", "wait", "ps", "inspect");
  private static final Set<String> RUNNING = Set.of("run", "create", "exec");
  private static final Set<String> SCRIPTS = Set.of("wait-healthy");

  private static final List<List<String>> CALLING =
      List.of(
          List.of("sh", "podman-unit"),
          List.of("sh", "docker-unit"),
          List.of("systemd-cat", "--identifier=docker", "sh", "docker-unit"));
  private static final Set<String> ENGINES = Set.of("podman", "docker");

  /** Options whose values are names, numbers, paths and words of the engine's. */
  private static final Set<String> SHOWN_OPTIONS =
      Set.of(
          "--name",
          "--rm",
          "--replace",
          "--detach",
          "--pull",
          "--restart",
          "--cgroups",
          "--cgroupns",
          "--sdnotify",
          "--conmon-pidfile",
          "--cidfile",
          "--log-driver",
          "--network",
          "--network-alias",
          "--publish",
          "--expose",
          "--ip",
          "--ip6",
          "--mac-address",
          "--dns",
          "--dns-search",
          "--dns-option",
          "--add-host",
          "--hostname",
          "--domainname",
          "--ipc",
          "--pid",
          "--uts",
          "--userns",
          "--volume",
          "--volumes-from",
          "--tmpfs",
          "--device",
          "--device-cgroup-rule",
          "--user",
          "--group-add",
          "--privileged",
          "--read-only",
          "--cap-add",
          "--cap-drop",
          "--security-opt",
          "--sysctl",
          "--ulimit",
          "--init",
          "--interactive",
          "--tty",
          "--workdir",
          "--stop-signal",
          "--stop-timeout",
          "--shm-size",
          "--memory",
          "--memory-reservation",
          "--memory-swap",
          "--memory-swappiness",
          "--cpus",
          "--cpu-shares",
          "--cpuset-cpus",
          "--pids-limit",
          "--oom-score-adj",
          "--env-file",
          "--health-interval",
          "--health-timeout",
          "--health-retries",
          "--health-start-period",
          "--health-on-failure",
          "--no-healthcheck",
          "--time",
          "--signal",
          "--force",
          "--ignore",
          "--filter",
          "--all",
          "--quiet",
          "--format");

  /** Those whose values have names. */
  private static final Set<String> NAMED = Set.of("--annotation", "--env", "--label");

  private RedactedUnit() {}

  static String of(String text) {
    List<String> shown = new ArrayList<>();
    boolean continued = false;
    for (String line : text.lines().toList()) {
      // systemd.syntax(7): a backslash at its end joins the next line, which then is no directive.
      shown.add(continued ? HIDDEN : line(line));
      continued = line.endsWith("\\");
    }
    return String.join("\n", shown);
  }

  private static String line(String line) {
    int equals = line.indexOf('=');
    if (line.isBlank()
        || line.matches("\\[[A-Za-z-]+]")
        || line.equals("# Written by Berth; changes are overwritten.")
        || line.equals("Environment=PODMAN_SYSTEMD_UNIT=%n")) {
      return line;
    }
    if (equals < 0) {
      return HIDDEN;
    }
    String directive = line.substring(0, equals).strip();
    if (directive.startsWith("Exec")) {
      return directive + "=" + command(line.substring(equals + 1).strip());
    }
    return SHOWN_DIRECTIVE.matcher(directive).matches() ? line : directive + "=" + HIDDEN;
  }

  private static String command(String command) {
    List<String> words = ExecWords.split(command);
    if (words.isEmpty()) {
      return "";
    }
    boolean isScript =
        words.size() > 1
            && words.getFirst().equals("/bin/sh")
            && SCRIPTS.contains(lastName(words.get(1)));
    if (isScript) {
      return String.join(" ", words);
    }
    int engine = engine(words);
    List<String> asked = words.subList(engine, words.size());
    if (asked.size() == 1 && engine > 0) {
      return String.join(" ", words);
    }
    return asked.size() > 1 && VERBS.contains(asked.get(1))
        ? String.join(" ", words.subList(0, engine))
            + (engine > 0 ? " " : "")
            + engineCommand(asked)
        : HIDDEN;
  }

  /** Where the engine's own command begins: at once, or after the words for the script of units. */
  private static int engine(List<String> words) {
    boolean isCalled =
        CALLING.stream()
            .anyMatch(
                head ->
                    words.size() > head.size()
                        && lastNames(words.subList(0, head.size())).equals(head));
    for (int i = 0; i < (isCalled ? words.size() : 1); i++) {
      if (words.get(i).matches("-?/.*") && ENGINES.contains(lastName(words.get(i)))) {
        return i;
      }
    }
    return words.size();
  }

  private static List<String> lastNames(List<String> words) {
    return words.stream().map(RedactedUnit::lastName).toList();
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Options with a value are one word each; the first other word after them names the subject. */
  private static String engineCommand(List<String> words) {
    List<String> shown = new ArrayList<>(words.subList(0, 2));
    boolean runs = RUNNING.contains(words.get(1));
    for (int i = 2; i < words.size(); i++) {
      String bare = bare(words.get(i));
      boolean isShort = bare.startsWith("-") && !bare.startsWith("--");
      boolean isSubject = !bare.startsWith("-");
      if (!isShort) {
        shown.add(isSubject ? words.get(i) : option(words.get(i)));
      }
      // What a short option's value is, cannot be told from what follows it.
      if (isShort || (runs && isSubject && i < words.size() - 1)) {
        shown.add(HIDDEN);
        break;
      }
      if (runs && isSubject) {
        break;
      }
    }
    return String.join(" ", shown);
  }

  private static String option(String word) {
    String bare = bare(word);
    int equals = bare.indexOf('=');
    if (equals < 0 || SHOWN_OPTIONS.contains(bare.substring(0, equals))) {
      return word;
    }
    String option = bare.substring(0, equals);
    int second = NAMED.contains(option) ? bare.indexOf('=', equals + 1) : -1;
    return bare.substring(0, Math.max(equals, second) + 1) + HIDDEN;
  }

  private static String bare(String word) {
    return word.startsWith("\"") && word.length() > 1 ? word.substring(1, word.length() - 1) : word;
  }
}
