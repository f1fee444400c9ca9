package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Kills Berth with SIGKILL at a place in its run: a program that it starts is found first in a
 * directory where a script kills who has called it, before or after the call is carried out.
 *
 * @param program what Berth starts
 * @param isBefore whether the call is left out
 * @param call an extended regular expression that its arguments match
 * @param nth which of the calls that match
 */
record KilledBerth(String program, boolean isBefore, String call, int nth) {
  private static final String SCRIPT =
      """
      #!/bin/sh
      real=$(PATH=${PATH#*:} command -v PROGRAM)
      kills=
      if printf '%s\\n' "$*" | grep -Eq -e 'CALL'; then
        echo >>DIRECTORY/calls
        [ "$(wc -l <DIRECTORY/calls)" != NTH ] || kills=yes
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
    return new KilledBerth(program, when.equals("before"), call, nth);
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
    String directory = "/tmp/killing";
    host.run("rm", "-rf", directory);
    host.get("mkdir", directory);
    host.write(
        directory + "/" + program,
        SCRIPT
            .replace("PROGRAM", program)
            .replace("CALL", call)
            .replace("DIRECTORY", directory)
            .replace("NTH", Integer.toString(nth))
            .replace("WHEN", isBefore ? "before" : "after"));
    host.get("chmod", "0755", directory + "/" + program);
    host.get("chmod", "0777", directory);
    List<String> argv =
        new ArrayList<>(
            List.of(
                "sh", "-c", "PATH=" + directory + ":$PATH exec /opt/berth/berth \"$@\"", "berth"));
    argv.addAll(List.of(arguments));
    CommandResult killed = as.apply(argv.toArray(String[]::new));
    assertThat(killed.exitCode()).as(killed.stdout() + killed.stderr()).isEqualTo(137);
  }
}
