package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong value is found while what it would replace runs on. */
@ClassTemplate
class WrongValuesIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String NETWORK = "wrongnet";
  private static final String GOOD =
      """
      svc:
        image: localhost/berth-test/busybox:1
        restart: always
        stop_grace_period: 1s
      """;

  @BeforeEach
  void theServiceRuns() {
    if (host.tryEngine("network", "inspect", NETWORK).exitCode() != 0) {
      host.engine("network", "create", "--subnet=10.77.0.0/24", NETWORK);
    }
    if (!host.pids().containsKey("svc")) {
      host.apply(GOOD, "--config-id", "site");
    }
  }

  @Tag("long")
  @ParameterizedTest(name = "{1}")
  @CsvFileSource(resources = "wrong-values.csv", delimiter = '|')
  void wrongValueStopsNothing(String engines, String value, String words) {
    assumeThat(engines.equals("both") || engines.equals(host.cli())).isTrue();
    assertStopsNothing(value, words);
  }

  /** One of each way in which it is found: its grammar, the host, the engine's lists, a trial. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cap_add: [NET_FOO]                      | set.yaml:5:13: error: `cap_add`
          ports: ["192.0.2.7:8080:80"]            | set.yaml:5:11: error: 'svc' publishes at 192.0.2.7
          net: nonet                              | set.yaml:5:8: error: there is no network 'nonet'
          security_opt: ["foo=bar"]               | invalid --security-opt
          user: nobody-here                       | the image has no user
          """)
  void wrongValueIsFoundBeforeAnythingStops(String value, String words) {
    assertStopsNothing(value, words);
  }

  private static void assertStopsNothing(String value, String words) {
    Map<String, String> before = host.pids();

    CommandResult result =
        host.tryApply(GOOD + "  " + value.replace("\\n", "\n  ") + "\n", "--config-id", "site");

    assertThat(host.pids()).as(result.stdout() + result.stderr()).isEqualTo(before);
    assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isIn(1, 2);
    assertThat(result.stdout() + result.stderr()).contains(words);
    assertThat(containers()).containsExactly("svc");
  }

  private static boolean hasTrial() {
    return containers().stream().anyMatch(name -> name.startsWith("berth-trial-"));
  }

  private static List<String> containers() {
    return new ArrayList<>(
        host.engine("ps", "--all", "--format", "{{.Names}}").lines().sorted().toList());
  }

  /** What a run leaves that is killed between making and removing goes with the next one. */
  @Test
  void whatWasMadeForATrialGoesWithTheNextRun() {
    String front = "/usr/local/bin/" + host.cli();
    host.write(
        front,
        """
        #!/bin/sh
        [ "$1" = rm ] && case "$*" in *berth-trial-*) exec sleep 100 ;; esac
        exec /usr/bin/%s "$@"
        """
            .formatted(host.cli()));
    host.get("chmod", "0755", front);
    Map<String, String> before = host.pids();
    try {
      host.write("/root/other.yaml", GOOD + "  read_only: true\n");
      RunningBerth killed =
          RunningBerth.begin(
              host, "killed", "apply", "-f", "/root/other.yaml", "--config-id", "site");
      TestHost.until("a container was made", WrongValuesIT::hasTrial);
      killed.signalGroup("KILL");
      killed.exitStatus();
    } finally {
      host.get("rm", front);
    }
    assertThat(hasTrial()).as("left by the killed run").isTrue();

    assertThat(host.berth("plan", "-f", "/root/other.yaml", "--config-id", "site").stdout())
        .doesNotContain("berth-trial-");
    host.apply(GOOD, "--config-id", "site");

    assertThat(containers()).containsExactly("svc");
    assertThat(before).containsKey("svc");
  }

  @Test
  void aSecretThatWasChangedOrRemovedIsSeen() {
    assumeThat(host.isDocker()).as("Docker keeps none").isFalse();
    String with = GOOD + "  secrets: [token]\n";
    host.get("sh", "-c", "echo former | podman secret create --replace token -");
    host.apply(with, "--config-id", "site");
    assertThat(host.apply(with, "--config-id", "site").stdout()).contains("0 done, 1 unchanged.");
    // The engine tells the time of a container in whole seconds.
    host.get("sh", "-c", "sleep 1.1; echo latter | podman secret create --replace token -");

    assertThat(host.berth("plan", "-f", "/root/set.yaml", "--config-id", "site").stdout())
        .containsPattern("replace svc +the secret 'token' was changed since");
    host.apply(with, "--config-id", "site");
    assertThat(host.engine("exec", "svc", "cat", "/run/secrets/token")).isEqualTo("latter");
    assertThat(host.apply(with, "--config-id", "site").stdout()).contains("0 done, 1 unchanged.");

    Map<String, String> before = host.pids();
    host.engine("secret", "rm", "token");
    CommandResult missing = host.tryApply(with, "--config-id", "site");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.stderr())
        .contains("set.yaml:5:13: error: there is no secret 'token', which 'svc' uses");
    assertThat(host.pids()).isEqualTo(before);
    host.apply(GOOD, "--config-id", "site");
  }

  /** The groups alone would have the one that takes it start first. */
  @Test
  void aPortThatMovesToAnEarlierGroupIsGivenUpFirst() {
    String moves =
        """
        early:
          image: localhost/berth-test/busybox:1
          restart: always
          stop_grace_period: 1s
          ports: ['%d:80']
        late:
          image: localhost/berth-test/busybox:1
          restart: always
          stop_grace_period: 1s
          start_order: 1
          ports: ['%d:80']
        """;
    host.apply(moves.formatted(18_081, 18_080), "--config-id", "moves");

    CommandResult applied = host.apply(moves.formatted(18_080, 18_081), "--config-id", "moves");

    assertThat(applied.stdout()).contains("3 done, 0 unchanged.");
    assertThat(host.engine("port", "early")).contains(":18080");
    assertThat(host.engine("port", "late")).contains(":18081");
    CommandResult both = host.tryApply(moves.formatted(18_080, 18_080), "--config-id", "moves");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.stderr())
        .contains("set.yaml:11:11: error: 'late' wants the port 18080/tcp, and so does 'early'");
    host.berth(0, "delete", "moves");
  }
}
