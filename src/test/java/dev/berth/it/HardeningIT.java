package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Links in the way, full and read-only disks, engines that are away, hang or talk nonsense: one
 * line says what is wrong, what runs goes on, and the next apply mends the rest. The words are
 * those of the table in docs/security.md.
 */
class HardeningIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SET =
      """
      one:
        image: localhost/berth-test/busybox:1
        restart: always
        environment: {MODE: VALUE}
      two:
        image: localhost/berth-test/busybox:1
        restart: always
        environment: {MODE: same}
      """;

  private static final String WANTED = SET.replace("VALUE", "wanted");
  private static final String CHANGED = SET.replace("VALUE", "changed");
  private static final String UNIT = "/etc/systemd/system/berth-one.service";
  private static final String ENVIRONMENT = "/etc/berth/env/one.env";
  private static final int DEADLINE_SECONDS = 60;
  private static final int SLACK_SECONDS = 45;

  private Map<String, String> before = Map.of();

  @BeforeAll
  static void engines() {
    engine("hangs", "sleep 98765");
    engine("nonsense", "echo '[{\"Id\": 7'");
    engine("talks", "exec yes '[[['");
    engine("foreign", "echo '{\"version\": 9}'");
    engine("refuses", "echo 'Error: database is locked' >&2; exit 125");
    host.write("/root/hanging.yaml", WANTED);
    host.write("/root/changed.yaml", CHANGED);
  }

  private static void engine(String name, String script) {
    host.write(
        "/root/" + name + "/podman",
        "#!/bin/sh\n[ \"$1\" != --version ] || exec echo podman version 5.4.2\n" + script + "\n");
    host.get("chmod", "+x", "/root/" + name + "/podman");
  }

  @BeforeEach
  void allIsAsWanted() {
    host.apply(WANTED, "--config-id", "hard");
    before = host.pids();
    assertThat(before).containsOnlyKeys("one", "two");
    host.write("/root/victim", "untouched");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /etc/systemd/system/berth-one.service | exists and was not written by Berth | 2
          /etc/berth/env/one.env                | is a symbolic link                  | 1
          /var/lib/berth/applied/one.json       | is a symbolic link                  | 0
          /var/lib/berth/lock                   | is a symbolic link                  | 1
          """)
  void aFileThatHasBecomeALinkIsNotWrittenThrough(String file, String words, int status) {
    host.get("ln", "-sf", "/root/victim", file);

    CommandResult refused = host.tryApply(CHANGED, "--config-id", "hard");

    assertThat(refused.exitCode()).as(said(refused)).isEqualTo(status);
    assertThat(said(refused)).contains(documented(words)).doesNotContain("\tat ");
    assertThat(host.read("/root/victim").strip()).isEqualTo("untouched");
    assertThat(host.get("readlink", file)).isEqualTo("/root/victim");
    assertThat(host.pids()).containsEntry("two", before.get("two"));
    host.get("rm", file);
    converges();
    assertThat(host.read("/root/victim").strip()).isEqualTo("untouched");
  }

  @Test
  void aDirectoryThatHasBecomeALinkToAnOpenOneIsNotUsed() {
    host.get(
        "sh",
        "-ec",
        "mkdir -m 777 /root/open; mv /var/lib/berth/applied /root/kept;"
            + " ln -s /root/open /var/lib/berth/applied");

    CommandResult refused = host.tryApply(CHANGED, "--config-id", "hard");

    assertThat(refused.exitCode()).as(said(refused)).isEqualTo(1);
    assertThat(said(refused)).contains(documented("where others may do more"));
    assertThat(host.get("ls", "/root/open")).isEmpty();
    assertThat(host.get("stat", "-c", "%a", "/root/open")).isEqualTo("777");
    assertThat(host.pids()).isEqualTo(before);
    host.get("sh", "-ec", "rm /var/lib/berth/applied; mv /root/kept /var/lib/berth/applied");
    converges();
  }

  @Test
  void aDirectoryOfAnotherUserIsNotUsed() {
    host.get("chown", "nobody", "/var/lib/berth/applied");
    try {
      CommandResult refused = host.tryApply(CHANGED, "--config-id", "hard");

      assertThat(refused.exitCode()).as(said(refused)).isEqualTo(1);
      assertThat(said(refused))
          .contains("/var/lib/berth/applied " + documented("belongs to the user with the number"));
      assertThat(host.get("stat", "-c", "%U %a", "/var/lib/berth/applied")).isEqualTo("nobody 700");
      assertThat(host.pids()).isEqualTo(before);
    } finally {
      host.get("chown", "root", "/var/lib/berth/applied");
    }
    converges();
  }

  @Test
  void linksInThePlaceOfTemporaryFilesAreNotFollowed() {
    host.get(
        "sh",
        "-ec",
        "for i in $(seq 200); do for f in "
            + UNIT
            + " "
            + ENVIRONMENT
            + "; do ln -s /root/victim ${f%/*}/.berth-${f##*/}-$i.tmp; done; done");

    converges();

    assertThat(host.read("/root/victim").strip()).isEqualTo("untouched");
    assertThat(host.get("find", "/etc/systemd/system", "/etc/berth", "-name", "*.tmp")).isEmpty();
    assertThat(host.get("stat", "-c", "%F", UNIT, ENVIRONMENT))
        .isEqualTo("regular file\nregular file");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /var/lib/berth         | cannot lock /var/lib/berth/lock
          /etc/systemd/system    | cannot write /etc/systemd/system/berth-one.service
          /etc/berth             | cannot write /etc/berth/env/one.env
          """)
  void onAFullDiskNothingIsHalfWrittenAndWhatRunsGoesOn(String directory, String words) {
    String unit = host.read(UNIT);
    String environment = host.read(ENVIRONMENT);
    host.get(
        "sh",
        "-ec",
        "cp -a $0 /root/copy; mount -t tmpfs -o size=1m,mode=$(stat -c %a $0) full $0;"
            + " cp -a /root/copy/. $0; head -c 2M /dev/zero >$0/fill 2>/dev/null || true",
        directory);
    try {
      CommandResult failed = host.tryApply(CHANGED, "--config-id", "hard");

      assertThat(failed.exitCode()).as(said(failed)).isEqualTo(1);
      assertThat(said(failed))
          .contains(words, documented("No space left on device"))
          .doesNotContain("\tat ");
      assertThat(host.pids()).isEqualTo(before);
      assertThat(host.read(UNIT)).isEqualTo(unit);
      assertThat(host.read(ENVIRONMENT)).isEqualTo(environment);
      assertThat(host.get("find", directory, "-name", "*.tmp")).isEmpty();
      host.get("rm", directory + "/fill");
      converges();
    } finally {
      host.get("sh", "-ec", "umount $0; rm -r /root/copy; systemctl daemon-reload", directory);
    }
  }

  /** What was wanted is there, and only what may be lost is lost. */
  @Test
  void withoutAnInodeForARecordTheApplySucceedsAndSaysSo() {
    withoutInodes(
        "/var/lib/berth",
        () -> {
          CommandResult applied = host.tryApply(CHANGED, "--config-id", "hard");

          assertThat(applied.exitCode()).as(said(applied)).isZero();
          assertThat(said(applied))
              .contains("the record of one is lost: cannot write /var/lib/berth/applied/one.json");
          assertThat(host.pids()).containsOnlyKeys("one", "two").isNotEqualTo(before);
          assertThat(host.exists("/var/lib/berth/applied/one.json")).isFalse();
        });
    assertThat(plan().exitCode()).isZero();
  }

  @Test
  void withoutAnInodeForARecordAServiceStillGoesBack() {
    withoutInodes(
        "/var/lib/berth",
        () -> {
          CommandResult failed =
              host.tryApply(
                  WANTED.replaceFirst(
                      "restart: always", "restart: always\n  entrypoint: [/no/such]"),
                  "--config-id",
                  "hard");

          assertThat(failed.exitCode()).as(said(failed)).isEqualTo(1);
          assertThat(said(failed)).contains("restored");
          assertThat(host.pids()).containsOnlyKeys("one", "two");
        });
    converges();
  }

  @Test
  void withoutAnInodeForItsFilesNothingIsTouched() {
    withoutInodes(
        "/etc/berth",
        () -> {
          CommandResult failed = host.tryApply(CHANGED, "--config-id", "hard");

          assertThat(failed.exitCode()).as(said(failed)).isEqualTo(1);
          assertThat(said(failed))
              .contains("cannot write /etc/berth/env/one.env", "No space left on device");
          assertThat(host.pids()).isEqualTo(before);
        });
    converges();
  }

  private static void withoutInodes(String directory, Runnable test) {
    host.get(
        "sh",
        "-ec",
        "cp -a $0 /root/copy; mount -t tmpfs -o nr_inodes=64,mode=$(stat -c %a $0) few $0;"
            + " cp -a /root/copy/. $0;"
            + " for i in $(seq 64); do touch $0/fill-$i 2>/dev/null || break; done",
        directory);
    try {
      test.run();
    } finally {
      host.get(
          "sh",
          "-ec",
          "rm -f $0/fill-*; rm -rf /root/copy; cp -a $0 /root/copy; umount $0;"
              + " cp -a /root/copy/. $0; rm -r /root/copy",
          directory);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          size=1m      | /root/store has 1024 KiB left, too little for a container
          nr_inodes=30 | /root/store takes 29 more files (df -i), too few for a container
          """)
  void whatWouldFindNoRoomInTheStoreIsNotStopped(String limit, String words) {
    host.write(
        "/root/small/podman",
        "#!/bin/bash\n"
            + "set -o pipefail\n"
            + "/usr/bin/podman \"$@\" | sed s,/var/lib/containers/storage/,/root/store/,\n");
    host.write("/root/changed.yaml", CHANGED);
    host.get(
        "sh",
        "-ec",
        "chmod +x /root/small/podman; mkdir -p /root/store; mount -t tmpfs -o $0 few /root/store",
        limit);
    try {
      CommandResult failed =
          host.run(
              "sh",
              "-c",
              "PATH=/root/small:$PATH exec /opt/berth/berth apply -f /root/changed.yaml --config-id"
                  + " hard");

      assertThat(failed.exitCode()).as(said(failed)).isEqualTo(1);
      assertThat(said(failed)).contains(words).contains("nothing was touched");
      assertThat(host.pids()).isEqualTo(before);
    } finally {
      host.get("umount", "/root/store");
    }
    converges();
  }

  /** No list of the host names the configuration any more, and the same command still ends it. */
  @Test
  void aDeleteThatWasKilledBeforeItLetItsImagesGoIsEndedByTheNext() {
    host.write(
        "/root/kills/podman",
        "#!/bin/sh\n[ \"$1\" != untag ] || exec kill -9 $PPID\nexec /usr/bin/podman \"$@\"\n");
    host.get("chmod", "+x", "/root/kills/podman");
    String held = "podman images --format '{{.Repository}}' | grep ^localhost/berth/";
    assertThat(host.get("sh", "-c", held).lines())
        .contains("localhost/berth/one", "localhost/berth/two");

    host.run("sh", "-c", "PATH=/root/kills:$PATH exec /opt/berth/berth delete hard");

    assertThat(host.pids()).isEmpty();
    assertThat(host.get("sh", "-c", held).lines()).contains("localhost/berth/one");
    CommandResult next = host.berth(0, "delete", "hard");
    assertThat(next.stderr())
        .contains("an earlier run did not come to its end: 1 image is no longer kept for it");
    assertThat(host.run("sh", "-c", held).stdout()).isEmpty();
    assertThat(host.berth(2, "delete", "hard").stderr()).contains("no configuration 'hard'");
    converges();
  }

  @Test
  void whatAKilledMigrationLeftHalfWrittenIsRemoved() {
    List<String> left =
        List.of(
            "/var/lib/berth/.berth-x-1.tmp",
            "/var/lib/berth/migration/.berth-one.env-1.tmp",
            "/var/lib/berth/migration/7/.berth-000-hard.yaml-1.tmp");
    left.forEach(file -> host.write(file, "PASSWORD=secret"));

    host.apply(WANTED, "--config-id", "hard");

    assertThat(left).noneMatch(host::exists);
    host.get("rm", "-r", "/var/lib/berth/migration");
  }

  /** An exec is on record under its container's name and its own; a unit has a prefix as well. */
  @Test
  void namesMayBeAsLongAsTheyMayBe() {
    String container = "c".repeat(200);
    String set =
        container
            + ":\n  image: localhost/berth-test/busybox:1\n  restart: always\n"
            + "e".repeat(200)
            + ":\n  action: exec\n  when: changed\n  command: ["
            + container
            + ", \"true\"]\n";
    List<String> options = List.of("--config-id", "i".repeat(240), "--unit-prefix", "p".repeat(40));

    host.apply(set, options.toArray(String[]::new));

    CommandResult again = host.apply(set, options.toArray(String[]::new));
    assertThat(again.stdout() + again.stderr()).contains("2 unchanged");
    host.berth(0, "delete", "i".repeat(240), "--unit-prefix", "p".repeat(40));
    assertThat(host.pids()).containsOnlyKeys("one", "two");
  }

  @Test
  void onAReadOnlyEtcNothingChanges() {
    host.get("sh", "-ec", "mount --bind /etc /etc; mount -o remount,ro,bind /etc");
    try {
      for (CommandResult refused :
          List.of(
              host.tryApply(CHANGED, "--config-id", "hard"),
              host.tryApply("{}", "--config-id", "hard"),
              host.berth("delete", "hard"),
              host.berth("delete", "hard", "--dry-run"),
              host.berth("cleanup", "--yes"))) {
        assertThat(refused.exitCode()).as(said(refused)).isEqualTo(2);
        assertThat(said(refused))
            .contains("/etc/systemd/system", "it is mounted read-only")
            .doesNotContain("\tat ");
      }
      assertThat(host.pids()).isEqualTo(before);
      assertThat(host.exists("/var/lib/berth/applied/one.json")).isTrue();
    } finally {
      host.get("umount", "/etc");
    }
    converges();
    Map<String, String> running = host.pids();
    host.get("sh", "-ec", "mount --bind $0 $0; mount -o remount,ro,bind $0", UNIT);
    try {
      CommandResult refused = host.berth("delete", "hard");
      assertThat(refused.exitCode()).as(said(refused)).isEqualTo(2);
      assertThat(said(refused)).contains(UNIT + ": error: what is to be changed cannot be written");
      assertThat(host.pids()).isEqualTo(running);
    } finally {
      host.get("umount", UNIT);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "mount --bind /tmp /tmp; mount -o remount,ro,bind /tmp",
        "mount -t tmpfs -o size=4k none /tmp; cat /dev/zero >/tmp/full 2>/dev/null || true",
      })
  void withoutATmpThatTakesAnythingAllGoesOn(String script) {
    host.get("sh", "-ec", script);
    try {
      CommandResult applied =
          host.run("/opt/berth/berth", "apply", "-f", "/root/changed.yaml", "--config-id", "hard");
      assertThat(applied.exitCode()).as(said(applied)).isZero();
      assertThat(said(applied)).contains("replace one").doesNotContain("unchecked", "Exception");
    } finally {
      host.get("umount", "/tmp");
    }
    converges();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense | answered what is not JSON
          talks    | answered more than 32 million characters
          foreign  | did not answer a list
          refuses  | database is locked
          """)
  void whatAnEngineSaysAmissIsOneLine(String name, String words) {
    CommandResult failed =
        host.run(
            "sh", "-c", "PATH=/root/$0:$PATH exec /opt/berth/berth plan -f /root/set.yaml", name);

    assertThat(failed.exitCode()).as(said(failed)).isEqualTo(1);
    assertThat(failed.stdout()).isEmpty();
    List<String> lines = failed.stderr().strip().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).isEqualTo(twoPrograms(name));
    assertThat(lines.getLast()).startsWith("berth: podman ").contains(words);
    if (!name.equals("refuses")) {
      documented(words);
    }
    assertThat(host.pids()).isEqualTo(before);
  }

  private static String twoPrograms(String directory) {
    return "warning: PATH leads to /root/"
        + directory
        + "/podman, and units run /usr/bin/podman: what one makes the other may not find; remove"
        + " one of them, or set PATH so that it leads to the second";
  }

  @Test
  void anEngineThatIsAwayIsNamed() {
    CommandResult failed =
        host.run(
            "sh",
            "-c",
            "mv /usr/bin/podman /usr/bin/away; /opt/berth/berth plan -f /root/set.yaml; status=$?;"
                + " mv /usr/bin/away /usr/bin/podman; exit $status");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.stderr().strip())
        .isEqualTo("berth: " + documented("cannot run podman: there is no such program"));
  }

  @Test
  @Tag("long")
  void anEngineThatHangsIsGivenUpAtItsDeadline() throws InterruptedException {
    Process hanging =
        host.start(
            "sh",
            "-c",
            "begun=$(cut -d. -f1 /proc/uptime); PATH=/root/hangs:$PATH"
                + " /opt/berth/berth plan --file /root/hanging.yaml >/root/hangs.out"
                + " 2>/root/hangs.err; echo $? $(($(cut -d. -f1 /proc/uptime) - begun))"
                + " >/root/hangs.end");
    assertThat(hanging.waitFor(3, TimeUnit.MINUTES)).isTrue();

    String[] end = host.read("/root/hangs.end").strip().split(" ");
    assertThat(end[0]).isEqualTo("1");
    assertThat(Integer.parseInt(end[1]))
        .isBetween(DEADLINE_SECONDS - 1, DEADLINE_SECONDS + SLACK_SECONDS);
    assertThat(host.read("/root/hangs.err").strip())
        .startsWith(twoPrograms("hangs") + "\n")
        .matches(
            ".*\nberth: podman \\S+ \\S+ "
                + documented("gave no answer in time")
                + "(: Terminated)?");
    assertThat(host.run("pgrep", "-f", "sleep 98765").stdout()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker", "podman"})
  void aDockerThatHangsIsGivenUpAndNamed(String engine) {
    host.get("systemctl", "start", "docker");
    String daemon = host.get("cat", "/run/docker.pid");
    host.get("kill", "-STOP", daemon);
    try {
      CommandResult failed =
          host.berth("plan", "--container-cli", engine, "--file", "/root/hanging.yaml");

      assertThat(failed.exitCode()).as(said(failed)).isEqualTo(1);
      assertThat(failed.stderr().strip())
          .isEqualTo(
              "berth: Docker at /run/docker.sock " + documented("gave no answer within 20 s"));
    } finally {
      host.get("kill", "-CONT", daemon);
      host.get("systemctl", "stop", "docker.socket", "docker");
    }
    converges();
  }

  @Test
  void filesOfAnotherTimeAreAsGoodAsAny() {
    host.get(
        "sh",
        "-ec",
        "find /etc/berth /var/lib/berth -exec touch -d '2001-01-01' {} +;"
            + " touch -d '2099-01-01' /etc/systemd/system/berth-*; systemctl daemon-reload");

    assertThat(plan().stdout()).contains("Nothing to do");
    assertThat(plan().exitCode()).isZero();
    converges();
  }

  /** The change is made after all, and then there is nothing more to do. */
  private static void converges() {
    host.apply(CHANGED, "--config-id", "hard");
    assertThat(host.read(ENVIRONMENT)).contains("changed");
    assertThat(host.pids()).containsOnlyKeys("one", "two");
    assertThat(plan().exitCode()).isZero();
  }

  private static CommandResult plan() {
    return host.berth("plan", "--exit-code", "--config-id", "hard", "--file", "/root/set.yaml");
  }

  private static String said(CommandResult result) {
    return result.stdout() + result.stderr();
  }

  /** The words, which the page has to have as well. */
  private static String documented(String words) {
    try {
      assertThat(Files.readString(Path.of("docs/security.md"))).contains(words);
    } catch (IOException absent) {
      throw new AssertionError("the page cannot be read", absent);
    }
    return words;
  }
}
