package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Twenty containers that somebody started on Docker over the years, and one that stays. */
class MigrateManyIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String BUSYBOX = "localhost/berth-test/busybox:1";
  private static final String WEB = "localhost/berth-test/web:1";
  private static final String TEXT = "one\n two: 'three'\n\n#four";

  /** Each with what is said of it to {@code docker run}; without a command it is a web server. */
  private static final Map<String, List<String>> CONTAINERS = containers();

  private static Map<String, List<String>> containers() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("store", List.of("--restart=always", "--volume=odd:/data", BUSYBOX));
    all.put("reader", List.of("--restart=always", "--volume=odd:/data:ro", BUSYBOX));
    all.put("own", List.of("--restart=always", "--volume=own:/a", "--volume=/b", BUSYBOX));
    all.put("bound", List.of("--restart=always", "--volume=/srv/there:/b:ro", BUSYBOX));
    all.put("made", List.of("--restart=always", "--volume=/srv/made/here:/b", BUSYBOX));
    all.put("open", List.of("--restart=always", "--publish=18101:8080", "--env=PORT=8080", WEB));
    all.put(
        "local",
        List.of("--restart=always", "--publish=127.0.0.1:18102:8080", "--env=PORT=8080", WEB));
    all.put(
        "ranged",
        List.of("--restart=always", "--publish=18103-18104:8080-8081", "--env=PORT=8081", WEB));
    all.put("hosted", List.of("--restart=always", "--network=host", "--env=PORT=18105", WEB));
    all.put("back", List.of("--restart=always", "--network=app", "--env=PORT=8080", WEB));
    all.put("front", List.of("--restart=always", "--network=app", BUSYBOX));
    all.put("text", List.of("--restart=always", "--env=TEXT=" + TEXT, BUSYBOX));
    all.put(
        "checked",
        List.of(
            "--restart=always", "--health-cmd=test -e /proc/1", "--health-interval=1s", BUSYBOX));
    all.put("unless", List.of("--restart=unless-stopped", BUSYBOX));
    all.put("failing", List.of("--restart=on-failure:3", BUSYBOX));
    all.put("once", List.of("--restart=no", BUSYBOX));
    all.put("user", List.of("--restart=always", "--user=70:71", "--workdir=/tmp", BUSYBOX));
    all.put(
        "able", List.of("--restart=always", "--cap-add=NET_ADMIN", "--cap-drop=MKNOD", BUSYBOX));
    all.put("sealed", List.of("--restart=always", "--read-only", "--tmpfs=/tmp", BUSYBOX));
    all.put("stopped", List.of("--restart=always", "--volume=rest:/data", BUSYBOX));
    return all;
  }

  /** Everything that a file is, but for what a file system decides itself. */
  private static final String LISTING =
      """
      import hashlib, os, stat, sys
      root = os.fsencode(sys.argv[1])
      ids = {}
      for path in sorted({os.path.join(at, name) for at, below, files in os.walk(root) for name in below + files} | {root}):
        s = os.lstat(path)
        content = os.readlink(path) if stat.S_ISLNK(s.st_mode) else (
            hashlib.sha256(open(path, 'rb').read()).hexdigest() if stat.S_ISREG(s.st_mode) else '')
        attributes = [(n, os.getxattr(path, n, follow_symlinks=False))
                      for n in sorted(os.listxattr(path, follow_symlinks=False)) if n != 'security.selinux']
        print(os.path.relpath(path, root), oct(s.st_mode), s.st_uid, s.st_gid, s.st_nlink,
              0 if stat.S_ISDIR(s.st_mode) else s.st_size, s.st_mtime_ns, content, attributes,
              ids.setdefault(s.st_ino, len(ids)), s.st_rdev)
      """;

  private static final String ODD =
      """
      import os, sys
      os.chdir(sys.argv[1])
      os.mkdir('deep'); os.mkdir('deep/er', 0o700); os.chmod('deep', 0o1777)
      open('deep/er/owned', 'w').write('x' * 5000); os.chown('deep/er/owned', 70, 71)
      os.link('deep/er/owned', 'linked'); os.symlink('/nowhere', 'dangling'); os.mkfifo('pipe', 0o620)
      open('suid', 'w').write('s'); os.chown('suid', 1234, 5678); os.chmod('suid', 0o4751)
      with open('sparse', 'wb') as f: f.truncate(50_000_000); f.seek(30_000_000); f.write(b'middle')
      open(b'n\\xff\\n', 'w').write('name'); os.setxattr('suid', 'user.note', b'a\\0b')
      os.setxattr('deep', 'trusted.mark', b'1'); os.utime('suid', ns=(1, 1234567890123456789))
      os.chown('.', 42, 43); os.chmod('.', 0o2770)
      """;

  @BeforeAll
  static void startAll() {
    host.get("systemctl", "start", "docker");
    host.get("docker", "network", "create", "app");
    host.get("mkdir", "-p", "/srv/there");
    host.write("/srv/there/file", "there");
    host.write("/root/odd.py", ODD);
    host.write("/root/listing.py", LISTING);
    run("foreign", List.of("--restart=always", "--volume=theirs:/data", BUSYBOX));
    CONTAINERS.forEach(MigrateManyIT::run);
    host.get("docker", "stop", "stopped");
    for (String volume : List.of("odd", "own", "rest", "theirs")) {
      host.get("python3", "/root/odd.py", mountpoint("docker", volume));
    }
    host.get("docker", "exec", "own", "sh", "-c", "echo nameless > /b/file");
    assertFrontSeesBack("docker");
  }

  private static void run(String name, List<String> options) {
    List<String> argv = new ArrayList<>(List.of("docker", "run", "--detach", "--name=" + name));
    argv.addAll(options);
    if (options.getLast().equals(BUSYBOX)) {
      argv.addAll(List.of("sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"));
    }
    host.get(argv.toArray(String[]::new));
  }

  @Test
  void theyRunOnPodmanWithAllThatTheyHadAndAfterAReboot() {
    String before = listing("docker", "odd") + listing("docker", "own") + listing("docker", "rest");
    String theirs = host.get("docker", "inspect", "--format={{.State.StartedAt}}", "foreign");
    // Docker would drop what Podman forwards for nftables, and says so afterwards.
    host.get("mkdir", "-p", "/etc/containers/containers.conf.d");
    host.write(
        "/etc/containers/containers.conf.d/beside-docker.conf",
        "[network]\nfirewall_driver = \"iptables\"\n");
    List<String> argv = new ArrayList<>(List.of("migrate", "--yes", "--output", "json"));
    argv.addAll(CONTAINERS.keySet());

    CommandResult migrated = host.berth(argv.toArray(String[]::new));

    assertThat(migrated.exitCode()).as("%s%s", migrated.stdout(), migrated.stderr()).isZero();
    Map<String, Double> downtimes = downtimes(migrated.stdout());
    System.out.println("MigrateManyIT: seconds of downtime: " + downtimes);
    assertThat(downtimes).hasSize(CONTAINERS.size() - 1).doesNotContainKey("stopped");
    assertThat(migrated.stderr()).doesNotContain("firewall");
    assertThat(listing("podman", "odd") + listing("podman", "own") + listing("podman", "rest"))
        .isEqualTo(before);
    assertThat(
            Long.parseLong(host.get("stat", "-c", "%b", mountpoint("podman", "odd") + "/sparse")))
        .as("blocks of a file of 50 MB that is mostly a hole")
        .isLessThan(1000);
    assertAllIsWell();

    host.reboot();
    host.get("systemctl", "start", "docker");
    until("they run", () -> running("podman").size() == CONTAINERS.size() - 1);
    assertAllIsWell();
    assertThat(listing("podman", "rest")).isEqualTo(listing("docker", "rest"));
    assertThat(host.get("docker", "inspect", "--format={{.State.StartedAt}}", "foreign"))
        .as("Docker started it anew, as always at boot")
        .isNotEqualTo(theirs);
  }

  private static void assertAllIsWell() {
    assertThat(running("docker")).containsExactly("foreign");
    assertThat(running("podman"))
        .containsExactlyInAnyOrderElementsOf(
            CONTAINERS.keySet().stream().filter(name -> !name.equals("stopped")).toList());
    for (int port : new int[] {18101, 18102, 18104, 18105}) {
      until(
          "port " + port + " answers",
          () -> host.run("curl", "-sf", "http://127.0.0.1:" + port + "/").exitCode() == 0);
    }
    assertFrontSeesBack("podman");
    assertThat(host.get("podman", "exec", "own", "cat", "/b/file")).isEqualTo("nameless");
    assertThat(host.get("podman", "exec", "bound", "cat", "/b/file")).isEqualTo("there");
    assertThat(host.get("podman", "exec", "text", "sh", "-c", "echo \"$TEXT\"")).isEqualTo(TEXT);
    assertThat(host.get("podman", "exec", "user", "sh", "-c", "id -u; pwd")).isEqualTo("70\n/tmp");
    until(
        "the check was run",
        () ->
            host.get("podman", "inspect", "--format={{.State.Health.Status}}", "checked")
                .equals("healthy"));
    assertThat(host.run("systemctl", "is-enabled", "berth-stopped").stdout().strip())
        .isEqualTo("disabled");
  }

  private static void assertFrontSeesBack(String engine) {
    until(
        "front sees back by its name",
        () ->
            host.run(
                        engine,
                        "exec",
                        "front",
                        "busybox",
                        "wget",
                        "-T",
                        "2",
                        "-qO-",
                        "http://back:8080/")
                    .exitCode()
                == 0);
  }

  private static List<String> running(String engine) {
    return host.get(engine, "ps", "--format={{.Names}}").lines().sorted().toList();
  }

  private static Map<String, Double> downtimes(String report) {
    return Json.parse("report", report).get("steps").items().stream()
        .filter(step -> step.get("downtime_seconds").isPresent())
        .collect(
            Collectors.toMap(
                step -> step.get("subject").textOrEmpty(),
                step -> Double.parseDouble(step.get("downtime_seconds").toString()),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private static String listing(String engine, String volume) {
    return host.get("python3", "/root/listing.py", mountpoint(engine, volume));
  }

  private static String mountpoint(String engine, String volume) {
    return host.get(engine, "volume", "inspect", "--format={{.Mountpoint}}", volume);
  }
}
