package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of volumes when their container changes its engine, and when there is no room. */
class MigrateVolumesIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String FILE = "/root/kept.yaml";
  private static final String VOLUMES = "/var/lib/containers/storage/volumes";
  private static final String SET =
      """
      keeper:
        image: localhost/berth-test/busybox:1
        restart: always
        command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
        volumes: ["kept:/data"]
      """;

  @BeforeAll
  static void startDocker() {
    // On a test host the engines' storage are two mounts; here volumes of both lie on one.
    host.get(
        "sh",
        "-c",
        "mkdir -p /var/lib/docker/volumes && mv -T /var/lib/docker/volumes"
            + " /var/lib/containers/docker && ln -s /var/lib/containers/docker"
            + " /var/lib/docker/volumes");
    host.get("systemctl", "start", "docker");
    host.write(FILE, SET);
  }

  @AfterEach
  void removeAll() {
    host.get("rm", "-rf", "/var/lib/berth/migration", "/var/lib/berth/migration.jsonl");
    for (String engine : new String[] {"podman", "docker"}) {
      host.run(engine, "rm", "--force", "other");
      host.berth("delete", "--container-cli", engine, "kept", "--volumes", "--yes");
      host.run(engine, "volume", "rm", "kept");
    }
    host.run("umount", VOLUMES);
  }

  private static void applyOnDocker() {
    host.berth(0, "apply", "--container-cli", "docker", "-f", FILE);
    host.get("docker", "exec", "keeper", "sh", "-c", "echo docker > /data/written");
  }

  @Test
  void whatIsMovedIsTheSameFileAndReturnsAsItIsThen() {
    applyOnDocker();
    String before = inode("docker");

    host.berth(0, "migrate", "-f", FILE, "--yes", "--volumes", "move");

    assertThat(inode("podman")).as("no copy").isEqualTo(before);
    assertThat(host.get("podman", "exec", "keeper", "cat", "/data/written")).isEqualTo("docker");
    host.get("podman", "exec", "keeper", "sh", "-c", "echo podman > /data/later");

    host.berth(0, "migrate", "--rollback", "--yes");

    assertThat(inode("docker")).isEqualTo(before);
    assertThat(host.get("docker", "exec", "keeper", "cat", "/data/later")).isEqualTo("podman");
    assertThat(host.run("podman", "volume", "exists", "kept").exitCode()).isEqualTo(1);

    host.berth(0, "migrate", "-f", FILE, "--yes", "--volumes", "move");
    assertThat(host.berth(2, "migrate", "--commit", "--purge").stderr())
        .contains("To be removed from docker, with no way back then: keeper, and the images")
        .contains("this needs --yes where nobody can be asked; nothing has changed")
        .doesNotContain("removed  ");
    assertThat(host.get("docker", "ps", "--all", "--format={{.Names}}")).contains("keeper");
    assertThat(host.berth(0, "migrate", "--commit", "--purge", "--yes").stderr())
        .doesNotContain("kept ");
    assertThat(host.get("podman", "exec", "keeper", "cat", "/data/later")).isEqualTo("podman");
    assertThat(host.get("docker", "volume", "ls", "--quiet")).doesNotContain("kept");
  }

  private static void dryRunsTellWhatWouldBeDone() {
    assertThat(host.berth(0, "migrate", "--rollback", "--dry-run").stdout())
        .isEqualTo("back     keeper on docker\nA dry run: nothing has changed.");
    assertThat(host.berth(0, "migrate", "--resume", "--dry-run").stderr())
        .contains("Nothing is under way.");
    assertThat(host.berth(0, "migrate", "--commit", "--purge", "--dry-run").stdout())
        .startsWith("removed  keeper from docker\nremoved  volume kept from docker\n")
        .endsWith("A dry run: nothing has changed.");
    assertThat(
            host.berth(0, "migrate", "--commit", "--dry-run", "-o", "json")
                .stdout()
                .replaceAll("\\s", ""))
        .isEqualTo(
            "{\"dry_run\":true,\"removed\":[\"keeper\"],\"objects\":[],\"failed\":{},\"kept\":{}}");
    host.get("docker", "create", "--name=beside", "-v=kept:/k", "localhost/berth-test/busybox:1");
    assertThat(host.berth(0, "migrate", "--commit", "--purge", "--dry-run").stdout())
        .contains("kept     volume kept: beside of docker still has it");
    host.get("docker", "rm", "--force", "beside");
  }

  @Test
  void whatIsSkippedStaysAndAnEmptyOneTakesItsPlace() {
    applyOnDocker();

    host.berth(0, "migrate", "-f", FILE, "--yes", "--volumes", "skip");

    assertThat(host.get("podman", "exec", "keeper", "ls", "/data")).isEmpty();
    assertThat(host.get("cat", mountpoint("docker") + "/written")).isEqualTo("docker");
    String open =
        "'keeper' cannot come over: keeper came from the other side and may still go back";
    for (String how : List.of("--dry-run", "--yes")) {
      CommandResult other = host.berth(2, "migrate", "--to", "docker", "-f", FILE, how);
      assertThat(other.stderr()).contains(open, "'berth migrate --rollback', or");
    }
    assertThat(host.get("podman", "ps", "--format={{.Names}}")).isEqualTo("keeper");
    host.berth(0, "migrate", "--rollback", "--yes");
    assertThat(host.get("docker", "exec", "keeper", "cat", "/data/written")).isEqualTo("docker");
  }

  @Test
  void noRoomInTheMiddleOfACopyLeavesEverythingOnDocker() {
    applyOnDocker();
    host.get(
        "python3",
        "-c",
        "for n in range(20000): open('%s/%%d' %% n, 'w').write('x' * 500)"
            .formatted(mountpoint("docker")));
    host.get("mkdir", "-p", VOLUMES);
    host.get("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", VOLUMES);
    // From the first container on a bridge on, Docker drops what goes through that.
    host.get("podman", "run", "--rm", "--network=podman", "localhost/berth-test/busybox:1", "true");
    host.get("nft", "list", "table", "inet", "netavark");
    Process filler =
        host.start(
            "sh",
            "-c",
            "until [ -e %1$s/kept/.berth-copy ]; do :; done; dd if=/dev/zero of=%1$s/filler bs=1M"
                .formatted(VOLUMES));

    CommandResult failed = host.berth(1, "migrate", "-f", FILE, "--yes");

    until("the disk was filled", () -> !filler.isAlive());
    assertThat(failed.stdout())
        .contains("cannot copy the volume kept", "No space left on device")
        .contains("it runs on docker as before");
    assertThat(failed.stderr()).as("it never left Docker").doesNotContain("firewall");
    assertThat(host.get("docker", "exec", "keeper", "cat", "/data/written")).isEqualTo("docker");
    assertThat(
            host.get("docker", "inspect", "--format={{.HostConfig.RestartPolicy.Name}}", "keeper"))
        .isEqualTo("always");
    assertThat(host.get("podman", "ps", "--all", "--quiet")).isEmpty();
    assertThat(host.get("ls", VOLUMES)).as("nothing is left of the copy").isEqualTo("filler");

    host.get("rm", VOLUMES + "/filler");
    assertThat(host.berth(0, "migrate", "-f", FILE, "--yes").stderr())
        .contains("Docker's firewall drops", ": keeper. Until");
    assertThat(host.get("podman", "exec", "keeper", "sh", "-c", "ls /data | wc -l"))
        .isEqualTo("20001");
  }

  @Test
  void whatOthersHaveByAnotherNameIsNeitherPartedNorPurged() {
    applyOnDocker();
    String path = mountpoint("docker");
    alias("alias", path);
    for (String source : List.of(path, path.substring(0, path.indexOf("/kept/")), "alias")) {
      other("docker", source);
      for (String how : List.of("--dry-run", "--yes")) {
        assertThat(host.berth(2, "migrate", "-f", FILE, how).stderr())
            .contains("'keeper' cannot come over: 'other' of docker has")
            .contains("which is in its volume 'kept': a copy would part them");
      }
      host.get("docker", "rm", "--force", "other");
    }
    assertThat(host.get("docker", "exec", "keeper", "cat", "/data/written")).isEqualTo("docker");

    host.berth(0, "migrate", "-f", FILE, "--yes");
    dryRunsTellWhatWouldBeDone();
    other("docker", "alias");
    host.get("docker", "exec", "other", "sh", "-c", "echo later > /d/later");
    other("podman", path);
    String held = "kept     volume kept: 'other' of ";
    assertThat(host.berth(0, "migrate", "--commit", "--purge", "--dry-run").stdout())
        .contains(held + "docker uses its data");
    assertThat(host.berth(0, "migrate", "--commit", "--purge", "--yes").stderr())
        .contains(held + "docker uses its data");
    assertThat(host.get("docker", "exec", "other", "cat", "/d/later")).isEqualTo("later");
    host.get("docker", "rm", "--force", "other");
    assertThat(host.get("podman", "exec", "other", "cat", "/d/later")).isEqualTo("later");
    host.get("podman", "rm", "--force", "other");
    // Docker removes no directory below a link: the next test is to find it empty.
    host.get("find", path, "-mindepth", "1", "-delete");
  }

  /** Here it stays: Docker removes no volume below a link that has options. */
  private static void alias(String name, String path) {
    host.get("docker", "volume", "create", "-o=type=none", "-o=o=bind", "-o=device=" + path, name);
  }

  private static void other(String engine, String source) {
    host.get(
        engine,
        "run",
        "--detach",
        "--name=other",
        "--network=none",
        "--volume=" + source + ":/d",
        "localhost/berth-test/busybox:1",
        "sleep",
        "1000");
  }

  @Test
  void aVolumeThatTheOtherEngineUsesByAnAliasIsNotDeleted() {
    host.berth(0, "apply", "--container-cli", "podman", "-f", FILE);
    String path = mountpoint("podman");
    alias("foreign-alias", path);
    other("docker", "foreign-alias");
    host.get("docker", "exec", "other", "sh", "-c", "echo theirs > /d/file");
    assertThat(
            host.berth(0, "delete", "--container-cli", "podman", "kept", "--volumes", "--yes")
                .stderr())
        .contains("the volume 'kept' is used by the container 'other' of docker: it stays");
    assertThat(host.get("cat", path + "/file")).isEqualTo("theirs");
    host.get("docker", "rm", "--force", "other");
  }

  private static String inode(String engine) {
    return host.get("stat", "-c", "%i", mountpoint(engine) + "/written");
  }

  private static String mountpoint(String engine) {
    return host.get(engine, "volume", "inspect", "--format={{.Mountpoint}}", "kept");
  }
}
