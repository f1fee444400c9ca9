package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandFailure;
import dev.berth.host.RecordedRunner;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.RenderedState;
import dev.berth.supervisor.SystemdSupervisor;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd-analyze says becomes a problem where its cause stands. */
class UnitChecksTest {
  private static final String SET =
      """
      web:
        image: i
        restart: always
        part_of: [a.service, b.service]
        depends_on: [c.service]
        kill_mode: none
        systemd_exec_flags: {RestartSec: soon, SetCredential: "hunter2", Nice: "5"}
      """;

  private RenderedState wanted;
  private Plan plan;

  private List<String> problems(
      Path root, boolean isJudged, Function<List<String>, String> answer) {
    return problems(root, SET, isJudged, answer);
  }

  private List<String> problems(
      Path root, String set, boolean isJudged, Function<List<String>, String> answer) {
    PlayedHost host = new PlayedHost(root);
    host.images.put("i", "0123");
    wanted = host.wanted(set);
    plan = host.plan(wanted);
    Problems problems = new Problems();
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                RecordedRunner.failure(
                    1, "", answer.apply(List.of(line.substring(line.indexOf(" -- ") + 4)))));
    new SystemdSupervisor(
            host.engine.commandLine(),
            new Systemctl(runner, Scope.SYSTEM),
            host.paths,
            PlayedHost.OPTIONS)
        .check(
            plan,
            wanted,
            isJudged ? Optional.of(plan) : Optional.empty(),
            PlayedHost.facts(Map.of()),
            problems);
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  /** A line of systemd's about a line of the file. */
  private static String about(String file, String directive, String words) {
    try {
      List<String> lines = Files.readAllLines(Path.of(file));
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith(directive + "=")) {
          // The last one: those of the operator come after Berth's own.
          if (lines.subList(i + 1, lines.size()).stream()
              .noneMatch(line -> line.startsWith(directive + "="))) {
            return file + ":" + (i + 1) + ": " + words + "\n";
          }
        }
      }
      throw new AssertionError("no " + directive + " in " + lines);
    } catch (IOException cause) {
      throw new AssertionError(cause);
    }
  }

  @Test
  void isReportedWhereTheCauseStands(@TempDir Path root) {
    List<String> problems =
        problems(
            root,
            false,
            files -> {
              String file = files.getFirst();
              assertThat(file).endsWith("/berth-web.service");
              return about(file, "PartOf", "Failed to add dependency on b.service, ignoring: No")
                  + about(file, "After", "Failed to add dependency on c.service, ignoring: No")
                  + about(file, "RestartSec", "Failed to parse RestartSec=soon, ignoring: Invalid")
                  + about(file, "SetCredential", "Bad credential hunter2, ignoring")
                  + about(file, "KillMode", "Unit uses KillMode=none. This is unsafe (lifecycle).")
                  + "berth-web.service: Unit configuration has fatal error, unit will not be"
                  + " started.\n"
                  + "berth-web.service: Service has no ExecStart=. Refusing.\n"
                  + "Unit berth-web.service has a bad unit file setting.\n"
                  + "/etc/systemd/system/other.service:3: Unknown key, ignoring.\n"
                  + "other.service: Service has no ExecStart=. Refusing.\n";
            });

    String advice = " (correct it: systemd would pass over it in silence)";
    assertThat(problems)
        .containsExactly(
            at(1, 1)
                + "error: berth-web.service: systemd says: Service has no ExecStart=. Refusing."
                + advice,
            at(4, 24)
                + "error: berth-web.service, PartOf: systemd says: Failed to add dependency on"
                + " b.service, ignoring: No"
                + advice,
            at(5, 15)
                + "error: berth-web.service, After: systemd says: Failed to add dependency on"
                + " c.service, ignoring: No"
                + advice,
            at(6, 14)
                + "warning: berth-web.service, KillMode: systemd says: Unit uses KillMode=none."
                + " This is unsafe (lifecycle).",
            at(7, 36)
                + "error: `systemd_exec_flags`: RestartSec: systemd says: it does not take the"
                + " value, a text of 4 characters"
                + advice,
            at(7, 57)
                + "error: `systemd_exec_flags`: SetCredential: systemd says: it does not take the"
                + " value, which is not shown here"
                + advice);
  }

  private static String at(int line, int column) {
    return "<stdin>:" + line + ":" + column + ": ";
  }

  /** systemd repeats a value in its own way, in which it is not found again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExecStartPost",
        "SetCredential",
        "LoadCredential",
        "Environment",
        "PassEnvironment",
        "StandardInputText",
        "StandardInputData",
        "LogExtraFields"
      })
  void theValueOfADirectiveThatMayHoldASecretIsNotRepeated(String directive, @TempDir Path root) {
    String set =
        "web: {image: i, restart: always, systemd_exec_flags: {" + directive + ": hunter2}}\n";
    assertThat(
            problems(
                root,
                set,
                false,
                files -> about(files.getFirst(), directive, "Bad value h\\x75nter2, ignoring")))
        .singleElement()
        .asString()
        .endsWith(
            directive
                + ": systemd says: it does not take the value, which is not shown here (correct it:"
                + " systemd would pass over it in silence)");
  }

  @Test
  void whatWasLookedAtBeforeCostsNothing(@TempDir Path root) {
    assertThat(
            problems(
                root,
                true,
                files -> {
                  throw new AssertionError("a process");
                }))
        .isEmpty();
  }

  @Test
  void thatItCannotBeAskedIsTold(@TempDir Path root) {
    assertThat(
            problems(
                root,
                false,
                files -> {
                  throw new CommandFailure(
                      List.of("systemd-analyze"), new IOException("No such file or directory"));
                }))
        .singleElement()
        .asString()
        .contains(
            "warning: units are written unchecked: cannot run systemd-analyze: there is no such");
  }

  @Test
  void thatThereIsNoPlaceForThemIsTold(@TempDir Path root) {
    assertThat(
            problems(
                root,
                false,
                files -> {
                  throw new UncheckedIOException(
                      "nothing can be written to /run, /tmp",
                      new FileSystemException("/run/x", null, "No space left on device"));
                }))
        .singleElement()
        .asString()
        .contains(
            "units are written unchecked: nothing can be written to /run, /tmp: /run/x: No space"
                + " left on device");
  }
}
