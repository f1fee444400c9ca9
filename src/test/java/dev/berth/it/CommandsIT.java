package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.testhost.TestHost;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.yaml.snakeyaml.Yaml;

/** What each command prints, where it prints it, and what it ends with. */
@ClassTemplate
class CommandsIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String FILE = "/root/commands.yaml";
  private static final String SET =
      """
      greet:
        image: localhost/berth-test/busybox:1
        detach: false
        command: [sh, -c, "echo hello from the task"]
      web:
        image: localhost/berth-test/web:1
        start_order: 1
        restart: always
        net: host
        environment: {PORT: 8090, NAME: "it's $HOME, \\"quoted\\""}
      """;

  private static final String PLACED =
      "logging: {driver: k8s-file, options: {path: /var/log/placed.log}}";

  @BeforeEach
  void applySet() {
    host.write(FILE, SET);
    host.get("/opt/berth/berth", "apply", "-f", FILE);
  }

  @Test
  void listShowsWhatIsManagedInEveryForm() {
    String table = host.berth(0, "list").stdout();
    assertThat(table.lines().findFirst().orElseThrow())
        .matches("CONFIG +CONTAINER +IMAGE +COMMAND +STATUS +UNIT");
    assertThat(table)
        .containsPattern("commands +greet +localhost/berth-test/busybox:1 .* Exited \\(0\\)")
        .containsPattern(
            "commands +web +localhost/berth-test/web:1 .*"
                + (host.isDocker() ? "Up " : "active \\(running\\), enabled"));

    Json json = Json.parse("list", host.berth(0, "list", "-f", "json").stdout());
    assertThat(json.items()).hasSize(2);
    assertThat(json.items().get(1).textFields())
        .containsKeys("config", "container", "image", "command", "status", "unit")
        .containsEntry("container", "web");

    List<?> yaml = new Yaml().load(host.berth(0, "list", "-f", "yaml").stdout());
    assertThat(yaml.getFirst()).isInstanceOf(Map.class);
    assertThat(((Map<?, ?>) yaml.getFirst()).get("container")).isEqualTo("greet");

    assertThat(
            host.berth(0, "list", "-f", "csv", "-c", "container", "-c", "image").stdout().lines())
        .containsExactly(
            "\"container\",\"image\"",
            "\"greet\",\"localhost/berth-test/busybox:1\"",
            "\"web\",\"localhost/berth-test/web:1\"");
    assertThat(host.berth(0, "list", "-f", "value", "-c", "container").stdout().lines())
        .containsExactly("greet", "web");
    assertThat(
            host.berth(0, "list", "-f", "value", "-c", "config", "-c", "container")
                .stdout()
                .lines())
        .containsExactly("commands greet", "commands web");
  }

  @Test
  void aNameThatStandsForNothingIsAnsweredAlike() {
    assertThat(host.berth(2, "delete", "comands").stderr().strip())
        .isEqualTo(
            "berth: Berth manages no configuration 'comands' here; did you mean 'commands'?");
    assertThat(host.berth(2, "delete", "nothing-like-it", "--dry-run").stderr().strip())
        .isEqualTo(
            "berth: Berth manages no configuration 'nothing-like-it' here; 'berth list' shows what"
                + " it does");
    assertThat(host.berth(2, "health", "wbe").stderr().strip())
        .isEqualTo("berth: Berth manages no container 'wbe' here; did you mean 'web'?");
    assertThat(host.hasContainer("web")).isTrue();
  }

  @Test
  void listOfNobodysContainersIsEmptyAndAnUnknownColumnIsWrongUse() {
    assertThat(host.berth(0, "list", "--managed-by", "nobody", "-f", "json").stdout())
        .isEqualToIgnoringWhitespace("[]");
    assertThat(host.berth(0, "list", "--managed-by", "nobody", "-f", "value").stdout()).isBlank();
    CommandResult wrong = host.berth(2, "list", "-c", "colour");
    assertThat(wrong.stderr()).contains("there is no column 'colour'", "container, image");
    assertThat(wrong.stdout()).isEmpty();
  }

  @Test
  void theCommandThatDebugPrintsWorksInAShell() {
    host.write(
        "/root/print.yaml",
        """
        printed:
          image: localhost/berth-test/printargs:1
          detach: false
          command: ["it's", "$HOME", "a  b", "", "two\\nlines", "-x"]
          environment: {PLAIN: "it's $HOME; x", LD_PRELOAD: "a b'c", BERTH_PRINT_EXIT: 0}
        """);
    String line =
        host.berth(0, "debug", "-f", "/root/print.yaml", "--container", "printed").stdout();
    host.write("/root/print.sh", line);

    Json printed = Json.parse("printargs", host.get("sh", "/root/print.sh"));

    assertThat(printed.get("argv").texts())
        .containsExactly("/printargs", "it's", "$HOME", "a  b", "", "two\nlines", "-x");
    assertThat(printed.get("env").texts()).contains("PLAIN=it's $HOME; x", "LD_PRELOAD=a b'c");
  }

  @Test
  void whatDebugDumpsIsTheSameConfigurationAgain() {
    for (String form : List.of("json", "yaml")) {
      String file = "/root/dumped/" + form + "." + form;
      host.write(
          file,
          host.berth(0, "debug", "-f", FILE, "--container", "web", "--action", "dump-" + form)
              .stdout());
      CommandResult plan =
          host.berth(
              0, "plan", "-f", file, "--config-id", "commands", "--no-cleanup", "-o", "json");
      Json document = Json.parse("plan", plan.stdout());
      assertThat(document.get("steps").items()).as(plan.stdout()).isEmpty();
      assertThat(document.get("unchanged").texts()).containsExactly("web");
    }
  }

  @Test
  void debugRunsASingleContainerAndTellsWhetherItSucceeded() {
    host.write(
        "/root/runs.yaml",
        """
        good: {image: "localhost/berth-test/busybox:1", detach: false, command: [echo, well done]}
        bad: {image: "localhost/berth-test/busybox:1", detach: false, command: "false"}
        """);
    String[] run = {"debug", "-f", "/root/runs.yaml", "--action", "run", "--container"};

    assertThat(host.berth(0, run[0], run[1], run[2], run[3], run[4], run[5], "good").stdout())
        .contains("well done");
    host.berth(1, run[0], run[1], run[2], run[3], run[4], run[5], "bad");
    assertThat(host.hasContainer("good")).isFalse();
  }

  @Test
  void whatDebugRunsStandsBesideTheContainerOfTheConfiguration() {
    String pid = host.pids().get("web");

    host.berth(0, "debug", "-f", FILE, "--container", "web", "--action", "run");
    host.berth(0, "debug", "-f", FILE, "--container", "greet", "--action", "run");

    assertThat(host.pids()).containsEntry("web", pid);
    assertThat(host.berth(0, "plan", "-f", FILE).stdout()).startsWith("Nothing to do");
    host.engine("rm", "--force", "web-debug");
  }

  @Test
  void debugGivesAShellInTheContainer() {
    host.write(
        "/root/shelled.yaml",
        "shelled: {image: 'localhost/berth-test/busybox:1', restart: always}");
    host.write("/root/keys", "echo shell as $(id -u); exit\n");
    String output =
        host.get(
            "sh",
            "-c",
            "script -qec '/opt/berth/berth debug -f /root/shelled.yaml --container shelled"
                + " --action run --shell --user nobody' /dev/null </root/keys");
    assertThat(output).contains("shell as 65534");
  }

  @Test
  void logsShowsWhatServicesAndTasksPrinted() {
    assertThat(host.berth(0, "logs", "greet").stdout()).contains("hello from the task");
    assertThat(host.berth(0, "logs", "greet", "web").stdout())
        .contains("greet | hello from the task");
    if (!host.isDocker()) {
      assertThat(host.berth(0, "logs", "web", "-n", "3").stdout()).doesNotContain("berth-web");
      assertThat(host.berth(0, "logs", "--unit", "web").stdout())
          .contains("Started berth-web.service");
    }
    assertThat(host.berth(2, "logs", "web", "no-such").stderr())
        .contains("Berth manages no container or configuration 'no-such' here");
  }

  @Test
  void logsFindTheOutputWhateverTheDriverAndAcrossRestarts() {
    host.write(
        "/root/drivers.yaml",
        driver("plain", "")
            + driver(
                "composed", "logging: {driver: json-file, options: {max-size: 1m, max-file: 3}}")
            + driver("placed", host.isDocker() ? "log_driver: local" : PLACED));
    CommandResult applied = host.berth(0, "apply", "-f", "/root/drivers.yaml");
    if (!host.isDocker()) {
      assertThat(applied.stderr())
          .containsOnlyOnce(
              "podman would lose at each end of composed what the driver json-file has kept: its"
                  + " output goes to the journal instead")
          .contains("drivers.yaml:12:21: warning:");
    }
    for (String name : List.of("plain", "composed", "placed")) {
      // One that is killed before it has said so says it once less.
      showsStarts(name, 1);
      restart(name);
      showsStarts(name, 2);
    }
    assertThat(host.berth(0, "logs", "-n", "1", "drivers").stdout().lines())
        .containsExactly(
            "composed | composed begins", "placed   | placed begins", "plain    | plain begins");
    logsHaveTimesAndBounds();
    if (!host.isDocker()) {
      host.get("systemctl", "stop", "berth-placed.service", "berth-composed.service");
      for (String name : List.of("placed", "composed")) {
        assertThat(host.berth(0, "logs", name).stdout().lines())
            .containsExactly(name + " begins", name + " begins");
      }
    }
    host.berth(0, "delete", "drivers");
  }

  private static void showsStarts(String name, int count) {
    Eventually.holds(
        name + " shows its starts, " + count + ", and nothing else",
        () ->
            host.berth(0, "logs", name)
                .stdout()
                .lines()
                .toList()
                .equals(Collections.nCopies(count, name + " begins")));
  }

  private static void logsHaveTimesAndBounds() {
    String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}[+-]\\d\\d:\\d\\d ";
    assertThat(host.berth(0, "logs", "-t", "plain", "composed", "placed").stdout().lines())
        .hasSize(6)
        .allMatch(line -> line.matches("(\\w+) +\\| " + time + "\\1 begins"), "name, time, text");
    assertThat(host.berth(0, "logs", "--since", "1h", "--until", "now", "drivers").stdout().lines())
        .hasSize(6);
    assertThat(host.berth(0, "logs", "--until", "yesterday", "drivers").stdout()).isEmpty();
    assertThat(host.berth(0, "logs", "--since", "@4000000000", "drivers").stdout()).isEmpty();
    assertThat(host.berth(2, "logs", "--since", "soon", "plain").stderr())
        .contains("--since wants a time such as 10m");
  }

  private static String driver(String name, String logging) {
    return """
    %s:
      image: localhost/berth-test/busybox:1
      restart: always
      stop_grace_period: 0s
      command: [sh, -c, "echo %s begins; sleep infinity"]
      %s
    """
        .formatted(name, name, logging);
  }

  /** Docker's own restart without a grace may lose the race against the end of the process. */
  private static void restart(String name) {
    if (host.isDocker()) {
      String pid = host.engine("inspect", "--format", "{{.State.Pid}}", name).strip();
      host.get("kill", "-KILL", pid);
    } else {
      host.get("systemctl", "restart", "berth-" + name + ".service");
    }
  }

  @Test
  void theExitStatusTellsWhatHappened() {
    host.berth(0, "plan", "-f", FILE, "--exit-code");
    host.write(FILE, SET.replace("8090", "8091"));
    assertThat(host.berth(3, "plan", "-f", FILE, "--exit-code").stdout()).contains("replace web");
    assertThat(host.berth(0, "apply", "-f", FILE, "--dry-run").stdout()).contains("replace web");
    host.write(FILE, SET.replace("echo hello", "exit 9; echo hello"));
    host.berth(1, "apply", "-f", FILE);
    host.berth(2, "apply", "-f", "/root/absent.yaml");
    host.berth(2, "apply", "--no-such-option");
    host.berth(2, "no-such-command");
    host.berth(2);
  }

  @Test
  void dataGoToStandardOutputAndTalkToStandardError() {
    host.write(FILE, SET.replace("hello", "good morning"));
    CommandResult applied = host.berth(0, "apply", "-f", FILE, "-o", "json");
    Json report = Json.parse("report", applied.stdout());
    assertThat(report.get("succeeded").isTrue()).isTrue();
    assertThat(report.get("steps").items().getFirst().textFields())
        .containsEntry("subject", "greet")
        .containsEntry("outcome", "done");
    assertThat(applied.stderr()).contains("done     run greet");

    CommandResult refused = host.berth(2, "plan", "-f", "/root/absent.yaml", "-o", "json");
    assertThat(Json.parse("plan", refused.stdout()).get("valid").isTrue()).isFalse();
    assertThat(refused.stderr()).contains("/root/absent.yaml");
    assertThat(host.berth(2, "plan", "-f", "/root/absent.yaml").stdout()).isEmpty();
  }

  @Test
  void supportSaysWhatAReportNeedsAndNoValue() {
    String report = host.berth(0, "support", "-f", FILE).stdout();
    assertThat(report)
        .contains("## Versions\n```\nberth ", "docker", "systemd 257", "Debian GNU/Linux 13")
        .contains(
            "commands | web | localhost/berth-test/web:1",
            "## Plan\n```\nNothing to do: 2 containers")
        .doesNotContain("it's", "hello from the task");
    if (!host.isDocker()) {
      assertThat(report).contains("# berth-web.service\n", " /usr/bin/podman run --name=web ");
    }
  }
}
