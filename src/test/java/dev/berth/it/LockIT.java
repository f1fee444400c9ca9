package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One run changes the host at a time; the others know whom they wait for. */
@ClassTemplate
class LockIT {
  @RegisterExtension static final TestHost host = new TestHost();

  /** A task that lasts until it is let go, so that its apply holds the lock for as long. */
  private static final String SLOW =
      """
      slow:
        image: localhost/berth-test/busybox:1
        detach: false
        command: [sh, -c, "until [ -e /gate/open ]; do busybox sleep 0.1; done"]
        volumes: ["/root/gate:/gate"]
      """;

  private static final String QUICK =
      "quick: {image: 'localhost/berth-test/busybox:1', restart: always}\n";

  @BeforeEach
  void nothingIsThere() {
    assertThat(host.berth("cleanup", "--yes", "--lock-timeout", "1m").exitCode()).isZero();
    host.get("sh", "-c", "mkdir -p /root/gate; rm -f /root/gate/open");
    host.write("/root/slow.yaml", SLOW);
    host.write("/root/quick.yaml", QUICK);
  }

  @Test
  void secondApplyWaitsSaysForWhomAndThenDoesItsWork() {
    RunningBerth first = holder();
    RunningBerth second =
        RunningBerth.begin(
            host, "second", "apply", "--file", "/root/quick.yaml", "--config-id", "quick");
    Eventually.holds("the second waits", () -> second.talk().contains("waiting"));

    assertThat(second.talk()).contains("berth apply, process " + first.pid());
    assertThat(host.pids()).containsOnlyKeys("slow");
    host.write("/root/gate/open", "");

    assertThat(first.exitStatus()).as(first.talk()).isZero();
    assertThat(second.exitStatus()).as(second.talk()).isZero();
    assertThat(host.pids()).containsOnlyKeys("quick");
  }

  @Test
  void applyThatMayNotWaitEndsWithStatusOneAndNamesTheHolder() {
    RunningBerth first = holder();
    for (String patience : new String[] {"0", "300ms"}) {
      CommandResult refused =
          host.berth(
              "apply",
              "--file",
              "/root/quick.yaml",
              "--config-id",
              "quick",
              "--lock-timeout",
              patience);
      assertThat(refused.exitCode()).as(refused.stderr()).isEqualTo(1);
      assertThat(refused.stderr())
          .contains("berth: ", "berth apply, process " + first.pid(), "nothing has changed");
      assertThat(host.pids()).containsOnlyKeys("slow");
    }
    host.write("/root/gate/open", "");
    assertThat(first.exitStatus()).as(first.talk()).isZero();
  }

  @Test
  void planNeedsNoLock() {
    RunningBerth first = holder();
    assertThat(host.berth("plan", "--file", "/root/quick.yaml").stdout()).contains("create quick");
    host.write("/root/gate/open", "");
    assertThat(first.exitStatus()).as(first.talk()).isZero();
  }

  @Test
  void lockOfAKilledRunIsFree() {
    RunningBerth first = holder();
    first.signal("KILL");
    assertThat(first.exitStatus()).isNotZero();

    CommandResult next =
        host.berth(
            "apply", "--file", "/root/quick.yaml", "--config-id", "quick", "--lock-timeout", "0");
    assertThat(next.exitCode()).as(next.stderr()).isZero();
    assertThat(next.stderr()).doesNotContain("waiting");
    assertThat(host.pids()).containsKey("quick");
  }

  @Test
  void waitingApplyCanBeInterrupted() {
    RunningBerth first = holder();
    RunningBerth second =
        RunningBerth.begin(
            host, "second", "apply", "--file", "/root/quick.yaml", "--config-id", "quick");
    Eventually.holds("the second waits", () -> second.talk().contains("waiting"));

    second.signal("TERM");

    assertThat(second.exitStatus()).as(second.talk()).isEqualTo(143);
    assertThat(second.talk()).contains("interrupted", "nothing has changed");
    assertThat(first.isRunning()).isTrue();
    host.write("/root/gate/open", "");
    assertThat(first.exitStatus()).as(first.talk()).isZero();
    assertThat(host.pids()).isEmpty();
  }

  @AfterEach
  void everyRunEnds() {
    host.write("/root/gate/open", "");
  }

  /** An apply that is in the midst of its task. */
  private static RunningBerth holder() {
    RunningBerth first =
        RunningBerth.begin(
            host, "first", "apply", "--file", "/root/slow.yaml", "--config-id", "slow");
    Eventually.holds("the first is at work", () -> host.pids().containsKey("slow"));
    return first;
  }
}
