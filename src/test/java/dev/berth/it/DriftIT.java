package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host was changed by hand: plan says what differs, and apply mends just that. */
class DriftIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SET =
      """
      kept:
        image: localhost/berth-test/busybox:1
        restart: always
        environment: {MODE: one}
      once:
        image: localhost/berth-test/busybox:1
        restart: "no"
      other:
        image: localhost/berth-test/busybox:1
        restart: always
      """;

  private Map<String, String> before = Map.of();

  @BeforeEach
  void allIsAsWanted() {
    host.apply(SET, "--config-id", "drift");
    before = host.pids();
    assertThat(before).containsOnlyKeys("kept", "once", "other");
  }

  @Test
  void aUnitsImageOutlivesItsTagAndItsDataTheLateMount() {
    String first = build("V=1");
    host.get("sh", "-c", "echo 'tmpfs /srv/late tmpfs nofail 0 0' >>/etc/fstab");
    host.get(
        "sh",
        "-c",
        "mkdir -p /srv/late && systemctl daemon-reload && systemctl stop srv-late.mount");
    String set =
        """
        Held:
          image: localhost/moving:1
          restart: always
          net: none
          stop_grace_period: 1s
          volumes: ["/srv/late:/data"]
          labels: {io.containers.autoupdate: disabled}
          command: [sh, -c, "touch /data/here; exec sleep 100000"]
        named:
          image: localhost/berth-test/busybox:1
          restart: always
          net: none
          stop_grace_period: 1s
          labels: {io.containers.autoupdate: local}
          command: [sleep, "100000"]
        """;
    host.write("/root/held.yaml", set);
    assertThat(host.berth("plan", "-f", "/root/held.yaml").stderr())
        .contains(
            "/root/held.yaml:6:13: warning: bind source '/srv/late': /srv/late of /etc/fstab");

    host.apply(set, "--config-id", "held");

    assertThat(host.get("findmnt", "-n", "-o", "FSTYPE", "/srv/late")).isEqualTo("tmpfs");
    assertThat(host.exists("/srv/late/here")).isTrue();
    assertThat(host.get("systemctl", "show", "-P", "RequiresMountsFor", "berth-Held.service"))
        .contains("/run/containers", "/srv/late", "/var/lib/containers/storage");
    assertThat(host.get("podman", "auto-update", "--dry-run")).contains("berth-named.service");
    assertThat(host.berth("list", "-f", "value", "-c", "container", "-c", "image").stdout())
        .contains("Held localhost/moving:1");

    String second = build("V=2");
    host.get("systemctl", "stop", "berth-Held");
    host.get("podman", "image", "prune", "--force");
    host.get("systemctl", "start", "berth-Held");
    assertThat(host.inspect("Held", "{{.Image}}")).contains(first);

    host.apply(set, "--config-id", "held");
    assertThat(host.inspect("Held", "{{.Image}}")).contains(second);
    assertThat(host.get("podman", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}"))
        .contains("localhost/berth/held-", ":" + second.substring(0, 12))
        .doesNotContain(":" + first.substring(0, 12));
    host.get("podman", "image", "prune", "--all", "--force", "--filter", "label=moving=yes");
    host.get("systemctl", "restart", "berth-Held");
    assertThat(host.inspect("Held", "{{.Image}}")).as("one that runs").contains(second);
    assertThat(host.berth("plan", "--exit-code", "-f", "/root/held.yaml").exitCode()).isZero();
    host.berth("delete", "held");
    assertThat(host.get("podman", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}"))
        .doesNotContain("localhost/berth/held-");
  }

  private static String build(String variable) {
    host.write(
        "/root/moving",
        "FROM localhost/berth-test/busybox:1\nLABEL moving=yes\nENV " + variable + "\n");
    return host.get(
            "podman", "build", "-q", "-t", "localhost/moving:1", "-f", "/root/moving", "/root")
        .lines()
        .reduce("", (before, line) -> line);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          disabled unit               | systemctl disable -q U                    | update unit kept | unit is disabled
          edited unit                 | echo '# mine' >>F                         | update unit kept | unit differs
          edited and loaded unit      | echo '# mine' >>F; systemctl daemon-reload | update unit kept | unit differs
          deleted unit                | rm F                                      | update unit kept | unit is missing
          deleted and forgotten unit  | rm F; systemctl daemon-reload             | update unit kept | unit is missing
          deleted environment file    | rm /etc/berth/env/kept.env                | update unit kept | environment file differs
          emptied environment file    | : >/etc/berth/env/kept.env                | update unit kept | environment file differs
          readable environment file   | chmod 644 /etc/berth/env/kept.env         | update unit kept | /etc/berth/env/kept.env is not its owner's alone: its mode is 0644
          given environment file      | chown 1000 /etc/berth/env/kept.env        | update unit kept | it belongs to the user with the number 1000
          touched, but unloaded unit  | touch F                                   | update unit kept | unit is not loaded as it lies on disk
          """)
  void unitsAndFilesAreMendedWhileTheProcessStays(
      String name, String byHand, String step, String reason) {
    String unit = host.read("/etc/systemd/system/berth-kept.service");
    String environment = host.read("/etc/berth/env/kept.env");
    byHand(byHand);

    assertThat(plan().stdout()).contains(step, reason, "1 step, 2 containers are as wanted");
    host.apply(SET, "--config-id", "drift");

    assertThat(host.pids()).as(name).isEqualTo(before);
    assertThat(host.read("/etc/systemd/system/berth-kept.service")).isEqualTo(unit);
    assertThat(host.read("/etc/berth/env/kept.env")).isEqualTo(environment);
    assertThat(host.get("stat", "-c", "%a %u", "/etc/berth/env/kept.env")).isEqualTo("600 0");
    assertThat(host.get("systemctl", "is-enabled", "berth-kept.service")).isEqualTo("enabled");
    assertThat(host.get("systemctl", "is-active", "berth-kept.service")).isEqualTo("active");
    assertThat(host.get("systemctl", "show", "-P", "NeedDaemonReload", "berth-kept.service"))
        .isEqualTo("no");
    assertThat(plan().exitCode()).isZero();
  }

  @Test
  void aProcessThatWasStartedWithWhatWasPutBackSinceIsReplaced() {
    startedOtherwise(
        Map.of(
            "cp -p $E /k; sed -i s/one/foreign/ $E; systemctl restart $U; mv /k $E;"
                + " systemctl freeze $U",
            "an environment file that was changed by hand: 'MODE' differs",
            "cp -p $F /k; sed -i s/--env=MODE/--env=MODE=foreign/ $F; systemctl daemon-reload;"
                + " systemctl restart $U; mv /k $F; systemctl daemon-reload",
            "a unit that was changed by hand"));
  }

  @Test
  @Tag("long")
  void aProcessThatWasStartedWithWhatIsStillThereIsReplaced() {
    startedOtherwise(
        Map.of(
            "sed -i s/one/foreign/ $E; systemctl restart $U",
            "an environment file that was changed by hand: 'MODE' differs",
            "echo more=1 >>$N; systemctl restart $U",
            "an environment file that was changed by hand: it had a variable more",
            "sed -i '/^Delegate/aUMask=0077' $F; systemctl daemon-reload; systemctl restart $U",
            "a unit that was changed by hand"));
  }

  /** The reasons by what is done by hand before. */
  private void startedOtherwise(Map<String, String> byHand) {
    String set =
        """
        own:
          image: localhost/berth-test/busybox:1
          restart: always
          net: none
          stop_grace_period: 1s
          environment: {MODE: one, odd.name: two}
        """;
    host.apply(set, "--config-id", "own");
    byHand.forEach(
        (script, reason) -> {
          host.get(
              "sh",
              "-ec",
              "U=berth-own.service F=/etc/systemd/system/$U E=/etc/berth/env/own.env"
                  + " N=/etc/berth/env/own.engine-env; "
                  + script);

          assertThat(host.berth("plan", "-f", "/root/set.yaml", "--config-id", "own").stdout())
              .as(script)
              .contains("replace own", "was started with " + reason, "1 step")
              .doesNotContain("foreign");
          host.apply(set, "--config-id", "own");

          assertThat(host.get("podman", "exec", "own", "env"))
              .as(script)
              .contains("MODE=one", "odd.name=two")
              .doesNotContain("more=");
        });
    assertThat(
            host.berth("plan", "--exit-code", "-f", "/root/set.yaml", "--config-id", "own")
                .exitCode())
        .isZero();
    assertThat(host.pids()).containsAllEntriesOf(before);
    host.get("systemctl", "freeze", "berth-own.service");
    assertThat(host.berth("delete", "own").exitCode()).isZero();
  }

  @Test
  void whatIsFrozenIsThawedAndGoesOn() {
    host.get("systemctl", "freeze", "berth-kept.service");
    assertThat(host.berth("list", "-f", "value", "-c", "container", "-c", "unit").stdout())
        .contains("kept active (frozen), enabled");
    assertThat(plan().stdout()).contains("thaw kept", "unit is frozen", "1 step, 2 containers");

    host.apply(SET, "--config-id", "drift");

    assertThat(host.pids()).isEqualTo(before);
    assertThat(host.get("systemctl", "show", "-P", "FreezerState", "berth-kept.service"))
        .isEqualTo("running");
    assertThat(plan().exitCode()).isZero();
  }

  @Test
  void aHealthCheckThatNobodyRunsAnyMoreIsResumedWhileTheProcessStays() {
    String set =
        """
        own:
          image: localhost/berth-test/busybox:1
          restart: always
          net: none
          stop_grace_period: 1s
          healthcheck: {test: [CMD, "true"], interval: 1s}
        theirs:
          image: localhost/berth-test/busybox:1
          restart: always
          net: none
          stop_grace_period: 1s
          healthcheck: {test: [CMD, "true"], interval: 1s, user: nobody}
        """;
    host.apply(set, "--config-id", "checked");
    Map<String, String> pids = host.pids();
    String timer = host.inspect("own", "{{.Id}}") + "*.timer";
    Eventually.holds("both are healthy", () -> host.berth("health").exitCode() == 0);
    host.get("systemctl", "stop", timer, "berth-theirs:health.service");

    CommandResult health = host.berth("health", "own", "theirs");
    assertThat(health.exitCode()).isEqualTo(1);
    assertThat(health.stdout())
        .containsPattern("own +healthy \\(stale\\) .* not checked since 20.*the timer of its check")
        .containsPattern("theirs +\\w+ \\(stale\\) .* berth-theirs:health.service was stopped");
    assertThat(host.berth("health", "-o", "json").stdout())
        .containsPattern("\"state\" ?: ?\"healthy\",\\s*\"stale\" ?: ?true");
    assertThat(host.berth("list", "--config-id", "checked", "-o", "json").stdout())
        .contains("\"healthy (stale)\"", "(healthy, stale)");
    assertThat(host.berth("plan", "-f", "/root/set.yaml", "--config-id", "checked").stdout())
        .contains(
            "resume check of own",
            "the timer of its check was stopped",
            "resume check of theirs",
            "berth-theirs:health.service was stopped",
            "2 steps");
    host.apply(set, "--config-id", "checked");

    assertThat(host.pids()).isEqualTo(pids);
    assertThat(host.get("systemctl", "list-units", "--no-legend", timer)).contains("active");
    assertThat(host.get("systemctl", "is-active", "berth-theirs:health.service"))
        .isEqualTo("active");
    CommandResult after =
        host.berth("plan", "--exit-code", "-f", "/root/set.yaml", "--config-id", "checked");
    assertThat(after.exitCode()).as(after.stdout()).isZero();

    // Its check starts anew with it.
    host.get("systemctl", "restart", "berth-theirs.service");
    assertThat(host.get("systemctl", "is-active", "berth-theirs:health.service"))
        .isEqualTo("active");
    assertThat(host.berth("delete", "checked").exitCode()).isZero();
  }

  @Test
  void whatOthersMayUseOfBerthsOwnIsRestrictedAndNothingRuns() {
    String set =
        """
        task: {image: "localhost/berth-test/busybox:1", command: ["true"], net: none, environment: {odd.name: x}}
        """;
    host.apply(set, "--config-id", "own");
    String file = host.get("sh", "-c", "ls /etc/berth/env/task.*").strip();
    host.get("chmod", "644", file);
    host.get("chmod", "755", "/etc/berth/env", "/var/lib/berth");

    assertThat(host.berth("plan", "-f", "/root/set.yaml", "--config-id", "own").stdout())
        .containsPattern("restrict " + file + " .*its mode is 0644")
        .containsPattern("restrict /etc/berth/env +.*its mode is 0755")
        .containsPattern("restrict /var/lib/berth +.*its mode is 0755")
        .contains("3 steps, 1 container is as wanted");
    host.apply(set, "--config-id", "own");

    assertThat(host.get("stat", "-c", "%a", file, "/etc/berth/env", "/var/lib/berth").lines())
        .containsExactly("600", "700", "700");
    assertThat(
            host.berth("plan", "--exit-code", "-f", "/root/set.yaml", "--config-id", "own")
                .exitCode())
        .isZero();
    assertThat(host.berth("delete", "own").exitCode()).isZero();
  }

  @Test
  void oneThatWasTakenOutOfItsNetworkIsReplaced() {
    String set =
        """
        own: {image: "localhost/berth-test/busybox:1", restart: always, net: near, stop_grace_period: 1s}
        """;
    host.get("podman", "network", "create", "near");
    host.apply(set, "--config-id", "near");
    String[] plan = {"plan", "--exit-code", "-f", "/root/set.yaml", "--config-id", "near"};
    assertThat(host.berth(plan).exitCode()).isZero();

    host.get("podman", "network", "disconnect", "near", "own");
    host.get("podman", "network", "rm", "near");
    assertThat(host.berth(2, plan).stderr()).contains("there is no network 'near'");
    host.get("podman", "network", "create", "near");
    assertThat(host.berth(plan).stdout())
        .contains("replace own", "is not in its network 'near' any more", "1 step");
    host.apply(set, "--config-id", "near");

    assertThat(host.get("podman", "ps", "--filter", "network=near", "--format", "{{.Names}}"))
        .contains("own");
    assertThat(host.berth(plan).exitCode()).isZero();
    assertThat(host.berth("delete", "near").exitCode()).isZero();
    host.get("podman", "network", "rm", "near");
  }

  @Test
  void oneThatWasRenamedIsKnownByTheUnitThatRunsItAndACopyIsNot() {
    host.get("podman", "rename", "kept", "moved");
    host.get("podman", "container", "clone", "--run", "other", "copy");

    CommandResult planned = plan();
    assertThat(planned.stdout())
        .contains("replace kept", "its container is gone: it was renamed to 'moved'", "1 step");
    assertThat(planned.stderr())
        .contains("copy: warning: this container has Berth's labels")
        .doesNotContain(":1:1", "moved");
    assertThat(host.berth("list", "--all", "-f", "value", "-c", "container").stdout().lines())
        .contains("moved", "copy");
    host.apply(SET, "--config-id", "drift");

    assertThat(host.pids()).containsOnlyKeys("kept", "once", "other", "copy");
    assertThat(host.pids()).containsEntry("other", before.get("other"));
    assertThat(plan().exitCode()).isZero();
    host.get("podman", "rename", "kept", "moved");
    assertThat(host.berth("delete", "drift").exitCode()).isZero();
    assertThat(host.pids()).containsOnlyKeys("copy");
    host.get("podman", "rm", "--force", "--time", "0", "copy");
  }

  /** It costs a look at what the engine keeps, and no more. */
  @Test
  void aFileThatWasOnlyTouchedChangesNothing() {
    byHand("touch /etc/berth/env/kept.env; chmod 600 /etc/berth/env/kept.env");
    assertThat(plan().exitCode()).isZero();
    assertThat(host.pids()).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stopped unit                 | systemctl stop U                                | start kept | unit was stopped by hand
          stopped and disabled unit    | systemctl disable -q --now U                    | start kept | unit was stopped by hand
          stopped and deleted unit     | systemctl stop U; rm F; systemctl daemon-reload | create kept | new
          """)
  void whatWasStoppedStartsAgainAndNothingElseDoes(
      String name, String byHand, String step, String reason) {
    byHand(byHand);

    assertThat(plan().stdout()).contains(step, reason, "1 step, 2 containers are as wanted");
    host.apply(SET, "--config-id", "drift");

    assertThat(host.pids()).as(name).containsOnlyKeys("kept", "once", "other");
    assertThat(host.pids()).contains(Map.entry("once", before.get("once")));
    assertThat(host.pids()).contains(Map.entry("other", before.get("other")));
    assertThat(host.get("systemctl", "is-enabled", "berth-kept.service")).isEqualTo("enabled");
    assertThat(plan().exitCode()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deleted               | rm F F2
          deleted and forgotten | rm F F2; systemctl daemon-reload
          masked                | ln -sf /dev/null F; rm F2
          """)
  void whatRunsWithoutAFileIsStoppedByDeleteAndStays(String name, String byHand) {
    String crashing = SET.replace("once:", "once:\n  command: [sh, -c, 'sleep 1; exit 3']");
    host.write("/root/set.yaml", crashing.replace("\"no\"", "always"));
    host.berth("apply", "--config-id", "drift", "--file", "/root/set.yaml");
    byHand(byHand.replace("F2", "/etc/systemd/system/berth-once.service"));

    assertThat(host.berth("delete", "drift", "--dry-run").stdout())
        .contains("remove kept", "remove once", "remove other");
    CommandResult deleted = host.berth("delete", "drift");
    assertThat(deleted.exitCode()).as(deleted.stdout()).isZero();
    host.get("sleep", "2");

    assertThat(host.get("podman", "ps", "--all", "--format", "{{.Names}} {{.Status}}")).isEmpty();
    assertThat(host.get("systemctl", "list-units", "--all", "--no-legend", "berth-*.service"))
        .isEmpty();
    assertThat(host.exists("/etc/systemd/system/berth-kept.service"))
        .isEqualTo(name.equals("masked"));
    // What is masked no boot starts, whatever wants it.
    assertThat(host.get("find", "/etc/systemd/system", "-path", "*.wants/berth-*").lines())
        .as("what a boot would start")
        .allMatch(link -> name.equals("masked") && link.endsWith("/berth-kept.service"));
    host.run("systemctl", "unmask", "berth-kept.service");
    CommandResult again = host.apply(SET, "--config-id", "drift");
    assertThat(again.stdout()).contains("3 done, 0 unchanged.");
  }

  @Test
  void whatIsMaskedAndDownIsStillListed() {
    String row = "drift,kept,\"inactive (dead), masked\"";
    String[] list = {"list", "-f", "csv", "-c", "config", "-c", "container", "-c", "unit"};
    host.get("systemctl", "stop", "berth-kept.service");
    byHand("ln -sf /dev/null F; systemctl daemon-reload");
    assertThat(host.berth(0, list).stdout().replaceAll("\"(\\w+)\"", "$1")).contains(row);
    assertThat(host.berth("health", "kept").stdout()).contains("kept");

    assertThat(host.berth("delete", "drift").exitCode()).isZero();
    assertThat(host.berth(0, list).stdout()).doesNotContain("kept");
    host.get("systemctl", "unmask", "berth-kept.service");
  }

  @Test
  void containerRemovedBehindSystemdsBackComesBackByItself() {
    host.get("podman", "rm", "--force", "--time", "0", "kept");

    Eventually.holds(
        "systemd has started it again",
        () -> host.pids().containsKey("kept") && plan().exitCode() == 0);
    assertThat(host.pids().get("kept")).isNotEqualTo(before.get("kept"));
    assertThat(host.pids()).containsEntry("other", before.get("other"));
  }

  @Test
  void containerRemovedThatSystemdDoesNotRestartIsStartedByApply() {
    host.get("podman", "rm", "--force", "--time", "0", "once");
    Eventually.holds(
        "its unit has ended", () -> !state("berth-once.service").equals("deactivating"));

    assertThat(plan().stdout()).contains("start once", "unit ").contains("1 step");
    host.apply(SET, "--config-id", "drift");
    assertThat(host.pids()).containsKey("once").containsEntry("kept", before.get("kept"));
    assertThat(plan().exitCode()).isZero();
  }

  @Test
  void serviceThatCrashesStartsAgainAsSoonAsItIsMended() {
    String crashing =
        SET.replace("once:", "crashing:").replace("\"no\"", "always\n  command: ['false']");
    host.write("/root/crashing.yaml", crashing);
    CommandResult failed =
        host.berth("apply", "--config-id", "drift", "--file", "/root/crashing.yaml");
    assertThat(failed.exitCode()).as(failed.stdout()).isEqualTo(1);
    assertThat(failed.stdout()).contains("create crashing: started, and ended at once");

    CommandResult mended =
        host.apply(crashing.replace("'false'", "sleep, infinity"), "--config-id", "drift");
    assertThat(mended.stdout()).contains("1 done, 2 unchanged.");
    assertThat(host.pids()).containsOnlyKeys("kept", "crashing", "other");
    assertThat(host.get("systemctl", "show", "-P", "NRestarts", "berth-crashing.service"))
        .isEqualTo("0");
    assertThat(host.pids()).containsEntry("other", before.get("other"));
  }

  private static String state(String unit) {
    return host.get("systemctl", "show", "-P", "ActiveState", unit);
  }

  private static void byHand(String script) {
    host.get(
        "sh",
        "-ec",
        "U=berth-kept.service F=/etc/systemd/system/$U; "
            + script.replace(" U", " $U").replace(" F", " $F").replace(">F", ">$F"));
  }

  private static CommandResult plan() {
    return host.berth("plan", "--exit-code", "--config-id", "drift", "--file", "/root/set.yaml");
  }
}
