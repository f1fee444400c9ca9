package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bind mounts whose source is missing, which an engine finds out about too late or never. */
@ClassTemplate
class BindIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String BUSYBOX = "image: localhost/berth-test/busybox:1";

  @Test
  void everyMissingSourceIsReportedWithItsPlaceBeforeAnythingChanges() {
    String set =
        """
        sound:
          %1$s
          restart: always
        first:
          %1$s
          restart: always
          volumes:
            - /etc:/host/etc:ro
            - /srv/missing/one:/one
        second:
          %1$s
          volumes: ["/srv/missing/two:/two:ro"]
        """
            .formatted(BUSYBOX);

    CommandResult result = host.tryApply(set, "--config-id", "missing", "--missing-bind", "fail");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr())
        .contains("/root/set.yaml:9:7: error: 'first' binds '/srv/missing/one', which does not")
        .contains("/root/set.yaml:12:13: error: 'second' binds '/srv/missing/two', which does not")
        .contains("2 problems stand against it; nothing has changed");
    assertThat(host.pids()).doesNotContainKeys("sound", "first", "second");
    assertThat(host.exists("/etc/systemd/system/berth-sound.service")).isFalse();
    assertThat(host.exists("/srv/missing")).isFalse();
  }

  @Test
  void missingDirectoriesAreMadeWhereThatIsAskedForAsDockerUsersAreUsedTo() {
    String set =
        """
        maker:
          %s
          restart: always
          volumes: ["/srv/made/deep/data:/data", "/srv/made/conf.d:/conf:ro"]
        """
            .formatted(BUSYBOX);
    host.write("/root/made.yaml", set);

    String strictly = "umask 077; exec /opt/berth/berth apply -f /root/made.yaml";
    host.get("sh", "-c", strictly + (host.isDocker() ? "" : " --missing-bind create"));

    assertThat(host.get("stat", "-c", "%F %a %U:%G", "/srv/made/deep/data", "/srv/made/conf.d"))
        .isEqualTo("directory 755 root:root\ndirectory 755 root:root");
    host.engine("exec", "maker", "touch", "/data/works");
    assertThat(host.exists("/srv/made/deep/data/works")).isTrue();
    assertThat(host.get("sh", "-c", strictly)).contains("0 done, 1 unchanged.");
  }

  @Test
  void whatLooksLikeAFileIsNotMadeIntoADirectory() {
    String set =
        """
        files:
          %s
          volumes:
            - /srv/files/haproxy.conf:/a
            - /srv/files/mysql.sock:/b
            - /srv/files/ca.pem:/c
            - /srv/files/app.log:/d
            - /srv/files/settings.json:/e
            - /srv/files/plain:/f
        """
            .formatted(BUSYBOX);

    CommandResult result = host.tryApply(set, "--config-id", "files", "--missing-bind", "create");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr())
        .containsPattern("set.yaml:4:7: error: .*haproxy.conf.* looks like a file")
        .containsPattern("set.yaml:5:7: error: .*mysql.sock.*\\n.*start what makes this socket")
        .containsPattern("set.yaml:6:7: error: .*ca.pem.* looks like a file")
        .containsPattern("set.yaml:7:7: error: .*app.log.* looks like a file")
        .containsPattern("set.yaml:8:7: error: .*settings.json.* looks like a file")
        .doesNotContain("/srv/files/plain");
    assertThat(host.exists("/srv/files")).isFalse();
  }

  /** An init task that makes what a later container binds, if it does what is given. */
  private static String afterInit(String name, String script) {
    host.get("mkdir", "-p", "/srv/" + name);
    return """
    %2$s_init:
      %1$s
      detach: false
      volumes: ["/srv/%2$s:/work"]
      command: [sh, -c, "%3$s"]
    %2$s:
      %1$s
      start_order: 1
      restart: always
      volumes: ["/srv/%2$s/etc/app.conf:/app.conf:ro", "/srv/%2$s/data:/data"]
    """
        .formatted(BUSYBOX, name, script);
  }

  @Test
  void aSourceBelowAnEarlierTasksBindIsLeftToThatTask() {
    String script = "mkdir -p /work/etc /work/data; echo made >/work/etc/app.conf";

    host.apply(afterInit("inited", script), "--config-id", "inited");

    assertThat(host.engine("exec", "inited", "cat", "/app.conf")).isEqualTo("made");
  }

  @Test
  void aSourceThatTheEarlierTaskDidNotMakeFailsWhenItsTurnComes() {
    CommandResult result =
        host.tryApply(
            afterInit("forgotten", "mkdir /work/data"),
            "--config-id",
            "forgotten",
            "--missing-bind",
            "fail");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stdout())
        .contains(
            "failed   create forgotten: /root/set.yaml:10:13: bind source"
                + " '/srv/forgotten/etc/app.conf' does not exist")
        .contains("1 done, 1 failed, 0 unchanged.");
    assertThat(host.pids()).doesNotContainKey("forgotten");
  }

  @Test
  void aSourceBelowAReadOnlyBindIsNobodysToMake() {
    CommandResult result =
        host.tryApply(
            afterInit("readonly", "true").replace("/srv/readonly:/work", "/srv/readonly:/work:ro"),
            "--config-id",
            "readonly",
            "--missing-bind",
            "fail");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stderr())
        .contains("/srv/readonly/etc/app.conf", "/srv/readonly/data", "2 problems");
  }

  @Test
  void rootMakesNothingWhereAnotherUserCouldLeadItElsewhere() {
    host.get(
        "sh",
        "-ec",
        "mkdir -p /srv/snare; cd /srv/snare; mkdir -m 0777 open; mkdir -m 0775 shared;"
            + " mkdir -m 1777 sticky; chgrp 1234 shared; install -d -o 1234 theirs;"
            + " mkdir -m 0700 /root/private; ln -s /root/private sticky/link;"
            + " chown -h 1234 sticky/link");
    String set =
        """
        snared:
          %s
          restart: always
          volumes:
            - /srv/snare/open/data:/a
            - /srv/snare/shared/deep/data:/b
            - /srv/snare/theirs/data:/c
            - /srv/snare/sticky/link/data:/d
        """
            .formatted(BUSYBOX);

    CommandResult result = host.tryApply(set, "--config-id", "snared", "--missing-bind", "create");

    assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
    String why = "' is not there and is not made: /srv/snare/";
    assertThat(result.stderr())
        .contains("set.yaml:5:7: error: bind source '/srv/snare/open/data" + why + "open is not")
        .contains("/open is not root's alone: everybody may write to it")
        .contains("set.yaml:6:7: error: bind source '/srv/snare/shared/deep/data" + why)
        .contains("/shared is not root's alone: the group 1234 may write to it")
        .contains("set.yaml:7:7: error: bind source '/srv/snare/theirs/data" + why)
        .contains("/theirs is not root's alone: it belongs to the user 1234")
        .contains("set.yaml:8:7: error: bind source '/srv/snare/sticky/link/data" + why)
        .contains("/sticky/link is not root's alone: it belongs to the user 1234")
        .contains("4 problems");
    assertThat(host.get("find", "/srv/snare", "-name", "d*")).isEmpty();
    assertThat(host.get("find", "/root/private", "-printf", "%m %P\n")).isEqualTo("700");

    host.apply(
        "stuck:\n  %s\n  restart: always\n  volumes: [/srv/snare/sticky/own/data:/a]\n"
            .formatted(BUSYBOX),
        "--config-id",
        "stuck",
        "--missing-bind",
        "create");
    assertThat(
            host.get("stat", "-c", "%a %U", "/srv/snare/sticky/own", "/srv/snare/sticky/own/data"))
        .isEqualTo("755 root\n755 root");
  }

  @Test
  void directoriesBelowRunAreKeptForAsLongAsAContainerBindsThem() {
    String one = "  %s\n  restart: always\n  volumes: [/run/kept/ours:/a]\n".formatted(BUSYBOX);
    String entries = "ls /etc/tmpfiles.d | grep berth- || true";
    String[] made = {"--missing-bind", "create", "--config-id", "kept"};
    host.apply("first:\n" + one + "second:\n" + one, made);
    assertThat(host.get("sh", "-c", entries)).isEqualTo("berth-run-kept-ours.conf");

    host.apply("second:\n" + one, made);
    assertThat(host.get("sh", "-c", entries)).isEqualTo("berth-run-kept-ours.conf");
    host.apply("second:\n" + one.replace("/run/kept/ours", "/run/kept/other"), made);
    assertThat(host.get("sh", "-c", entries)).isEqualTo("berth-run-kept-other.conf");
    host.berth(0, "delete", "kept");
    assertThat(host.get("sh", "-c", entries)).isEmpty();
  }

  @Test
  void logsAreWrittenWhereNobodyCanPutALink() {
    if (host.isDocker()) {
      return;
    }
    host.get("sh", "-ec", "mkdir -m 0777 /srv/logs; mkdir /srv/own; ln -s /root/x /srv/logs/a.log");
    String set = "logged:\n  %s\n  restart: always\n".formatted(BUSYBOX);

    CommandResult open = host.tryApply(set, "--container-log-path", "/srv/logs");
    assertThat(open.exitCode()).isEqualTo(2);
    assertThat(open.stderr())
        .contains(
            "--container-log-path: error: the log '/srv/logs/logged.log' is not root's alone:"
                + " '/srv/logs', everybody may write to it");
    CommandResult given =
        host.tryApply(
            set + "  log_driver: k8s-file\n  log_opts: {path: /srv/logs/a.log}\n",
            "--container-log-path",
            "/srv/own");
    assertThat(given.exitCode()).isEqualTo(2);
    assertThat(given.stderr()).contains("set.yaml:5:13: error: the log '/srv/logs/a.log' is not");
    CommandResult absent = host.tryApply(set, "--container-log-path", "/srv/none");
    assertThat(absent.exitCode()).isEqualTo(2);
    assertThat(absent.stderr()).contains("'/srv/none' is no directory");
    CommandResult own =
        host.berth("--log-file", "/srv/logs/b.log", "validate", "--file", "/root/set.yaml");
    assertThat(own.exitCode()).isEqualTo(2);
    assertThat(own.stderr())
        .contains("--log-file /srv/logs/b.log is not root's alone: '/srv/logs', everybody may");
    assertThat(host.exists("/root/x")).isFalse();

    host.apply(set, "--config-id", "logged", "--container-log-path", "/srv/own");
    assertThat(host.exists("/srv/own/logged.log")).isTrue();
  }
}
