package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.HostPaths;
import dev.berth.host.Account;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.ProcessRunner;
import dev.berth.model.Labels;
import dev.berth.service.Caller;
import dev.berth.systemd.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Berth as it is called, without a host. */
class MainTest {
  private static final Account ROOT = new Account(0, "root", Path.of("/root"));
  private static final Account DORA = new Account(4_000_001, "dora", Path.of("/home/dora"));

  @TempDir Path directory;

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream talk = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private Account account = ROOT;
  private boolean isPaunch;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|a command is missing|",
        "aply|there is no command 'aply'|did you mean 'apply'?",
        "up|there is no command 'up'|'berth apply -f PATH'",
        "down|there is no command 'down'|'berth delete CONFIG_ID'",
        "ps|there is no command 'ps'|'berth list'",
        "restart web|there is no command 'restart'|'systemctl restart berth-NAME'",
        "stop web|there is no command 'stop'|'systemctl stop berth-NAME'",
        "start web|there is no command 'start'|'systemctl start berth-NAME'",
        "help aply|there is no command 'aply'|did you mean 'apply'?",
        "plan --file x --no-cleanupp|plan: there is no option '--no-cleanupp'|did you mean"
            + " '--no-cleanup'?",
        "plan --fil x|plan: there is no option '--fil'|did you mean '--file'?",
        "plan --file x --pasword=hunter2|plan: there is no option '--pasword'|",
        "plan --file x --step two|plan: invalid value for option '--step'|",
        "apply --file x --output xml|apply: invalid value for option '--output'|",
        "delete|delete: CONFIG_ID is missing|",
        "debug --file x|debug: --container=NAME is missing|",
        "list web|list: 'web' is one argument too many|",
        "migrate --status --resume|migrate: --status, --resume are mutually exclusive|",
        "completion tcsh|completion: invalid value for positional parameter|",
        "import|import: FORM is missing|",
        "import quadlet|import: PATH is missing|",
        "import compose x|import: invalid value for positional parameter|",
        "export|export: TARGET is missing|",
        "export nomad --file x|export: invalid value for positional parameter|",
        "export compose --file x --as job|export: invalid value for option '--as'|"
      })
  void wrongUseIsAtMostThreeLinesWithTheNearestWord(String arguments, String wrong, String meant) {
    int status = run(arguments == null ? new String[0] : arguments.split(" "));
    assertThat(status).isEqualTo(2);
    String[] lines = talk().split("\n");
    assertThat(lines).hasSizeBetween(2, 3);
    assertThat(lines[0]).startsWith("berth: " + wrong);
    if (meant == null) {
      assertThat(lines).hasSize(2);
    } else {
      assertThat(lines[1]).contains(meant);
    }
    assertThat(lines[lines.length - 1]).startsWith("    'berth").endsWith("shows what there is");
    assertThat(talk()).doesNotContain("hunter2");
    assertThat(data()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply --file %s --container-cli rkt",
        "apply --file %s --parallel 0",
        "apply --file %s --label nonsense",
        "apply --file %s --unit-prefix a/b",
        "apply --file %s --container-log-path relative",
        "apply --file %s --missing-bind perhaps",
        "apply --file %s --unknown-keys perhaps",
        "apply --file %s --lock-timeout soon",
        "graph --file %s --boot",
        "graph --file %s another",
        "graph --boot --format dot",
        "debug --file %s --container absent",
        "debug --file %s --container web --action dance",
        "list --column colour",
        "logs a/b",
        "migrate",
        "migrate --file %s --from docker --to docker",
        "migrate --file %s --from rkt",
        "migrate --file %s --status",
        "migrate --file %s --purge",
        "migrate --file %s absent",
        "migrate --all web",
        "migrate --all --file %s --write /root/x.yaml",
        "migrate --all --write -",
        "migrate --all --write /root/x.txt",
        "migrate --all --layer perhaps",
        "migrate --all --status",
        "export quadlet --file %s --quadlet-podman 4.3",
        "export quadlet --file %s --write /root/x.yaml",
        "export compose --file %s --write /dev/null",
        "health --watch=0",
        "health --timeout 5s",
        "health --watch --timeout soon"
      })
  void aValueThatIsWrongIsOneLineAndChangesNothing(String arguments) throws IOException {
    int status = run(String.format(arguments, web()).split(" "));
    assertThat(talk()).startsWith("berth: ").doesNotContain("fault in Berth").hasLineCount(1);
    assertThat(status).isEqualTo(2);
    assertThat(data()).isEmpty();
    assertThat(directory.resolve("etc")).doesNotExist();
  }

  @Test
  void aFileOfOverridesIsReadAsOneAndItsWordsAreNoArguments() throws IOException {
    Path file = directory.resolve("overrides");
    Files.writeString(file, "web: {environment: {PASSWORD: hunter2}}\n");
    assertThat(run("validate", "--file", web(), "--overrides", "@" + file)).isZero();
    assertThat(data().strip()).isEqualTo("1 container in web: valid.");
    Files.writeString(file, "web: {environment: PASSWORD hunter2}\n");
    assertThat(run("validate", "--file", web(), "--overrides", "@" + file)).isEqualTo(2);
    assertThat(talk()).contains("overrides:1:20: error: `environment`").doesNotContain("hunter2");
    assertThat(run("validate", "@" + file)).isEqualTo(2);
    assertThat(talk()).doesNotContain("hunter2");
  }

  @Test
  void aMisspeltVariableIsTold() throws IOException {
    environment.put("BERTH_PARALEL", "2");
    environment.put("BERTH_ON_FAILURE", "keep");
    environment.put("BERTH_SOMETHING_ELSE_ENTIRELY", "2");
    assertThat(run("validate", "--file", web())).isZero();
    assertThat(talk())
        .isEqualTo(
            "warning: the variable BERTH_PARALEL has no effect (did you mean BERTH_PARALLEL?)\n");
  }

  @Test
  void aSettingThatIsNoneOfItsWordsIsNotShown() {
    for (String option : List.of("--scope", "--container-cli")) {
      talk.reset();
      assertThat(run("list", option, "hunter2 SECRET")).isEqualTo(2);
      assertThat(talk()).contains("must be").doesNotContain("hunter2");
    }
    talk.reset();
    run("list", "--container-cli", "podmann");
    assertThat(talk())
        .contains("'podmann' (option --container-cli) must be one of: podman, docker");
  }

  @Test
  void whatOthersMayChangeIsWarnedOfWhereRootActsOnIt() throws IOException {
    Path open = Files.createDirectory(directory.resolve("open"));
    Path file = Files.writeString(open.resolve("web.yaml"), "web: {image: i}\n");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    String warning = "warning: others may change " + file + ": " + open + ", everybody may write";
    assertThat(run("validate", "--file", file.toString())).isZero();
    assertThat(talk().contains(warning)).isEqualTo(Account.current().isRoot());
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(run("validate", "--file", file.toString())).isZero();
    assertThat(talk()).isEmpty();
  }

  @Test
  void helpIsDataAndNoError() {
    assertThat(run("--help")).isZero();
    assertThat(data()).contains("Usage: berth").contains("apply");
    assertThat(talk()).isEmpty();
  }

  @Test
  void helpOfACommandIsWhatTheCommandSays() {
    run("help", "apply");
    String asked = data();
    data.reset();
    run("apply", "--help");
    assertThat(asked).startsWith("Usage: berth apply").isEqualTo(data());
    data.reset();
    assertThat(run("help")).isZero();
    assertThat(data()).startsWith("Usage: berth").contains("berth apply -f web.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "apply",
        "delete",
        "cleanup",
        "list",
        "graph",
        "debug",
        "validate",
        "logs",
        "migrate",
        "import",
        "export",
        "config",
        "completion",
        "complete",
        "help"
      })
  void everyCommandHelpsWithAnExample(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(data()).contains("Usage: berth " + command).contains("Examples:");
  }

  @Test
  void aValidConfigurationIsSaidToBeValid() throws IOException {
    assertThat(run("validate", "--file", web())).isZero();
    assertThat(data().strip()).isEqualTo("1 container in web: valid.");
    assertThat(talk()).isEmpty();
  }

  @Test
  void theDocumentOfAValidConfigurationHasItsKeysInOneOrder() throws IOException {
    assertThat(run("validate", "--file", web(), "--output", "yaml")).isZero();
    assertThat(data().lines().filter(line -> line.matches("[a-z].*")))
        .containsExactly("valid: true", "configurations:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text|└─ web  service",
        "dot|digraph berth {",
        "mermaid|flowchart LR",
        "svg|<svg xmlns",
        "json|\"kind\" : \"service\""
      })
  void aConfigurationIsDrawnWithoutAHost(String format, String part) throws IOException {
    Path file =
        Files.writeString(directory.resolve("web.yaml"), "web: {image: i, restart: always}\n");
    assertThat(run("graph", "--file", file.toString(), "--format", format)).isZero();
    assertThat(data()).contains(part);
    assertThat(talk()).isEmpty();
  }

  @Test
  void problemsNameTheirPlaceAndEndWithStatus2() throws IOException {
    Path file = Files.writeString(directory.resolve("web.yaml"), "web: {imagee: i, restart: x}\n");
    assertThat(run("validate", "--file", file.toString())).isEqualTo(2);
    assertThat(talk()).contains(file + ":1:7: error: ").contains("nothing has changed");
    assertThat(talk()).doesNotContain("\u001b");
    assertThat(data()).isEmpty();
  }

  @Test
  void aLineCanBePastedIntoAShell() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("web.yaml"),
            "web: {image: i, command: [echo, 'a b'], environment: {MODE: it's}}\n");
    assertThat(run("debug", "--file", file.toString(), "--container", "web")).isZero();
    assertThat(data()).startsWith("MODE='it'\\''s' podman run ").endsWith("i echo 'a b'\n");
  }

  @Test
  void aPrintedLineFetchesTheImageAsItsPolicyHasIt() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("web.yaml"),
            """
            web: {image: i, command: [echo, --pull=never, --name=web], restart: always}
            fresh: {image: i, pull_policy: always}
            kept: {image: i, pull_policy: never}
            """);
    assertThat(printed(file, "web"))
        .contains(" --name=web-debug ", " --pull=missing ")
        .endsWith(" i echo --pull=never --name=web\n");
    assertThat(printed(file, "fresh")).contains(" --pull=always ").doesNotContain("--pull=never");
    assertThat(printed(file, "kept")).contains(" --pull=never ");
  }

  @Test
  void aPrintedLineForDockerHasItRestartTheService() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("web.yaml"),
            "web: {image: i, restart: 'on-failure:3'}\nonce: {image: i}\n");
    assertThat(printed(file, "web", "--container-cli", "docker"))
        .contains(" --restart=on-failure:3 ");
    assertThat(printed(file, "once", "--container-cli", "docker")).doesNotContain("--restart");
    assertThat(printed(file, "web", "--container-cli", "docker", "--shell"))
        .doesNotContain("--restart");
  }

  @ParameterizedTest
  @CsvSource({"podman, --health-cmd=none", "docker, --no-healthcheck"})
  void aShellStandsInPlaceOfTheProgramAndTouchesNothingElse(String engine, String unchecked)
      throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("web.yaml"),
            """
            web:
              image: i
              restart: always
              entrypoint: [/serve, --fast]
              command: [all]
              ports: ["8080:80"]
              networks: {front: {ipv4_address: 10.1.2.3, aliases: [www]}}
              labels: {traefik.enable: "true"}
              healthcheck: {test: [CMD, check], interval: 5s}
              secrets: [token]
              logging: {driver: syslog}
              volumes: ["data:/data"]
            job: {action: exec, command: [web, migrate, --now], user: app}
            """);
    assertThat(printed(file, "web", "--container-cli", engine, "--shell"))
        .contains(
            " --entrypoint=/bin/sh ",
            " --interactive=true --tty=true ",
            " --network=front ",
            "data:/data")
        .contains(unchecked)
        .endsWith(" i\n")
        .doesNotContain(
            "8080", "10.1.2.3", "www", "traefik", "check,", "secret", "syslog", "serve", "--fast");
    assertThat(printed(file, "job", "--container-cli", engine, "--shell"))
        .isEqualTo(engine + " exec --interactive --tty --user=app web /bin/sh\n");
  }

  private String printed(Path file, String container, String... more) {
    List<String> words =
        new ArrayList<>(List.of("debug", "--file", file.toString(), "--container", container));
    words.addAll(List.of(more));
    assertThat(run(words.toArray(String[]::new))).isZero();
    return data();
  }

  @Test
  void aSettingComesFromTheStrongestSource() throws IOException {
    Path settings = Files.createDirectories(directory.resolve("etc")).resolve("berth.yaml");
    assertThat(setting("managed_by")).isEqualTo("berth default");
    Files.writeString(settings, "managed_by: file\nContainerCli: podman\n");
    assertThat(setting("managed_by")).isEqualTo("file " + settings + ":1:13");
    assertThat(setting("container_cli")).isEqualTo("podman " + settings + ":2:15");
    environment.put("BERTH_MANAGED_BY", "");
    assertThat(setting("managed_by")).startsWith("file ");
    environment.put("BERTH_MANAGED_BY", "variable");
    assertThat(setting("managed_by")).isEqualTo("variable variable BERTH_MANAGED_BY");
    assertThat(setting("managed_by", "--managed-by", "option"))
        .isEqualTo("option option --managed-by");
  }

  @Test
  void aSettingsFileThatIsWrongEndsTheRun() throws IOException {
    Path settings = Files.createDirectories(directory.resolve("etc")).resolve("berth.yaml");
    Files.writeString(settings, "parralel: 4\n");
    assertThat(run("config")).isEqualTo(2);
    assertThat(talk()).contains(settings + ":1:1: error: ").contains("parallel");
  }

  @Test
  void theScopeIsThatOfTheCallerUnlessItIsSaid() throws IOException {
    assertThat(setting("scope")).isEqualTo("system default");
    account = DORA;
    assertThat(setting("scope")).isEqualTo("user default");
    assertThat(setting("scope", "--scope", "system")).isEqualTo("system option --scope");
    environment.put("BERTH_SCOPE", "system");
    assertThat(setting("scope")).isEqualTo("system variable BERTH_SCOPE");
    assertThat(setting("scope", "--user")).isEqualTo("user option --scope");
  }

  @Test
  void eachScopeHasItsSettings() throws IOException {
    for (String place : List.of("etc", "user-etc")) {
      Path file = Files.createDirectories(directory.resolve(place)).resolve("berth.yaml");
      Files.writeString(file, "managed_by: " + place + "\n");
    }
    assertThat(setting("managed_by")).startsWith("etc ");
    account = DORA;
    assertThat(setting("managed_by")).startsWith("user-etc ");
    Files.writeString(directory.resolve("user-etc/berth.yaml"), "scope: user\n");
    assertThat(run("config")).isEqualTo(2);
    assertThat(talk()).contains("unknown setting");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "root|apply --file %s --user|machinectl shell USER@",
        "root|list --scope user|machinectl shell USER@",
        "root|list --scope mine|must be one of: system, user",
        "root|list --user --scope system|contradict",
        "dora|apply --file %s --scope system|the system scope is root's",
        "dora|logs web --scope system|the system scope is root's",
        "dora|apply --file %s|loginctl enable-linger dora",
        "dora|delete web|machinectl shell dora@",
        "dora|debug --file %s --container web --action run|/run/user/4000001"
      })
  void whoCannotWorkInAScopeIsToldSo(String who, String arguments, String message)
      throws IOException {
    account = who.equals("root") ? ROOT : DORA;
    assertThat(run(String.format(arguments, web()).split(" "))).isEqualTo(2);
    assertThat(talk()).startsWith("berth: ").contains(message).hasLineCount(1);
    assertThat(directory.resolve("var")).doesNotExist();
    assertThat(directory.resolve("user-var")).doesNotExist();
  }

  @Test
  void aLineToPasteNeedsNoSession() throws IOException {
    account = DORA;
    assertThat(run("debug", "--file", web(), "--container", "web")).isZero();
    assertThat(data()).startsWith("podman run ");
  }

  @ParameterizedTest
  @CsvSource({"'', xterm, true", "1, xterm, false", "'', dumb, false"})
  void coloursAreForTerminalsThatWantThem(String noColor, String terminal, boolean coloured) {
    // script(1) gives the program a terminal; the settings' sources are faint where colours are.
    CommandResult result =
        new ProcessRunner(command -> {})
            .run(
                Command.reading(
                        List.of(
                            "script",
                            "--quiet",
                            "--return",
                            "--command",
                            ShellQuoting.line(
                                List.of(
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "dev.berth.cli.Main",
                                    "config")),
                            "/dev/null"))
                    .withEnvironment(Map.of("NO_COLOR", noColor, "TERM", terminal)));
    assertThat(result.stdout()).contains("managed_by");
    assertThat(result.stdout().contains("\u001b[2m")).isEqualTo(coloured);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--verbose validate --file %s",
        "-v validate --file %s",
        "-vv --debug validate --file %s",
        "-q validate --file %s",
        "--log-file %s.log --quiet validate --file %s",
        "--log-file=%s.log validate --file %s",
        "validate -v --debug --file %s",
        "validate --quiet --file %s",
        "validate --file %s -q --log-file %s.log"
      })
  void howMuchIsToldMayBeSaidBeforeTheCommandAndAfterIt(String arguments) throws IOException {
    assertThat(run(arguments.replace("%s", web()).split(" "))).isZero();
    assertThat(data().strip()).isEqualTo("1 container in web: valid.");
    assertThat(talk()).isEmpty();
  }

  @Test
  void aQuietRunThatIsVerboseIsWrongUse() throws IOException {
    assertThat(run("-v", "validate", "-q", "--file", web())).isEqualTo(2);
    assertThat(talk()).startsWith("berth: --quiet and --verbose contradict each other\n");
  }

  @Test
  void whatIsToldStandsInTheLogToo() throws IOException {
    Path log = directory.resolve("berth.log");
    Path wrong = Files.writeString(directory.resolve("wrong.yaml"), "web: {imagee: i}\n");
    for (int times = 0; times < 2; times++) {
      assertThat(run("--log-file", log.toString(), "validate", "--file", wrong.toString()))
          .isEqualTo(2);
    }
    List<String> told = talk().lines().toList();
    List<String> logged = Files.readAllLines(log);
    assertThat(logged).hasSize(2 * told.size());
    assertThat(logged.getFirst())
        .matches("\\d{4}-\\d\\d-\\d\\d [\\d:.]{12} \\d+ ERROR berth \\[ {2}] .*")
        .endsWith(told.getFirst());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
    Path link = Files.createSymbolicLink(directory.resolve("link.log"), log);
    for (Path other : List.of(link, directory, directory.resolve("absent/berth.log"))) {
      assertThat(run("--log-file", other.toString(), "validate", "--file", web())).isEqualTo(2);
      assertThat(talk()).startsWith("berth: --log-file " + other + " ").doesNotContain("Exception");
      assertThat(data()).isEmpty();
    }
    assertThat(Files.readAllLines(log)).hasSameSizeAs(logged);
  }

  /** What a user may make of its own is as open as it likes; root is led nowhere. */
  @Test
  void rootLogsOnlyWhereNobodyElseDecides() throws IOException {
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path target = Files.createDirectory(directory.resolve("target"));
    Path linked = Files.createSymbolicLink(open.resolve("sub"), target).resolve("x.log");
    Path loose = Files.writeString(directory.resolve("loose.log"), "");
    Files.setPosixFilePermissions(loose, PosixFilePermissions.fromString("rw-rw-rw-"));
    List<Path> logs = new ArrayList<>(List.of(open.resolve("x.log"), linked, loose));
    boolean isRoot = Account.current().isRoot();
    if (isRoot) {
      Path theirs = Files.createDirectory(directory.resolve("theirs"));
      logs.add(Files.createSymbolicLink(theirs.resolve("sub"), target).resolve("y.log"));
      Files.setAttribute(theirs.resolve("sub"), "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
      logs.add(Files.writeString(target.resolve("theirs.log"), ""));
      Files.setAttribute(target.resolve("theirs.log"), "unix:uid", 65534);
    }
    for (Path log : logs) {
      assertThat(run("--log-file", log.toString(), "validate", "--file", web()))
          .as("%s: %s", log, talk())
          .isEqualTo(isRoot ? 2 : 0);
      if (isRoot) {
        assertThat(talk()).startsWith("berth: --log-file " + log + " is not root's alone: '");
      }
    }
    if (isRoot) {
      assertThat(target.resolve("x.log")).doesNotExist();
      assertThat(target.resolve("y.log")).doesNotExist();
      assertThat(open.resolve("x.log")).doesNotExist();
    }
  }

  @Test
  void aLabelOfBerthsOwnIsNoFurtherLabel() throws IOException {
    for (String label : Labels.OWN) {
      assertThat(run("plan", "--file", web(), "--label", label + "=x")).isEqualTo(2);
      assertThat(talk())
          .isEqualTo("berth: --label " + label + " is Berth's own; choose another name\n");
    }
  }

  @Test
  void whoIsCalledPaunchAnswersAsPaunch() {
    isPaunch = true;
    for (List<String> words : List.of(List.of("--version"), List.of("--debug", "--version"))) {
      assertThat(run(words.toArray(String[]::new))).isZero();
      assertThat(data()).startsWith("paunch 7.0.4 (berth ");
    }
    assertThat(run("delete")).isZero();
    assertThat(talk()).isEqualTo("warning: no configuration id is given, so nothing is deleted\n");
    assertThat(data()).isEmpty();
    assertThat(run("delete", "")).isEqualTo(2);
    assertThat(run("complete")).isZero();
    assertThat(data()).contains("complete -F _complete_paunch").contains("paunch");
    assertThat(run("help", "apply")).isZero();
    assertThat(data()).contains("--healthcheck-disabled");
  }

  @Test
  void cliffsCompletionKnowsTheNameThatIsSaid() {
    assertThat(run("complete", "--name", "tool")).isZero();
    assertThat(data()).contains("tool").doesNotContain(" berth ");
    assertThat(run("complete", "--name", "a b; reboot")).isEqualTo(2);
    assertThat(run("complete", "--shell", "none")).isZero();
    assertThat(data())
        .startsWith("  cmds='apply cleanup complete ")
        .containsPattern("  cmds_list='.*--sort-column.*'\n")
        .containsPattern("  cmds_apply='.*--config-id.*'\n");
  }

  private String setting(String key, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "config";
    System.arraycopy(options, 0, arguments, 1, options.length);
    assertThat(run(arguments)).isZero();
    return data()
        .lines()
        .filter(line -> line.startsWith(key + " "))
        .findFirst()
        .orElseThrow()
        .substring(key.length())
        .strip()
        .replaceAll(" +", " ");
  }

  private String web() throws IOException {
    return Files.writeString(directory.resolve("web.yaml"), "web: {image: i}\n").toString();
  }

  private int run(String... arguments) {
    data.reset();
    talk.reset();
    return Main.run(
        arguments,
        new Console(
            new PrintStream(data, true, StandardCharsets.UTF_8),
            new PrintStream(talk, true, StandardCharsets.UTF_8),
            environment),
        new Caller(account, this::paths, isPaunch),
        new Interruption());
  }

  private HostPaths paths(Scope scope) {
    String prefix = scope == Scope.SYSTEM ? "" : "user-";
    return new HostPaths(
        directory.resolve(prefix + "units"),
        directory.resolve(prefix + "etc"),
        directory.resolve(prefix + "var"),
        directory.resolve(prefix + "tmpfiles"),
        Optional.empty());
  }

  private String data() {
    return data.toString(StandardCharsets.UTF_8);
  }

  private String talk() {
    return talk.toString(StandardCharsets.UTF_8);
  }

  private Path units(String... lines) throws IOException {
    Path units = Files.createDirectories(directory.resolve("units"));
    Files.writeString(
        units.resolve("web.container"), "[Container]\n" + String.join("\n", lines) + "\n");
    return units;
  }

  @Test
  void unitsOfQuadletAreWrittenInBerthsOwnForm() throws IOException {
    Path units = units("Image=i", "Network=host", "[Install]", "WantedBy=default.target");
    assertThat(run("import", "quadlet", units.toString())).isZero();
    assertThat(data())
        .contains("systemd-web:\n  image: i\n  restart: \"no\"\n  net: host\n")
        .startsWith("# Made from Quadlet units");
    assertThat(talk()).isEmpty();
    assertThat(run("validate", "-f", units.toString())).isZero();
    assertThat(data()).contains("1 container in units: valid.");
  }

  @Test
  void whatIsWrittenToAFileIsReadFromIt() throws IOException {
    Path units = units("Image=i", "Volume=data.volume:/x");
    Files.writeString(units.resolve("data.volume"), "[Volume]\nLabel=a=b\n");
    String file = directory.resolve("made.yaml").toString();
    assertThat(run("import", "quadlet", units.toString(), "-o", file)).isZero();
    assertThat(talk()).contains("web.container:1:1: warning: without [Install]", "written");
    assertThat(run("validate", "-f", file)).isZero();
    assertThat(data()).contains("1 container in made: valid.");
    assertThat(run("import", "quadlet", units.toString(), "-o", file)).isEqualTo(2);
    assertThat(talk()).contains("exists already");
    assertThat(run("import", "quadlet", units.toString(), "-o", directory + "/made.txt"))
        .isEqualTo(2);
  }

  @Test
  void nothingIsWrittenOfUnitsThatCannotBeCarriedOver() throws IOException {
    Path units = units("Image=i", "Timezone=local");
    Path file = directory.resolve("made.yaml");
    assertThat(run("import", "quadlet", units.toString(), "--write", file.toString())).isEqualTo(2);
    assertThat(talk())
        .contains(
            "web.container:3:1: error: `Timezone=` is not carried over", "nothing is written");
    assertThat(file).doesNotExist();
    assertThat(data()).isEmpty();
  }

  @Test
  void whatIsWrittenInAnotherFormIsOnStandardOutput() throws IOException {
    assertThat(run("export", "quadlet", "-f", web())).isZero();
    assertThat(data()).startsWith("# web.container\n[Unit]\n").contains("\nImage=i\n");
    assertThat(run("export", "kubernetes", "-f", web())).isZero();
    assertThat(data()).startsWith("---\napiVersion: v1\nkind: Pod\n");
    assertThat(run("export", "berth", "-f", web())).isZero();
    assertThat(data()).isEqualTo("web:\n  image: i\n");
    assertThat(run("export", "compose", "-f", web())).isZero();
    assertThat(data()).contains("\nservices:\n  web:\n");
  }

  @Test
  void whatIsLostIsToldWithItsLineAndForbiddenWhereItMatters() throws IOException {
    String file =
        Files.writeString(directory.resolve("web.yaml"), "web:\n  image: i\n  ulimit: {core: 1}\n")
            .toString();
    Path made = directory.resolve("made");
    assertThat(run("export", "kubernetes", "-f", file)).isZero();
    assertThat(talk()).contains("web.yaml:3:11: warning: web: `ulimit`: ");
    assertThat(run("export", "kubernetes", "-f", file, "--strict", "-o", made.toString()))
        .isEqualTo(1);
    assertThat(talk()).contains("1 thing is not said there as here; nothing is written");
    assertThat(data()).isEmpty();
    assertThat(made).doesNotExist();
    assertThat(run("export", "kubernetes", "-f", file, "--output", "json")).isZero();
    assertThat(data())
        .contains("\"key\" : \"ulimit\"", "\"line\" : 3", "\"name\" : \"pod-web.yaml\"");
    assertThat(talk()).doesNotContain("warning");
  }

  @Test
  void nothingIsWrittenOverWhatIsThere() throws IOException {
    String file =
        Files.writeString(
                directory.resolve("web.yaml"),
                "web: {image: i, restart: always, files: {/x: {content: s, mode: '0400'}}}\n")
            .toString();
    Path made = directory.resolve("made");
    assertThat(run("export", "kubernetes", "-f", file, "-o", made.toString())).isZero();
    assertThat(talk()).contains("written  " + made.resolve("pod-web.yaml"));
    Path secret = made.resolve("secret-web-secret-files.yaml");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    assertThat(run("export", "kubernetes", "-f", file, "-o", made.toString())).isZero();
    Files.writeString(made.resolve("pod-web.yaml"), "mine\n");
    Files.delete(secret);
    assertThat(run("export", "kubernetes", "-f", file, "-o", made.toString())).isEqualTo(2);
    assertThat(talk()).contains("pod-web.yaml exists already with other content");
    assertThat(secret).doesNotExist();
    assertThat(run("export", "quadlet", "-f", file, "-o", made.toString())).isZero();
    assertThat(made.resolve("web.files/1-x.file")).hasContent("s");
    String whole = directory.resolve("k8s.yml").toString();
    assertThat(run("export", "kubernetes", "-f", file, "-o", whole)).isZero();
    assertThat(Path.of(whole)).content().contains("kind: Secret", "kind: Pod");
  }
}
