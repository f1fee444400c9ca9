package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, help and what else is the same whatever the engine. */
class CommandLineIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String FILE = "/root/commands.yaml";
  private static final String SET =
      """
      greet:
        image: localhost/berth-test/busybox:1
        detach: false
        command: [echo, hello]
      web:
        image: localhost/berth-test/web:1
        start_order: 1
        restart: always
        net: host
        environment: {PORT: 8090}
      """;

  @BeforeAll
  static void applySet() {
    host.write(FILE, SET);
    host.get("/opt/berth/berth", "apply", "-f", FILE);
  }

  private static CommandResult with(String variables, String... arguments) {
    List<String> words = new ArrayList<>(List.of("env"));
    words.addAll(List.of(variables.split(" ")));
    words.add("/opt/berth/berth");
    words.addAll(List.of(arguments));
    return host.run(words.toArray(String[]::new));
  }

  @Test
  void aSettingComesFromOptionThenVariableThenFileThenDefault() {
    assertThat(managedBy(with("X=y", "config", "-o", "json"))).isEqualTo("berth from default");
    host.write("/etc/berth/berth.yaml", "managed_by: filed\nContainerCli: podman\n");
    try {
      CommandResult filed = with("X=y", "config", "-o", "json");
      assertThat(managedBy(filed)).isEqualTo("filed from /etc/berth/berth.yaml:1:13");
      assertThat(Json.parse("config", filed.stdout()).get("container_cli").get("source").text())
          .contains("/etc/berth/berth.yaml:2:15");
      assertThat(managedBy(with("BERTH_MANAGED_BY=varied", "config", "-o", "json")))
          .isEqualTo("varied from variable BERTH_MANAGED_BY");
      assertThat(
              managedBy(
                  with("BERTH_MANAGED_BY=varied", "config", "--managed-by=opted", "-o", "json")))
          .isEqualTo("opted from option --managed-by");
      assertThat(host.berth(0, "list", "-f", "value").stdout()).as("the file counts").isBlank();
      assertThat(with("BERTH_MANAGED_BY=berth", "list", "-f", "value").stdout()).contains("web");
    } finally {
      host.get("rm", "/etc/berth/berth.yaml");
    }
  }

  private static String managedBy(CommandResult config) {
    Json setting = Json.parse("config", config.stdout()).get("managed_by");
    return setting.get("value").textOrEmpty() + " from " + setting.get("source").textOrEmpty();
  }

  @Test
  void aSettingsFileThatCannotBeUnderstoodIsWrongUse() {
    host.write("/etc/berth/berth.yaml", "managed_bye: x\n");
    try {
      CommandResult result = host.berth(2, "plan", "-f", FILE);
      assertThat(result.stderr()).contains("/etc/berth/berth.yaml:1:1", "managed_by");
    } finally {
      host.get("rm", "/etc/berth/berth.yaml");
    }
  }

  @Test
  void theCompletionScriptCompletesInBash() {
    String script =
        """
        compopt() { :; } # Bash has it only while it completes.
        source <(/opt/berth/berth completion bash)
        COMP_LINE="berth app" COMP_WORDS=(berth app) COMP_CWORD=1
        _complete_berth
        echo "${COMPREPLY[@]}"
        COMP_LINE="berth apply --conf" COMP_WORDS=(berth apply --conf) COMP_CWORD=2
        _complete_berth
        echo "${COMPREPLY[@]}"
        """;
    assertThat(host.get("bash", "-ec", script).split("\\s+"))
        .containsExactlyInAnyOrder("apply", "--config-id", "--config-hash");
  }

  @Test
  void validateLooksAtNothingButTheFiles() {
    assertThat(host.berth(0, "validate", "-f", FILE).stdout()).contains("2 containers in commands");
    Json schema = Json.parse("schema", host.berth(0, "validate", "--schema").stdout());
    assertThat(schema.get("$schema").textOrEmpty()).contains("json-schema.org");
    host.write("/root/bad.yaml", "x: {imagee: a}\ny: {restart: sometimes, image: b}\n");
    CommandResult bad = host.berth(2, "validate", "-f", "/root/bad.yaml");
    assertThat(bad.stderr())
        .contains("/root/bad.yaml:1:5: error: ", "image", "/root/bad.yaml:2:14: error: ");
    assertThat(bad.stdout()).isEmpty();
    for (String command : List.of("validate", "plan", "apply")) {
      Json told =
          Json.parse(
              command, host.berth(2, command, "-f", "/root/bad.yaml", "-o", "json").stdout());
      assertThat(told.get("valid").isTrue()).isFalse();
      assertThat(told.get("problems").items()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan -f /root/commands.yaml -o json",
        "validate --schema",
        "config -o json",
        "graph",
        "support",
        "debug -f /root/commands.yaml --container web --action dump-yaml"
      })
  void outputThatCannotBeWrittenIsTold(String command) {
    CommandResult full = host.run("sh", "-c", "/opt/berth/berth " + command + " >/dev/full");
    assertThat(full.exitCode()).as(full.stderr()).isEqualTo(1);
    assertThat(full.stderr())
        .containsOnlyOnce("berth: cannot write to standard output: No space left on device");
  }

  @Test
  void anApplyDoesItsWorkWhoeverReads() {
    host.write(
        "/root/unread.yaml", "unread: {image: localhost/berth-test/busybox:1, restart: always}\n");
    String apply = "/opt/berth/berth apply -f /root/unread.yaml --config-id unread";

    CommandResult full = host.run("sh", "-c", apply + " >/dev/full");
    assertThat(full.exitCode()).as(full.stderr()).isEqualTo(1);
    assertThat(full.stderr()).containsOnlyOnce("No space left on device");
    CommandResult closed = host.run("sh", "-c", apply + " >&-");
    assertThat(closed.exitCode()).as(closed.stderr()).isEqualTo(1);
    assertThat(closed.stderr())
        .containsOnlyOnce("berth: cannot write to standard output: Bad file descriptor");
    CommandResult unread =
        host.run("bash", "-c", "{ sleep 0.1; " + apply + "; echo $? >&2; } | true");
    assertThat(unread.stderr().lines().toList().getLast()).isEqualTo("0");
    assertThat(unread.stderr()).doesNotContain("cannot write");

    assertThat(host.get("/opt/berth/berth", "list", "-f", "value", "-c", "container"))
        .contains("unread");
    host.get("/opt/berth/berth", "delete", "unread", "--yes");
  }

  @Test
  void colourIsForTerminalsThatWantIt() {
    String command = "/opt/berth/berth list";
    String terminal = "TERM=xterm script -qec '" + command + "' /dev/null";
    assertThat(host.get("sh", "-c", terminal)).contains("\u001b[1m");
    assertThat(host.get("sh", "-c", "NO_COLOR=1 " + terminal)).doesNotContain("\u001b[1m");
    assertThat(host.get("sh", "-c", "TERM=xterm " + command)).doesNotContain("\u001b[");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plan",
        "apply",
        "delete",
        "cleanup",
        "list",
        "debug",
        "validate",
        "logs",
        "health",
        "config",
        "completion"
      })
  void theHelpOfEachCommandHasExamples(String command) {
    CommandResult help =
        command.isEmpty() ? host.berth(0, "--help") : host.berth(0, command, "--help");
    assertThat(help.stdout()).contains("Usage: berth", "Examples:\n  ");
    assertThat(help.stderr()).isEmpty();
  }

  @Test
  void whoIsCalledPaunchIsToldAsPaunchTold() {
    host.get("ln", "-sf", "/opt/berth/berth", "/root/paunch");
    String greeting = "greet localhost/berth-test/busybox:1 echo hello exited";
    assertThat(paunch(0, "--debug", "list", "--managed-by=berth", "-f", "value").stdout().strip())
        .contains("commands " + greeting + "\n")
        .endsWith("commands web localhost/berth-test/web:1 /bin/web running");
    assertThat(host.berth(0, "list", "-f", "value").stdout()).contains("commands " + greeting);
    assertThat(host.berth(0, "-q", "list", "-f", "csv", "--quote", "minimal").stdout())
        .startsWith("config,container,image,command,status\n")
        .contains("commands,greet,localhost/berth-test/busybox:1,echo hello,exited\n");
    assertThat(
            paunch(
                    0,
                    "list",
                    "--managed-by=berth",
                    "-f",
                    "value",
                    "-c",
                    "status",
                    "-c",
                    "container",
                    "--sort-column=container",
                    "--sort-descending")
                .stdout())
        .as("in Paunch's order of columns")
        .isEqualTo("web running\ngreet exited");
    assertThat(paunch(0, "list").stdout()).isBlank();
    assertThat(paunch(0, "list", "--print-empty").stdout()).startsWith("CONFIG");
    CommandResult gone = paunch(0, "delete", "nothing");
    assertThat(gone.stderr()).contains("warning: 'paunch' manages no 'nothing' here");
    assertThat(paunch(0, "cleanup", "nothing").exitCode()).isZero();
    assertThat(host.berth(2, "delete", "nothing").stderr()).contains("'nothing'");
    assertThat(host.berth(0, "list", "-f", "value", "-c", "container").stdout())
        .as("what another has is nobody's to delete")
        .contains("web");
  }

  @Test
  void aQuietApplyTellsNothingWhereAllIsWell() {
    String log = "/root/quiet.log";
    CommandResult quiet =
        host.berth(0, "-q", "--log-file", log, "apply", "-f", FILE, "--config-id", "commands");
    assertThat(quiet.stdout() + quiet.stderr()).isEmpty();
    host.write(
        "/root/quiet.yaml", "hush: {image: localhost/berth-test/busybox:1, command: 'true'}\n");
    CommandResult made = host.berth(0, "apply", "-q", "--log-file", log, "-f", "/root/quiet.yaml");
    assertThat(made.stdout() + made.stderr()).isEmpty();
    assertThat(host.get("cat", log)).containsPattern("INFO berth \\[ {2}] .*hush");
    assertThat(host.berth(0, "delete", "quiet").stdout()).contains("done");
  }

  private static CommandResult paunch(int status, String... arguments) {
    List<String> words = new ArrayList<>(List.of("/root/paunch"));
    words.addAll(List.of(arguments));
    CommandResult result = host.run(words.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(status);
    return result;
  }

  @Test
  void overridesAreSeenInWhatIsDumped() {
    String dumped =
        host.berth(
                0,
                "debug",
                "--file=" + FILE,
                "--container=web",
                "--action=dump-json",
                "--overrides={\"image\": \"localhost/berth-test/web:2\"}")
            .stdout();
    assertThat(Json.parse("dump", dumped).get("web").get("image").text())
        .contains("localhost/berth-test/web:2");
  }
}
