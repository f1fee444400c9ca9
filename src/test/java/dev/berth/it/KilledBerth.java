package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Kills Berth with SIGKILL at a place in its run: the programs that it starts are found first in a
 * directory where a script kills who has called it, before or after the call is carried out.
 *
 * @param programs what Berth starts
 * @param isBefore whether the call is left out
 * @param call an extended regular expression that its arguments match
 * @param nth which of the calls that match, of whatever program; 0 for none
 */
record KilledBerth(List<String> programs, boolean isBefore, String call, int nth) {
  private static final String DIRECTORY = "/tmp/killing";

  /** Whatever changes a host by being called. */
  private static final List<String> CHANGING =
      List.of("podman", "docker", "systemctl", "flock", "sync");

  private static final String CHANGES =
      "^(--exclusive|--file-system|create|run|start|stop|restart|rm|rename|update|pull|tag|untag|rmi"
          + "|load|save|exec|kill|enable|disable|daemon-reload|reset-failed|thaw"
          + "|(container|volume|network|image|secret)"
          + " (create|start|stop|rm|rename|connect|disconnect|tag|untag|load|save|pull))( |$)";

  private static final String SCRIPT =
      """
      #!/bin/sh
      name=${0##*/}
      real=$(PATH=${PATH#*:} command -v "$name")
      words=$(printf '%s' "$*" | tr '\\n' ' ')
      kills=
      if printf '%s\\n' "$words" | grep -Eq -e 'CALL'; then
        echo "$name $words" >>DIRECTORY/calls
        # Of two at once each has a number of its own.
        number=1
        until mkdir "DIRECTORY/$number" 2>/dev/null; do number=$((number + 1)); done
        [ "$number" != NTH ] || kills=yes
      fi
      if [ -n "$kills" ] && [ WHEN = before ]; then
        kill -9 "$PPID"
        exit 1
      fi
      [ -n "$kills" ] || exec "$real" "$@"
      "$real" "$@"
      kill -9 "$PPID"
      """;

  /** At the nth call that matches, {@code before} it is carried out or {@code after}. */
  static KilledBerth at(String program, String when, String call, int nth) {
    return new KilledBerth(List.of(program), when.equals("before"), call, nth);
  }

  /** At the nth call that changes something, of whatever program. */
  static KilledBerth atChange(boolean isBefore, int nth) {
    return new KilledBerth(CHANGING, isBefore, CHANGES, nth);
  }

  /** The calls that change something of a run that nothing kills, in their order. */
  static List<String> changes(TestHost host, List<String> arguments) {
    new KilledBerth(CHANGING, true, CHANGES, 0)
        .start(host, host::run, arguments.toArray(String[]::new));
    return host.read(DIRECTORY + "/calls").lines().toList();
  }

  /** Runs Berth as root, which is killed. */
  void run(TestHost host, String... arguments) {
    run(host, host::run, arguments);
  }

  /**
   * Runs Berth, which is killed.
   *
   * @param as runs a command as its user
   */
  void run(TestHost host, Function<String[], CommandResult> as, String... arguments) {
    CommandResult killed = start(host, as, arguments);
    assertThat(killed.exitCode()).as(killed.stdout() + killed.stderr()).isEqualTo(137);
  }

  private CommandResult start(
      TestHost host, Function<String[], CommandResult> as, String... arguments) {
    host.run("rm", "-rf", DIRECTORY);
    host.get("mkdir", DIRECTORY);
    for (String program : programs) {
      host.write(
          DIRECTORY + "/" + program,
          SCRIPT
              .replace("CALL", call)
              .replace("DIRECTORY", DIRECTORY)
              .replace("NTH", Integer.toString(nth))
              .replace("WHEN", isBefore ? "before" : "after"));
      host.get("chmod", "0755", DIRECTORY + "/" + program);
    }
    host.get("chmod", "0777", DIRECTORY);
    List<String> argv =
        new ArrayList<>(
            List.of(
                "sh", "-c", "PATH=" + DIRECTORY + ":$PATH exec /opt/berth/berth \"$@\"", "berth"));
    argv.addAll(List.of(arguments));
    return as.apply(argv.toArray(String[]::new));
  }
}
