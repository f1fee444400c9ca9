package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.json.JsonText;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What stands in the configuration is what the program gets, whatever systemd, shells and Podman
 * make of such characters elsewhere.
 */
@ClassTemplate
class FidelityIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final long SEED = 20250711;
  private static final int STRINGS = 200;
  private static final String IMAGE = "localhost/berth-test/printargs:1";

  private static final List<String> PIECES =
      List.of(
          "a",
          "Z",
          "0",
          " ",
          "  ",
          "\"",
          "'",
          "`",
          "$",
          "$$",
          "$HOME",
          "${PATH}",
          "$(id)",
          "%",
          "%%",
          "%n",
          "%i",
          "\\",
          "\\\\",
          "\\n",
          "\\x41",
          "\\u0041",
          "\\",
          "\n",
          "\n\n",
          "\t",
          "\r",
          "\u0001",
          "\u0007",
          "\u001b[31m",
          "\u007f",
          "\u0085",
          "\u00a0",
          "\u2028",
          ";",
          " ; ",
          "#",
          " #",
          "&&",
          "|",
          ">",
          "<",
          "*",
          "?",
          "~",
          "!",
          "@",
          "=",
          ",",
          ":",
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          "-",
          "--",
          "é",
          "ß",
          "日本",
          "😀",
          "e\u0301",
          "\ufeff",
          "\ufffd",
          "/",
          ".",
          "..");

  /** Names that systemd would drop, that Podman would act on, and that look like neither. */
  private static final List<String> ODD_NAMES =
      List.of(
          "discovery.type",
          "PATH",
          "http_proxy",
          "HTTPS_PROXY",
          "no_proxy",
          "LD_PRELOAD",
          "LD_LIBRARY_PATH",
          "HOME",
          "USER",
          "TMPDIR",
          "XDG_RUNTIME_DIR",
          "CONTAINER_HOST",
          "CONTAINERS_CONF",
          "NOTIFY_SOCKET",
          "LISTEN_FDS",
          "GODEBUG",
          "LANG",
          "LC_ALL",
          "TZ",
          "IFS",
          "lower_case",
          "camelCase",
          "_",
          "__X",
          "A1",
          "with-dash",
          "with space",
          "3com",
          "ünïcode",
          "a.b.c",
          "x/y",
          "%i",
          "$X",
          "STORAGE_DRIVER",
          "MALLOC_TRACE",
          "SSL_CERT_FILE",
          "ENV",
          "BASH_ENV",
          "INVOCATION_ID",
          "SYSTEMD_LOG_LEVEL",
          "REGISTRY_AUTH_FILE",
          "DOCKER_CONFIG");

  private static final List<String> STRANGE = strange(new Random(SEED));

  private static List<String> strange(Random random) {
    List<String> strings = new ArrayList<>(List.of("", " ", "-", "--", "-v", "--help", "\n", "\\"));
    strings.addAll(List.of("é".repeat(3000), "\"\\$%\n".repeat(1000), "x".repeat(60_000)));
    while (strings.size() < STRINGS) {
      StringBuilder text = new StringBuilder();
      int pieces = 1 + random.nextInt(12);
      for (int i = 0; i < pieces; i++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      strings.add(text.toString());
    }
    return List.copyOf(strings);
  }

  /** Every string under a plain name, and those of one line under an odd one. */
  private static Map<String, String> environment(String printTo) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (int i = 0; i < STRANGE.size(); i++) {
      environment.put("V" + i, STRANGE.get(i));
    }
    List<String> lines =
        STRANGE.stream()
            .filter(text -> !text.contains("\n") && !text.endsWith("\r") && text.length() < 1000)
            .toList();
    for (int i = 0; i < ODD_NAMES.size(); i++) {
      // Docker's command line takes no such name from its own environment or a file; keys.md says
      // so.
      if (!host.isDocker() || !ODD_NAMES.get(i).contains(" ")) {
        environment.put(ODD_NAMES.get(i), lines.get(i));
      }
    }
    environment.put("BERTH_PRINT_TO", "/out/" + printTo);
    return environment;
  }

  /** What JSON lets stand in a string and YAML 1.1 takes for a line's end, or refuses, escaped. */
  private static String json(String name, Map<String, Object> container) {
    return Pattern.compile("[\u007f\u0085\u2028\ufeff]")
        .matcher(JsonText.compact(Map.of(name, container)))
        .replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
  }

  private static String service(String name) {
    return json(
        name,
        Map.of(
            "image",
            IMAGE,
            "restart",
            "always",
            "volumes",
            List.of("/srv/out:/out"),
            "command",
            STRANGE,
            "environment",
            environment(name)));
  }

  private static Json printed(String name) {
    until(name + " has printed", () -> host.exists("/srv/out/" + name));
    return Json.parse(name, host.read("/srv/out/" + name));
  }

  private static void assertFaithful(String name) {
    Json printed = printed(name);
    List<String> argv = printed.get("argv").texts();
    assertThat(argv.subList(1, argv.size())).as("arguments of " + name).isEqualTo(STRANGE);
    assertThat(printed.get("env").texts())
        .as("environment of " + name)
        .containsAll(
            environment(name).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList());
  }

  @BeforeEach
  void makeRoom() {
    host.get("mkdir", "-p", "/srv/out");
  }

  @Test
  void aServiceGetsItsArgumentsAndVariablesAsWrittenAtEachStart() {
    host.apply(service("served"), "--config-id", "served");
    assertFaithful("served");

    host.get("rm", "/srv/out/served");
    host.get("kill", "-KILL", host.pids().get("served"));
    assertFaithful("served");

    assertThat(host.apply(service("served"), "--config-id", "served").stdout())
        .contains("0 done, 1 unchanged.");
  }

  @Test
  void aTaskGetsThemAsWritten() {
    host.apply(task("tasked"), "--config-id", "tasked");
    assertFaithful("tasked");
  }

  private static String task(String name) {
    Map<String, String> environment = environment(name);
    environment.put("BERTH_PRINT_EXIT", "0");
    return json(
        name,
        Map.of(
            "image", IMAGE,
            "detach", false,
            "volumes", List.of("/srv/out:/out"),
            "command", STRANGE,
            "environment", environment));
  }

  @Test
  void anExecGetsThemAsWritten() {
    host.apply(
        json(
            "room",
            Map.of("image", IMAGE, "restart", "always", "volumes", List.of("/srv/out:/out"))),
        "--config-id",
        "room");

    host.apply(exec("executed"), "--config-id", "executed");

    assertFaithful("executed");
  }

  private static String exec(String name) {
    Map<String, String> environment = environment(name);
    environment.put("BERTH_PRINT_EXIT", "0");
    List<String> command = new ArrayList<>(List.of("room", "/printargs"));
    command.addAll(STRANGE);
    return json(name, Map.of("action", "exec", "command", command, "environment", environment));
  }

  @Test
  void theLocaleOfTheCallerMakesNoDifference() {
    for (String name : List.of("ascii_service", "ascii_task")) {
      host.write("/root/ascii.json", name.endsWith("task") ? task(name) : service(name));
      CommandResult result =
          host.run(
              "env",
              "-i",
              "LC_ALL=C",
              "HOME=/root",
              "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
              "/opt/berth/berth",
              "apply",
              "--config-id=" + name,
              "--file=/root/ascii.json");
      assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
      assertFaithful(name);
    }
  }

  @Test
  void whatPodmanCannotCarryIsAProblemBeforeAnythingChanges() {
    CommandResult result =
        host.tryApply(
            """
            sound:
              image: localhost/berth-test/printargs:1
              restart: always
            impossible:
              image: localhost/berth-test/printargs:1
              restart: always
              environment:
                discovery.type: "two\\nlines-of-secret"
                fine: "two\\nlines"
                LD_PRELOAD: "ends\\r"
            """,
            "--config-id",
            "impossible");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr())
        .containsPattern("/root/set.yaml:8:\\d+: error: \\w+: variable discovery.type can only")
        .containsPattern("/root/set.yaml:10:\\d+: error: \\w+: variable LD_PRELOAD can only")
        .contains("2 problems stand against it; nothing has changed")
        .doesNotContain("lines-of-secret", "fine");
    assertThat(host.pids()).doesNotContainKeys("sound", "impossible");
    assertThat(host.exists("/etc/systemd/system/berth-sound.service")).isFalse();
  }
}
