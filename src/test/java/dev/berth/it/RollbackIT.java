package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A replacement that does not come up, or does not get healthy, gives way to what ran before. */
@ClassTemplate
class RollbackIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String GOOD =
      """
      web:
        image: localhost/berth-test/web:1
        restart: always
        net: host
        stop_grace_period: 1s
        environment: {NAME: former, PORT: "8090", odd.name: former}
        healthcheck:
          test: "wget -q -O /dev/null http://127.0.0.1:8090/"
          interval: 1s
          retries: 2
      other:
        image: localhost/berth-test/busybox:1
        restart: always
        start_order: 1
        environment: {ROLE: former}
        depends_on: [web]
      follower:
        image: localhost/berth-test/busybox:1
        restart: always
        start_order: 1
        environment: {ROLE: former}
        depends_on: {web: {condition: service_started, required: true}}
      """;
  private static final String UNITS = "/etc/systemd/system/berth-";

  @BeforeEach
  void theFormerRuns() {
    host.apply(GOOD, "--config-id", "site", "--wait");
    assertThat(answer()).isEqualTo("former");
  }

  @AfterAll
  static void nothingStays() {
    assertThat(host.berth("cleanup", "--yes").exitCode()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          a program that is not there ~ stop_grace_period: 1s ~ stop_grace_period: 1s\\n  entrypoint: /no-such-program ~ (not found|no such file)
          one that ends at once       ~ NAME: former          ~ NAME: other, BERTH_PRINT_EXIT: "3" ~ ended at once
          a check that fails          ~ 127.0.0.1:8090/       ~ 127.0.0.1:8099/ ~ is unhealthy
          """)
  void whatDoesNotComeUpGoesBack(String name, String from, String to, String cause) {
    String started = whatStarts("web");
    String image = imageId();
    String other = host.pids().get("other");
    String bad =
        GOOD.replace(from, to.replace("\\n", "\n"))
            .replace("odd.name: former", "more: other")
            .replace("NAME: former", "NAME: latter");
    if (cause.equals("ended at once")) {
      bad = bad.replaceFirst("berth-test/web:1", "berth-test/printargs:1");
    }

    CommandResult apply = host.tryApply(bad, "--config-id", "site");

    assertThat(apply.exitCode()).as(apply.stderr()).isEqualTo(1);
    assertThat(apply.stdout())
        .containsPattern("restored replace web: .*" + cause)
        .contains("; what was there before runs again", "1 restored");
    assertThat(whatStarts("web")).isEqualTo(started);
    if (!host.isDocker()) {
      assertThat(host.read("/etc/berth/env/web.engine-env")).isEqualTo("odd.name=former\n");
    }
    assertThat(imageId()).isEqualTo(image);
    assertThat(answer()).isEqualTo("former");
    assertThat(host.engine("inspect", "--format", "{{.State.Health.Status}}", "web"))
        .isEqualTo("healthy");
    assertThat(host.pids()).containsEntry("other", other);
    // systemd stopped it with what it requires.
    assertThat(host.pids()).containsKey("follower");
    // What was wanted is still wanted, and what runs is known for what it is.
    assertThat(host.berth("plan", "-f", "/root/set.yaml", "--config-id", "site").stdout())
        .contains("replace web", "changed: ");
    assertThat(host.apply(GOOD, "--config-id", "site").stdout()).contains("0 done, 3 unchanged.");
  }

  @Test
  void whatWasSkippedIsAsItWas() {
    List<String> before = Stream.of("other", "follower").map(RollbackIT::whatStarts).toList();
    String other = host.pids().get("other");
    String bad =
        GOOD.replace("ROLE: former", "ROLE: latter")
                .replace(
                    "stop_grace_period: 1s",
                    "stop_grace_period: 1s\n  entrypoint: /no-such-program")
            + """
            new:
              image: localhost/berth-test/busybox:1
              restart: always
              start_order: 1
              depends_on: [web]
            """;

    CommandResult apply = host.tryApply(bad, "--config-id", "site");

    assertThat(apply.exitCode()).as(apply.stderr()).isEqualTo(1);
    assertThat(apply.stdout())
        .contains("restored replace web: ", "skipped  replace other: it depends on 'web'")
        .contains("skipped  replace follower: ", "skipped  create new: ");
    assertThat(Stream.of("other", "follower").map(RollbackIT::whatStarts).toList())
        .isEqualTo(before);
    assertThat(host.pids()).containsEntry("other", other).containsKey("follower");
    assertThat(role("follower")).as("started again with what it requires").isEqualTo("former");
    if (!host.isDocker()) {
      assertUnitsAreAsTheyWere();
    }

    assertThat(host.berth("plan", "-f", "/root/set.yaml", "--config-id", "site").stdout())
        .containsPattern("replace other +changed: environment.ROLE")
        .containsPattern("replace follower +changed: environment.ROLE")
        .containsPattern("create new +new");
    host.apply(bad.replace("  entrypoint: /no-such-program\n", ""), "--config-id", "site");
    assertThat(role("other") + role("follower")).isEqualTo("latterlatter");
  }

  /**
   * Where a run is killed: by what it asks of systemd, or in Docker's own care of the engine.
   *
   * @param place what has happened by then
   * @param fault of the replacement: its {@code entrypoint}, or its {@code check}
   * @param verb what the next run does about it
   */
  private record Place(String place, KilledBerth killed, String fault, String verb) {
    @Override
    public String toString() {
      return place;
    }
  }

  private static Place place(
      String place, String when, String call, int nth, String fault, String verb) {
    return new Place(
        place,
        KilledBerth.at(host.isDocker() ? "docker" : "systemctl", when, call, nth),
        fault,
        verb);
  }

  static Stream<Place> places() {
    return host.isDocker()
        ? Stream.of(
            place(
                "the former one is stopped", "before", "rename .*web", 1, "entrypoint", "replace"),
            place("the new one is up", "after", "^run .*=web ", 1, "check", "watch"))
        : Stream.of(
            place("its files are written", "before", "daemon-reload", 1, "entrypoint", "replace"),
            place("it is up", "after", "restart .*berth-web", 1, "check", "watch"),
            place("it is to go back", "before", "restart .*berth-web", 2, "check", "watch"));
  }

  static Stream<Place> otherPlaces() {
    return host.isDocker()
        ? Stream.of(
            place("its policy is off", "after", "^update .*web", 1, "entrypoint", "replace"),
            place("it is set aside", "after", "rename .*web", 1, "entrypoint", "create"),
            place("the new one is gone", "before", "rename .*web", 2, "check", "create"),
            place("it has its name again", "after", "rename .*web", 2, "check", "replace"))
        : Stream.of(
            place("systemd knows its unit", "after", "daemon-reload", 1, "entrypoint", "replace"),
            place("it was refused", "after", "restart .*berth-web", 1, "entrypoint", "start"),
            place("its files are back", "before", "daemon-reload", 2, "check", "watch"),
            place("it is back", "after", "restart .*berth-web", 2, "check", "replace"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void aRunThatIsKilledDoesNotTakeTheWayBackAlong(Place place) {
    goesBackAfterAKill(place.killed(), place.fault(), place.verb());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherPlaces")
  @Tag("long")
  void atNoOtherPlaceEither(Place place) {
    goesBackAfterAKill(place.killed(), place.fault(), place.verb());
  }

  private static void goesBackAfterAKill(KilledBerth killer, String fault, String verb) {
    String before = whatStarts("web");
    String bad =
        fault.equals("check")
            ? GOOD.replace("127.0.0.1:8090/", "127.0.0.1:8099/")
            : GOOD.replace(
                "stop_grace_period: 1s", "stop_grace_period: 1s\n  entrypoint: /no-such-program");
    bad = bad.replaceFirst("former", "latter");
    host.write("/root/set.yaml", bad);
    killer.run(host, "apply", "-f", "/root/set.yaml", "--config-id", "site");

    CommandResult apply = host.tryApply(bad, "--config-id", "site");

    assertThat(apply.exitCode()).as(apply.stdout() + apply.stderr()).isEqualTo(1);
    assertThat(apply.stdout())
        // systemd may have it on its way again by then.
        .containsPattern(
            "restored (?:" + verb + "|wait for) +web: .*; what was there before runs again");
    assertThat(whatStarts("web")).isEqualTo(before);
    assertThat(answer()).isEqualTo("former");
    assertThat(host.pids()).containsKeys("web", "other", "follower");
    assertThat(host.apply(GOOD, "--config-id", "site").stdout()).contains("0 done, 3 unchanged.");
    assertThat(host.exists("/var/lib/berth/former")).isFalse();
    if (host.isDocker()) {
      assertThat(host.inspect("web", "{{.HostConfig.RestartPolicy.Name}}")).isEqualTo("always");
      assertThat(host.engine("ps", "--all", "--format", "{{.Names}}"))
          .doesNotContain("berth-former");
    }
  }

  /** Unit and environment; for Docker, what the daemon keeps of the container itself. */
  private static String whatStarts(String container) {
    return host.isDocker()
        ? host.inspect(container, "{{.Id}} {{json .Config}} {{json .HostConfig}}")
        : host.read(UNITS + container + ".service")
            + host.read("/etc/berth/env/" + container + ".env");
  }

  private static void assertUnitsAreAsTheyWere() {
    host.get("systemctl", "restart", "berth-other.service");
    assertThat(role("other")).isEqualTo("former");
    assertThat(host.exists(UNITS + "new.service")).isFalse();
    assertThat(host.get("systemctl", "list-unit-files", "--no-legend", "berth-*.service"))
        .doesNotContain("new", "disabled");
    assertThat(host.get("systemctl", "show", "--property=NeedDaemonReload", "berth-*.service"))
        .doesNotContain("yes");
  }

  private static String role(String container) {
    return host.engine("exec", container, "sh", "-c", "echo $ROLE");
  }

  @Test
  void onDemandTheNewOneStays() {
    String bad = GOOD.replace("127.0.0.1:8090/", "127.0.0.1:8099/").replace("former", "latter");
    // Nobody waits for the health of what nobody would put back.
    assertThat(host.tryApply(bad, "--config-id", "site", "--on-failure", "keep").exitCode())
        .isZero();
    assertThat(answer()).isEqualTo("latter");

    CommandResult waited =
        host.tryApply(
            bad.replace("latter", "last"), "--config-id", "site", "--on-failure", "keep", "--wait");
    assertThat(waited.exitCode()).isEqualTo(1);
    assertThat(waited.stdout()).contains("failed   replace web: is unhealthy");
    assertThat(answer()).isEqualTo("last");
  }

  @Test
  void whatIsNewHasNothingToGoBackTo() {
    CommandResult apply =
        host.tryApply(
            GOOD
                + "new: {image: localhost/berth-test/busybox:1, restart: always, command:"
                + " 'false'}\n",
            "--config-id",
            "site");
    assertThat(apply.exitCode()).isEqualTo(1);
    assertThat(apply.stdout()).contains("failed   create new: started, and ended at once");
  }

  private static String answer() {
    return host.run("curl", "-s", "--retry", "5", "--retry-connrefused", "http://127.0.0.1:8090/")
        .stdout()
        .strip();
  }

  private static String imageId() {
    return host.engine("inspect", "--format", "{{.Image}}", "web");
  }
}
