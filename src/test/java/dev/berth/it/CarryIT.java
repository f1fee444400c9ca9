package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images and volumes carried between a real Docker and a real Podman are the same on both. */
class CarryIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String BUSYBOX = "localhost/berth-test/busybox:1";
  private static final String REGISTRY = "127.0.0.1:5000";

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
  }

  private static CommandResult drive(String... arguments) {
    return host.run(driver(arguments).toArray(String[]::new));
  }

  static List<String> driver(String... arguments) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/opt/jdk/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                "/opt/berth/target/classes:/opt/berth/target/test-classes:/opt/berth/target/lib/*",
                "dev.berth.migrate.CarryDriver"));
    argv.addAll(List.of(arguments));
    return argv;
  }

  private static Json carried(String... arguments) {
    CommandResult result = drive(arguments);
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return Json.parse("CarryDriver", result.stdout());
  }

  private static Map<String, String> ways(Json answer) {
    return answer.get("images").items().stream()
        .collect(
            Collectors.toMap(
                item -> item.get("reference").textOrEmpty(),
                item -> item.get("way").textOrEmpty()));
  }

  /** An image of its own with a big layer; gives its id. */
  private static String commit(String marker, String base, String... name) {
    String container = host.get("docker", "create", base, "sh");
    host.write("/root/" + marker, marker.repeat(100));
    host.get("docker", "cp", "/root/" + marker, container + ":/" + marker);
    String id = host.get("docker", "commit", container, name.length > 0 ? name[0] : "");
    host.get("docker", "rm", container);
    return id.substring("sha256:".length());
  }

  private static String podmanId(String reference) {
    return host.get("podman", "image", "inspect", "--format", "{{.Id}}", reference);
  }

  @Test
  void imagesGoFromDockerToPodmanUnderTheirNamesEachLayerOnce() {
    host.get(
        "sh",
        "-c",
        "head -c 20000000 /dev/urandom >/root/big && printf 'FROM %s\\nCOPY big /\\n' "
            + BUSYBOX
            + " >/root/Dockerfile && tar -C /root -c big | docker import - base:1");
    String one = commit("one", "base:1", "one:1");
    String two = commit("two", "base:1", "quay.io/x/two:1");
    String nameless = commit("three", "base:1");
    host.get("docker", "tag", BUSYBOX, "docker.io/library/known:1");

    Json answer =
        carried(
            "images", "docker", "podman", "one:1", "quay.io/x/two:1", nameless, "known:1", BUSYBOX);

    assertThat(ways(answer))
        .isEqualTo(
            Map.of(
                "one:1",
                "CARRIED",
                "quay.io/x/two:1",
                "CARRIED",
                nameless,
                "CARRIED",
                "known:1",
                "PRESENT",
                BUSYBOX,
                "PRESENT"));
    assertThat(podmanId("one:1")).isEqualTo(one);
    assertThat(podmanId("docker.io/library/one:1")).isEqualTo(one);
    assertThat(podmanId("quay.io/x/two:1")).isEqualTo(two);
    assertThat(podmanId(nameless)).isEqualTo(nameless);
    assertThat(podmanId("known:1")).isEqualTo(podmanId(BUSYBOX));
    // The three share the layer of 20 MB.
    assertThat(answer.get("bytes").number()).isBetween(20_000_000L, 30_000_000L);
    assertThat(host.get("podman", "run", "--rm", "--entrypoint=", "known:1", "echo", "runs"))
        .isEqualTo("runs");

    Json again = carried("images", "docker", "podman", "one:1", "quay.io/x/two:1", nameless);
    assertThat(again.get("bytes").number()).isZero();
    assertThat(ways(again).values()).containsOnly("PRESENT");

    host.get("docker", "rmi", "one:1", "quay.io/x/two:1", nameless);
    Json back = carried("images", "podman", "docker", "one:1", "quay.io/x/two:1", nameless);
    assertThat(ways(back).values()).containsOnly("CARRIED");
    assertThat(host.get("docker", "image", "inspect", "--format", "{{.Id}}", "one:1", nameless))
        .isEqualTo("sha256:" + one + "\nsha256:" + nameless);
  }

  @Test
  void aRegistryThatHasTheDigestIsAskedAndOneThatIsSilentCostsLittle() {
    host.get("systemctl", "start", "docker-registry");
    until(
        "the registry answers",
        () -> host.run("curl", "-fs", "http://" + REGISTRY + "/v2/").exitCode() == 0);
    String pushed = REGISTRY + "/pushed:1";
    String id = commit("pushed", BUSYBOX, pushed);
    String digest =
        host.get("docker", "push", pushed).replaceAll("(?s).*digest: (sha256:\\w+).*", "$1");
    String byDigest = REGISTRY + "/pushed@" + digest;

    Json answer = carried("images", "docker", "podman", pushed, byDigest);

    assertThat(ways(answer)).isEqualTo(Map.of(pushed, "PULLED", byDigest, "PULLED"));
    assertThat(answer.get("bytes").number()).isZero();
    assertThat(podmanId(pushed)).isEqualTo(id);
    assertThat(podmanId(byDigest)).isEqualTo(id);

    host.get("podman", "rmi", "--force", id);
    host.get("systemctl", "stop", "docker-registry");
    // A port that takes connections and says nothing: the worst that a registry can do.
    host.get(
        "systemd-run",
        "--unit=silent",
        "/usr/bin/python3",
        "-c",
        "import socket,time; s=socket.create_server(('127.0.0.1',5000)); time.sleep(600)");
    until("the port is taken", () -> host.get("ss", "-ltn").contains("127.0.0.1:5000"));
    long begun = System.nanoTime();
    Json silent = carried("images", "docker", "podman", pushed, byDigest);
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(30);
    assertThat(ways(silent)).isEqualTo(Map.of(pushed, "CARRIED", byDigest, "CARRIED"));
    assertThat(podmanId(pushed)).isEqualTo(id);
    assertThat(podmanId(REGISTRY + "/pushed:sha256-" + digest.substring(7, 19))).isEqualTo(id);
    host.get("systemctl", "stop", "silent");
  }

  @Test
  void anImageThatIsNotThereIsNamedBeforeAnythingIsCarried() {
    CommandResult result = drive("images", "docker", "podman", BUSYBOX, "nowhere:1");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("docker has no image nowhere:1");
  }

  private static final String DOCKER = "/var/lib/docker/volumes/";
  private static final String PODMAN = "/var/lib/containers/storage/volumes/";

  /** Everything that a file can have, made and told by a program that shares nothing with Berth. */
  private static final String MAKE =
      """
      import os, struct, sys
      os.chdir(sys.argv[1])
      def put(name, text, mode, uid, gid):
          with open(name, 'wb') as f: f.write(text)
          os.chown(name, uid, gid); os.chmod(name, mode)
      put('file', b'content', 0o4750, 1234, 4321)
      put(b'not \\xff text\\n', b'x', 0o600, 99, 99)
      put('caps', b'program', 0o755, 0, 0)
      os.link('file', 'second'); os.symlink('/nowhere/at all', 'link'); os.lchown('link', 7, 8)
      os.mkfifo('pipe', 0o620); os.makedirs('empty/inner', 0o711); os.makedirs('deep/' + 'd' * 200)
      os.mknod('null', 0o600 | 0o020000, os.makedev(1, 3))
      with open('sparse', 'wb') as f:
          f.seek(40000000); f.write(b'end'); f.truncate(80000000)
      os.setxattr('file', 'user.colour', b'blue\\0x'); os.setxattr('empty', 'trusted.t', b'1')
      os.setxattr('.', 'user.root', b'r')
      os.setxattr('caps', 'security.capability', bytes.fromhex('01000002' + '00040000' + '00' * 12))
      acl = [(1, 6, -1), (2, 4, 1000), (4, 5, -1), (16, 5, -1), (32, 4, -1)]
      os.setxattr('caps', 'system.posix_acl_access',
          struct.pack('<I', 2) + b''.join(struct.pack('<HHi', *entry) for entry in acl))
      for name in ['file', 'empty', 'sparse', '.']: os.utime(name, ns=(1, 981173106789000001))
      os.utime('link', ns=(1, 5000000007), follow_symlinks=False)
      os.chown('.', 77, 88); os.chmod('.', 0o1750)
      """;

  private static final String TELL =
      """
      import hashlib, os, stat, sys
      top = os.fsencode(sys.argv[1]); first = {}
      for folder, folders, files in os.walk(top):
          folders.sort(); files.sort()
          for path in [folder] + [os.path.join(folder, name) for name in files
                  + [f for f in folders if os.path.islink(os.path.join(folder, f))]]:
              s = os.lstat(path); name = path[len(top):]
              print(name, oct(s.st_mode), s.st_uid, s.st_gid, s.st_rdev, s.st_mtime_ns,
                  0 if stat.S_ISDIR(s.st_mode) else s.st_size, first.setdefault(s.st_ino, name),
                  os.readlink(path) if stat.S_ISLNK(s.st_mode) else '',
                  hashlib.sha256(open(path, 'rb').read()).hexdigest() if stat.S_ISREG(s.st_mode) else '',
                  sorted((k, os.getxattr(path, k, follow_symlinks=False))
                      for k in os.listxattr(path, follow_symlinks=False)))
      """;

  private static String told(String directory) {
    return host.get("python3", "-c", TELL, directory);
  }

  private static String dockerVolume(String name) {
    host.get("docker", "volume", "create", "--label=team=blue", name);
    host.get("python3", "-c", MAKE, DOCKER + name + "/_data");
    return told(DOCKER + name + "/_data");
  }

  @Test
  void aVolumeIsCopiedWithAllThatItsFilesHaveAndBack() {
    String before = dockerVolume("full");
    assertThat(before.lines()).hasSize(13);

    Json answer = carried("volumes", "docker", "podman", "copy", "m1", "carry", "full");

    assertThat(answer.get("steps").items().getFirst().get("complete").isTrue()).isTrue();
    assertThat(told(PODMAN + "full/_data")).isEqualTo(before);
    assertThat(told(DOCKER + "full/_data")).isEqualTo(before);
    assertThat(Long.parseLong(host.get("stat", "-c", "%b", PODMAN + "full/_data/sparse")))
        .isLessThan(1000);
    assertThat(host.get("podman", "volume", "inspect", "full"))
        .contains("\"team\": \"blue\"", "\"managed_by\": \"berth\"");
    // Podman changes the owner of a volume at its first use, but not of one with content.
    host.get("podman", "run", "--rm", "-v", "full:/home", BUSYBOX, "true");
    assertThat(host.get("stat", "-c", "%u:%g %a", PODMAN + "full/_data")).isEqualTo("77:88 1750");
    carried("volumes", "podman", "docker", "copy", "m2", "carry", "full=returned");
    assertThat(told(DOCKER + "returned/_data")).isEqualTo(before);
  }

  @Test
  void aMoveIsARenameThatDockerCannotOverlookAndThatCanBeTakenBack() {
    String before = dockerVolume("moved");
    String inode = host.get("stat", "-c", "%i", DOCKER + "moved/_data/sparse");

    Json answer = carried("volumes", "docker", "podman", "move", "m1", "carry", "moved");

    assertThat(answer.get("steps").items().getFirst().get("way").textOrEmpty()).isEqualTo("RENAME");
    assertThat(told(PODMAN + "moved/_data")).isEqualTo(before);
    assertThat(host.get("stat", "-c", "%i", PODMAN + "moved/_data/sparse")).isEqualTo(inode);
    // Docker starts nothing on the volume, so that it cannot begin with an empty one.
    CommandResult docker = host.run("docker", "run", "--rm", "-v", "moved:/x", BUSYBOX, "true");
    assertThat(docker.exitCode()).isNotZero();
    carried("volumes", "docker", "podman", "move", "m1", "carry", "moved");
    assertThat(told(PODMAN + "moved/_data")).isEqualTo(before);
    carried("volumes", "docker", "podman", "move", "m1", "undo", "moved");
    assertThat(told(DOCKER + "moved/_data")).isEqualTo(before);
    assertThat(host.run("podman", "volume", "exists", "moved").exitCode()).isEqualTo(1);
    carried("volumes", "docker", "podman", "move", "m1", "carry", "moved");
    host.get("docker", "volume", "rm", "moved");
    assertThat(host.get("docker", "volume", "ls", "-q").lines()).doesNotContain("moved");
    assertThat(told(PODMAN + "moved/_data")).isEqualTo(before);
  }

  @Test
  void aCopyThatWasKilledIsMadeWholeByTheNext() {
    dockerVolume("killed");
    String data = DOCKER + "killed/_data";
    host.get(
        "sh", "-c", "cd " + data + " && mkdir many && cd many && seq 30000 | xargs -n 3000 touch");
    String before = told(data);
    host.write(
        "/root/kill.sh",
        String.join(" ", driver("volumes", "docker", "podman", "copy", "m1", "carry", "killed"))
                .replace("target/lib/*", "target/lib/'*'")
            + " & until test -e "
            + PODMAN
            + "killed/.berth-copy/many; do sleep 0.01; done; kill -9 $!; wait\n");
    host.run("sh", "/root/kill.sh");
    assertThat(host.exists(PODMAN + "killed/_data/file")).isFalse();

    carried("volumes", "docker", "podman", "copy", "m1", "carry", "killed");

    assertThat(told(PODMAN + "killed/_data")).isEqualTo(before);
    assertThat(host.get("ls", "-A", PODMAN + "killed")).isEqualTo("_data");
  }

  @Test
  void whatDoesNotFitIsRefusedOrLeavesNothing() {
    host.get("docker", "volume", "create", "big");
    host.get("sh", "-c", "head -c 60000000 /dev/urandom >" + DOCKER + "big/_data/f");
    host.get("mount", "-t", "tmpfs", "-o", "size=100m,nr_inodes=300", "tmpfs", PODMAN);
    try {
      assertThat(drive("volumes", "docker", "podman", "copy", "m1", "carry", "big").stdout())
          .contains("obstacles", "where 10", "MB are free");
      host.get(
          "sh",
          "-c",
          "cd " + DOCKER + "big/_data && : >f && mkdir d && cd d && seq 500 | xargs touch");

      CommandResult result = drive("volumes", "docker", "podman", "copy", "m1", "carry", "big");

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.stderr()).contains("cannot copy the volume big", "No space left on device");
      assertThat(host.run("podman", "volume", "exists", "big").exitCode()).isEqualTo(1);
      assertThat(host.get("ls", "-A", PODMAN)).isEmpty();
    } finally {
      host.get("umount", PODMAN);
    }
  }

  @Test
  void aVolumeOfAnotherStaysAndOneWithOptionsIsMadeAnew() {
    host.get("docker", "volume", "create", "theirs");
    host.get("podman", "volume", "create", "theirs");
    assertThat(drive("volumes", "docker", "podman", "copy", "m1", "carry", "theirs").stdout())
        .contains("volume theirs: exists already");
    host.get(
        "docker",
        "volume",
        "create",
        "--opt=type=tmpfs",
        "--opt=device=tmpfs",
        "--opt=o=size=1m",
        "mem");

    carried("volumes", "docker", "podman", "copy", "m1", "carry", "mem");

    assertThat(host.get("podman", "run", "--rm", "-v", "mem:/x", BUSYBOX, "sh", "-c", "df /x"))
        .contains("1024");
  }
}
