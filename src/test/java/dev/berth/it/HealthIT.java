package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Health checks as Podman runs them: their fields, their consequences, their times. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final int MANY = 60;

  @BeforeEach
  void nothingIsThere() {
    assertThat(host.berth("cleanup", "--yes").exitCode()).isZero();
  }

  private static final String FIELDS =
      """
      shell: {HEAD, healthcheck: {test: "test 'a  b' = 'a  b'"}}
      words: {HEAD, healthcheck: {test: [CMD, test, "a  \\"b", "=", "a  \\"b"], interval: 20s}}
      word: {HEAD, healthcheck: {test: [CMD, "true"], timeout: 1m30s}}
      script: {HEAD, healthcheck: {test: [CMD-SHELL, "exit $((3 - 3))"], retries: 7}}
      patient: {HEAD, healthcheck: {test: "true", start_period: 90, interval: 100s}}
      eager: {HEAD, healthcheck: {test: "true", start_interval: 1s, start_period: 30s}}
      paunch: {HEAD, check_interval: 200, healthcheck: {test: "true"}}
      none: {HEAD, healthcheck: {test: [NONE]}}
      disabled: {HEAD, healthcheck: {disable: true, test: "false"}}
      restarted: {HEAD, healthcheck: {test: "true", on_failure: restart}}
      stopped: {HEAD2, healthcheck: {test: "true", on_failure: stop}}
      """
          .replace(
              "HEAD2", "image: 'localhost/berth-test/busybox:1', net: none, restart: on-failure")
          .replace("HEAD", "image: 'localhost/berth-test/busybox:1', net: none, restart: always");

  @Test
  void everyFieldReachesPodman() {
    host.apply(FIELDS, "--config-id", "fields", "--parallel", "8");
    Map<String, Json> configs = inspected("Config");

    assertThat(test(configs, "shell")).containsExactly("CMD-SHELL", "test 'a  b' = 'a  b'");
    assertThat(test(configs, "words")).containsExactly("CMD", "test", "a  \"b", "=", "a  \"b");
    assertThat(test(configs, "word")).containsExactly("CMD", "true");
    assertThat(test(configs, "script")).containsExactly("CMD-SHELL", "exit $((3 - 3))");
    assertThat(test(configs, "none")).containsExactly("NONE");
    assertThat(test(configs, "disabled")).containsExactly("NONE");
    Map.of("shell", 60, "words", 20, "patient", 100, "paunch", 200)
        .forEach((name, given) -> assertStretched(name, field(configs, name, "Interval"), given));
    assertThat(field(configs, "word", "Timeout")).isEqualTo(90.0);
    assertThat(field(configs, "script", "Retries") * 1e9).isEqualTo(7.0);
    assertThat(field(configs, "patient", "StartPeriod")).isEqualTo(90.0);
    Json startup = configs.get("eager").get("StartupHealthCheck");
    assertThat(startup.get("Test").texts()).containsExactly("CMD-SHELL", "true");
    assertThat(startup.get("Interval").number()).isEqualTo(1_000_000_000L);
    assertThat(action(configs, "restarted")).isEqualTo("kill");
    assertThat(action(configs, "stopped")).isEqualTo("stop");
    assertThat(action(configs, "shell")).isEqualTo("none");

    Eventually.holds("all checks succeed", () -> host.berth("health").exitCode() == 0);
    assertThat(states())
        .containsOnlyKeys(
            Set.of(
                "shell",
                "words",
                "word",
                "script",
                "patient",
                "eager",
                "paunch",
                "restarted",
                "stopped"))
        .containsValue("healthy")
        .doesNotContainValue("starting");
  }

  @Test
  void noFieldReachesPodmanWhereHealthChecksAreSwitchedOff() {
    String only = FIELDS.lines().filter(line -> line.startsWith("words")).findFirst().orElseThrow();
    host.apply(only, "--config-id", "off", "--healthcheck-disabled");
    assertThat(states()).isEmpty();
    assertThat(inspected("Config").get("words").get("Healthcheck").isPresent()).isFalse();
  }

  private static void assertStretched(String name, double seconds, int given) {
    assertThat(seconds).as(name).isBetween((double) given, given * 1.1);
  }

  private static double field(Map<String, Json> configs, String name, String field) {
    return configs.get(name).get("Healthcheck").get(field).number() / 1e9;
  }

  private static List<String> test(Map<String, Json> configs, String name) {
    return configs.get(name).get("Healthcheck").get("Test").texts();
  }

  private static String action(Map<String, Json> configs, String name) {
    return configs.get(name).get("HealthcheckOnFailureAction").textOrEmpty();
  }

  /** A part of what Podman tells of each container, by name. */
  private static Map<String, Json> inspected(String part) {
    Map<String, Json> parts = new HashMap<>();
    Json answer =
        Json.parse(
            "podman", host.get("sh", "-c", "podman container inspect $(podman ps --all --quiet)"));
    answer.items().forEach(item -> parts.put(item.get("Name").textOrEmpty(), item.get(part)));
    return parts;
  }

  private static Map<String, String> states() {
    Map<String, String> states = new LinkedHashMap<>();
    Json.parse("health", host.berth("health", "-o", "json").stdout())
        .get("containers")
        .items()
        .forEach(
            item ->
                states.put(item.get("container").textOrEmpty(), item.get("state").textOrEmpty()));
    return states;
  }

  private static String checked(String name, String restart, String onFailure, String trap) {
    return """
    %s:
      image: localhost/berth-test/busybox:1
      net: none
      restart: "%s"
      stop_grace_period: 1s
      volumes: ["/srv/health:/state"]
      command: [sh, -c, "%s; while :; do sleep 0.1; done"]
      healthcheck:
        test: "echo looked; test ! -e /state/bad"
        interval: 1s
        retries: 2
        on_failure: %s
    """
        .formatted(name, restart, trap, onFailure);
  }

  @Test
  void aCheckThatTurnsBadHasTheConsequenceThatIsAskedFor() {
    host.get("mkdir", "-p", "/srv/health");
    String set =
        checked("told", "always", "none", ":")
            + checked("again", "always", "restart", ":")
            + checked("again-failed", "on-failure", "restart", ":")
            + checked("ended", "on-failure", "stop", ":")
            + checked("ended-hung", "on-failure", "stop", "trap '' TERM")
            + checked("ended-once", "no", "stop", ":");
    host.apply(set, "--config-id", "bad", "--parallel", "8");
    Eventually.holds("all are healthy", () -> host.berth("health").exitCode() == 0);
    Map<String, String> before = host.pids();
    RunningBerth watch = RunningBerth.begin(host, "watch", "health", "--watch=500ms").inJava();
    Eventually.holds("the watch has begun", () -> watch.output().contains("told: healthy"));

    host.get("touch", "/srv/health/bad");

    Eventually.holds("told is unhealthy", () -> "unhealthy".equals(states().get("told")));
    Eventually.holds("again was restarted", () -> restarts("again") > 0);
    Eventually.holds("again-failed was restarted", () -> restarts("again-failed") > 0);
    for (String ended : List.of("ended", "ended-hung", "ended-once")) {
      Eventually.holds(ended + " has been stopped", () -> isDown(ended));
    }
    Json told = health("told");
    assertThat(told.get("failing_streak").number()).isGreaterThanOrEqualTo(2);
    assertThat(told.get("last_output").textOrEmpty()).isEqualTo("looked");
    CommandResult text = host.berth("health", "told", "ended");
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.stdout())
        .containsPattern(
            "told +unhealthy +\\d+ +20\\d\\d-\\d\\d-\\d\\d [0-9:]{8}( or before)? +looked")
        .containsPattern("ended +down");

    host.get("rm", "/srv/health/bad");
    Eventually.holds(
        "what runs is healthy again",
        () ->
            states().entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("ended"))
                .allMatch(entry -> entry.getValue().equals("healthy")));
    Map<String, String> after = host.pids();
    assertThat(after).containsOnlyKeys("told", "again", "again-failed");
    assertThat(after).containsEntry("told", before.get("told"));
    assertThat(after.get("again")).isNotEqualTo(before.get("again"));
    assertThat(states())
        .containsEntry("ended", "down")
        .containsEntry("ended-hung", "down")
        .containsEntry("ended-once", "down");
    for (String ended : List.of("ended", "ended-hung", "ended-once")) {
      assertThat(restarts(ended)).as(ended).isZero();
    }

    Eventually.holds(
        "the watch has seen it", () -> watch.output().contains("told: unhealthy -> healthy"));
    watch.signal("INT");
    assertThat(watch.exitStatus()).isEqualTo(130);
    assertThat(watch.output())
        .containsPattern("(?m)^\\S+Z told: healthy -> unhealthy: looked$")
        .contains("ended-once: healthy -> ");
    assertThat(watch.output().lines().filter(line -> line.contains("Z told: "))).hasSize(3);
  }

  private static Json health(String name) {
    return Json.parse("health", host.berth("health", name, "-o", "json").stdout())
        .get("containers")
        .items()
        .getFirst();
  }

  private static int restarts(String name) {
    return Integer.parseInt(property("NRestarts", name));
  }

  /** Not merely between two starts. */
  private static boolean isDown(String name) {
    return Set.of("dead", "failed").contains(property("SubState", name));
  }

  private static String property(String property, String name) {
    return host.get("systemctl", "show", "-P", property, "berth-" + name + ".service");
  }

  /** The last one: its many containers go with the host, which is quicker. */
  @Test
  @Tag("long")
  @Order(Integer.MAX_VALUE)
  void checksThatBeganTogetherDoNotStayInStep() {
    StringBuilder set = new StringBuilder();
    for (int number = 0; number < MANY; number++) {
      set.append(
          """
          c%02d:
            image: localhost/berth-test/busybox:1
            net: none
            restart: always
            healthcheck: {test: "true", interval: 60s}
          """
              .formatted(number));
    }
    host.apply(set.toString(), "--config-id", "many", "--parallel", "8");

    // What matters is not when they were started, but that they drift apart: by their intervals.
    Map<Long, Long> bySecond =
        inspected("Config").values().stream()
            .map(config -> config.get("Healthcheck").get("Interval").number() / 1_000_000_000L)
            .collect(Collectors.groupingBy(second -> second, Collectors.counting()));
    assertThat(bySecond.keySet())
        .hasSizeGreaterThanOrEqualTo(6)
        .allMatch(it -> it >= 60 && it <= 66);
    assertThat(bySecond.values()).allMatch(count -> count <= MANY / 3);
    assertThat(nextSecondsOfTimers()).hasSizeGreaterThanOrEqualTo(5);
  }

  /** The seconds in which systemd will run the next checks. */
  private static Set<Long> nextSecondsOfTimers() {
    Json timers = Json.parse("timers", host.get("systemctl", "list-timers", "--output=json"));
    List<Long> seconds = new ArrayList<>();
    for (Json timer : timers.items()) {
      if (timer.get("unit").textOrEmpty().matches("[0-9a-f]{64}.*")) {
        seconds.add(timer.get("next").number() / 1_000_000);
      }
    }
    assertThat(seconds).hasSize(MANY);
    return new TreeSet<>(seconds);
  }

  @Test
  void aServiceThatIsDownHasTheCheckOfItsImageToo() {
    host.get(
        "sh",
        "-c",
        "podman create --name made localhost/berth-test/busybox:1 && podman commit --quiet"
            + " --format docker --change 'HEALTHCHECK CMD true' made localhost/berth-it/checked:1"
            + " && podman rm made");
    host.apply(
        """
        imaged: {image: localhost/berth-it/checked:1, net: none, restart: always}
        plain: {image: localhost/berth-test/busybox:1, net: none, restart: always}
        """,
        "--config-id",
        "imaged");
    String unit = "/etc/systemd/system/berth-imaged.service";
    String text = host.read(unit);
    assertThat(text).contains("\nCheck=yes\n");
    host.get("systemctl", "stop", "berth-imaged.service", "berth-plain.service");
    CommandResult down = host.berth("health", "--all");
    assertThat(down.exitCode()).isEqualTo(1);
    assertThat(down.stdout()).containsPattern("imaged +down").containsPattern("plain +no check");

    host.get("systemctl", "start", "berth-imaged.service", "berth-plain.service");
    String pid = host.pids().get("imaged");
    host.write(unit, text.replaceFirst("(?s)StartOrder=.*", ""));
    host.get("systemctl", "daemon-reload");
    CommandResult again = host.berth("apply", "-f", "/root/set.yaml", "--config-id", "imaged");
    assertThat(again.stderr()).as("as an older Berth wrote it").contains("update unit imaged");
    assertThat(host.read(unit)).isEqualTo(text);
    assertThat(host.pids()).containsEntry("imaged", pid);
  }

  private static final String AS_ROOT =
      """
      db:
        <<: &common {image: 'localhost/berth-test/busybox:1', net: none, restart: always, user: "1000"}
        command: [sleep, "1000"]
        healthcheck: {test: 'test "$(id -u)" = 0 && echo "as `id -u`: it''s  %n $HOME"', user: root, interval: 1s}
      web:
        <<: *common
        command: [sh, -c, "sleep 3; touch /tmp/well; exec sleep 1000"]
        depends_on: {db: {condition: service_healthy}}
        healthcheck: {test: "test -e /tmp/well && ! test -e /tmp/sick", user: root, interval: 1s, retries: 3, start_period: 60s, on_failure: restart}
      own:
        image: localhost/berth-test/busybox:1
        net: none
        restart: always
        command: [sleep, "1000"]
        healthcheck: {test: "true", user: root, interval: 1s}
      """;

  @Test
  void anotherUserThanTheContainersOwnChecks() {
    host.apply(AS_ROOT, "--config-id", "as-root", "--wait");

    Map<String, Json> configs = inspected("Config");
    assertThat(test(configs, "db")).containsExactly("NONE");
    assertThat(test(configs, "own")).containsExactly("CMD-SHELL", "true");
    assertThat(states()).containsEntry("db", "healthy").containsEntry("web", "healthy");
    assertThat(host.berth("health", "-o", "json").stdout()).contains("as 0: it's  %n /root");
    assertThat(host.run("systemctl", "is-active", "berth-db:health.service").exitCode()).isZero();
    assertThat(host.run("systemctl", "is-active", "berth-own:health.service").exitCode())
        .isNotZero();

    String before = host.run("podman", "inspect", "--format={{.Id}}", "web").stdout();
    host.run("podman", "exec", "--user=root", "web", "touch", "/tmp/sick");
    Eventually.holds(
        "web is started again and gets healthy",
        () ->
            !host.run("podman", "inspect", "--format={{.Id}}", "web").stdout().equals(before)
                && states().getOrDefault("web", "").equals("healthy"));

    host.apply(
        """
        elsewhere:
          image: localhost/berth-test/busybox:1
          net: none
          restart: always
          command: [sleep, "1000"]
          depends_on: {web: {condition: service_healthy, required: true}}
        """,
        "--config-id",
        "elsewhere");
    assertThat(host.pids()).containsKey("elsewhere");
    host.berth("delete", "elsewhere");

    host.berth("delete", "as-root");
    assertThat(host.run("sh", "-c", "systemctl list-units --all --no-legend '*:health*'").stdout())
        .isBlank();
    assertThat(host.run("sh", "-c", "ls /run/berth/health").stdout()).isBlank();
  }

  @Test
  void oneThatDoesNotGetHealthyForAnotherUserFailsItsGate() {
    CommandResult failed =
        host.tryApply(
            """
            gate:
              image: localhost/berth-test/busybox:1
              net: none
              restart: always
              user: "1000"
              command: [sleep, "1000"]
              healthcheck: {test: "echo not well; false", user: root, interval: 1s, retries: 2}
            late:
              image: localhost/berth-test/busybox:1
              net: none
              restart: always
              command: [sleep, "1000"]
              depends_on: {gate: {condition: service_healthy}}
            """,
            "--config-id",
            "gated");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.stderr() + failed.stdout()).contains("not well");
  }
}
