package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An interrupted apply finishes what it has begun, begins nothing more, and says so. */
@ClassTemplate
class InterruptIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SET =
      """
      first:
        image: localhost/berth-test/busybox:1
        restart: always
      slow:
        image: localhost/berth-test/busybox:1
        start_order: 1
        detach: false
        command: [sh, -c, "until [ -e /gate/open ]; do busybox sleep 0.1; done; echo finished"]
        volumes: ["/root/gate:/gate"]
      last:
        image: localhost/berth-test/busybox:1
        start_order: 2
        restart: always
      """;

  @BeforeEach
  void nothingIsThere() {
    assertThat(host.berth("cleanup", "--yes", "--lock-timeout", "1m").exitCode()).isZero();
    host.get("sh", "-c", "mkdir -p /root/gate; rm -f /root/gate/open");
    host.write("/root/set.yaml", SET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void whatRunsIsFinishedAndTheRestIsNotBegun(String signal) {
    RunningBerth apply = applyInItsTask();
    apply.signal(signal);
    assertFinishesItsTaskOnly(apply);
    assertNextApplyConverges();
  }

  @Test
  void interruptionFromATerminalDoesNotEndWhatRuns() {
    RunningBerth apply = applyInItsTask();
    apply.signalGroup("INT");
    assertFinishesItsTaskOnly(apply);
    assertNextApplyConverges();
  }

  @Test
  void reportForProgramsTellsOfTheInterruption() {
    RunningBerth apply = applyInItsTask("--output", "json");
    apply.signal("TERM");
    host.write("/root/gate/open", "");

    assertThat(apply.exitStatus()).as(apply.talk()).isEqualTo(130);
    assertThat(apply.output().replaceAll("\\s", ""))
        .contains("\"interrupted\":true", "\"succeeded\":false", "\"message\":\"interrupted\"");
  }

  /** Who reads, and ends it as it is meant to be ended, has nothing to be told. */
  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void whatOnlyReadsEndsWithoutAWord(String signal, int status) {
    host.apply(
        """
        talker:
          image: localhost/berth-test/busybox:1
          restart: always
          command: [sh, -c, "while :; do echo line; busybox sleep 0.1; done"]
        """,
        "--config-id",
        "set");
    for (String[] reading :
        new String[][] {{"logs", "-f", "talker"}, {"health", "--all", "--watch=1s"}}) {
      RunningBerth reader = RunningBerth.begin(host, "reader", reading);
      Eventually.holds("it reads", () -> !reader.output().isEmpty());
      if (signal.equals("INT")) {
        reader.signalGroup(signal);
      } else {
        reader.signal(signal);
      }
      assertThat(reader.exitStatus()).as(reader.talk()).isEqualTo(status);
      assertThat(reader.talk()).isEmpty();
      assertThat(host.run("pgrep", "-f", "logs.*talker|journalctl").stdout()).isEmpty();
    }
  }

  @AfterEach
  void everyRunEnds() {
    host.write("/root/gate/open", "");
  }

  private static RunningBerth applyInItsTask(String... options) {
    String[] arguments = new String[options.length + 5];
    arguments[0] = "apply";
    arguments[1] = "--file";
    arguments[2] = "/root/set.yaml";
    arguments[3] = "--config-id";
    arguments[4] = "set";
    System.arraycopy(options, 0, arguments, 5, options.length);
    RunningBerth apply = RunningBerth.begin(host, "interrupted", arguments);
    Eventually.holds("the task runs", () -> host.pids().containsKey("slow"));
    return apply;
  }

  private static void assertFinishesItsTaskOnly(RunningBerth apply) {
    assertThat(apply.isRunning()).isTrue();
    host.write("/root/gate/open", "");

    assertThat(apply.exitStatus()).as(apply.talk()).isEqualTo(130);
    assertThat(apply.output())
        .contains(
            "skipped  create last: interrupted",
            "2 done, " + (1 + orders()) + " skipped, 0 unchanged.");
    assertThat(host.engine("logs", "slow")).isEqualTo("finished");
    assertThat(host.engine("inspect", "--format", "{{.State.ExitCode}}", "slow")).isEqualTo("0");
    assertThat(host.pids()).containsOnlyKeys("first");
  }

  /** The steps that order the boot; in its own care Docker has none. */
  private static int orders() {
    return host.isDocker() ? 0 : 1;
  }

  private static void assertNextApplyConverges() {
    Map<String, String> before = host.pids();
    CommandResult next = host.apply(SET, "--config-id", "set");
    assertThat(next.stdout()).contains((1 + orders()) + " done, 2 unchanged.");
    assertThat(host.pids()).containsOnlyKeys("first", "last").containsAllEntriesOf(before);
    assertThat(host.apply(SET, "--config-id", "set").stdout()).contains("0 done, 3 unchanged.");
  }
}
