package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.testhost.TestHost;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code berth health} tells, and with how many processes. */
@ClassTemplate
class HealthCommandIT {
  @RegisterExtension static final TestHost host = new TestHost();

  @BeforeEach
  void nothingIsThere() {
    assertThat(host.berth("cleanup", "--yes").exitCode()).isZero();
  }

  @Test
  void healthTellsOnlyWhatIsAskedFor() {
    host.apply(
        """
        good: {HEAD, healthcheck: {test: "echo fine; echo indeed", interval: 1s}}
        plain: {HEAD}
        """
            .replace("HEAD", "image: 'localhost/berth-test/busybox:1', net: none, restart: always"),
        "--config-id",
        "asked");
    Eventually.holds("good is healthy", () -> host.berth("health").exitCode() == 0);
    assertThat(host.berth("health").stdout()).contains("good").doesNotContain("plain");
    assertThat(host.berth("health").stdout()).containsPattern("good +healthy +0 +20.* fine …");
    assertThat(host.berth("health", "-v").stdout()).contains("    fine\n    indeed");
    assertThat(host.berth("health", "--all").stdout()).containsPattern("plain +no check");
    assertThat(host.berth("health", "--config-id", "other").stdout()).doesNotContain("good");
    CommandResult unknown = host.berth("health", "nobody");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.stderr()).contains("Berth manages no container 'nobody' here");
    CommandResult lines = host.berth("health", "--watch=200ms", "--timeout=2s", "-o", "json");
    assertThat(lines.exitCode()).isZero();
    assertThat(lines.stdout().lines()).hasSize(1);
    assertThat(Json.parse("watch", lines.stdout()).get("state").textOrEmpty()).isEqualTo("healthy");
    assertThat(
            host.get(
                "sh",
                "-c",
                "TERM=xterm script -qec '/opt/berth/berth health --watch=200ms --timeout 1s'"
                    + " /dev/null"))
        .as("a terminal is drawn over and over")
        .contains("\u001b[H\u001b[J");
  }

  @Test
  void aServiceThatIsDownCountsAsDown() {
    host.apply(
        """
        fallen: {HEAD, healthcheck: {test: "true", interval: 1s}}
        upright: {HEAD, healthcheck: {test: "true", interval: 1s}}
        """
            .replace(
                "HEAD",
                "image: 'localhost/berth-test/busybox:1', net: none, restart: always,"
                    + " stop_grace_period: 1s"),
        "--config-id",
        "down",
        "--wait");
    assertThat(host.berth("health").exitCode()).isZero();

    if (host.isDocker()) {
      host.engine("stop", "--time=0", "fallen");
    } else {
      host.get("systemctl", "stop", "berth-fallen");
    }

    CommandResult health = host.berth("health");
    assertThat(health.exitCode()).isEqualTo(1);
    assertThat(health.stdout()).containsPattern("fallen +down").containsPattern("upright +healthy");
    assertThat(host.berth("health", "upright").exitCode()).isZero();
  }

  @Test
  void healthTakesAsManyProcessesForTenContainersAsForTwo() {
    List<String> forTwo = programs(2);
    assertThat(forTwo)
        .hasSizeLessThanOrEqualTo(host.isDocker() ? 9 : 7)
        .contains(host.cli() + " container inspect");
    assertThat(programs(10)).containsExactlyInAnyOrderElementsOf(forTwo);
  }

  private static List<String> programs(int containers) {
    StringBuilder set = new StringBuilder();
    for (int number = 0; number < containers; number++) {
      set.append(
              "p%02d: {image: 'localhost/berth-test/busybox:1', net: none, restart: always,"
                  .formatted(number))
          .append(" healthcheck: {test: 'true'}}\n");
    }
    host.apply(set.toString(), "--config-id", "programs", "--parallel", "8");
    host.run(
        "strace",
        "-f",
        "-e",
        "trace=execve",
        "-s",
        "200",
        "-o",
        "/root/trace",
        "/opt/berth/berth",
        "health");
    return ExecTrace.startedByJava(host.read("/root/trace"));
  }
}
