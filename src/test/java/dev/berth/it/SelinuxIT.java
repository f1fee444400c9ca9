package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.SelinuxHost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A host that enforces SELinux. Networks are left out: to set one up takes seconds here. As one
 * processor of it is emulated, and a start of Berth takes half a minute, always run only those that
 * show what nothing else does: the labels that let containers in, and limits as the kernel has
 * them.
 */
class SelinuxIT {
  @RegisterExtension static final SelinuxHost host = new SelinuxHost();

  private static final String BUSYBOX = "localhost/berth-test/busybox:1";
  private static final String SHARED = "container_file_t:s0";
  private static final Pattern MENDED = Pattern.compile("(?m)^ +(semanage fcontext .*?); or let");

  /** One path for each rule; what is not there is made. */
  private static final List<String> REFUSED =
      List.of(
          "/",
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/etc/ssh",
          "/home",
          "/home/ann",
          "/home/ann/.ssh",
          "/lib",
          "/lib64",
          "/media",
          "/mnt",
          "/opt",
          "/proc",
          "/root",
          "/root/.ssh",
          "/run",
          "/run/systemd",
          "/sbin",
          "/srv",
          "/sys",
          "/tmp",
          "/usr",
          "/usr/share",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/lib/containers",
          "/var/lib/docker",
          "/var/log",
          "/var/log/journal",
          "/var/spool",
          "/var/tmp",
          "/srv/to-etc",
          "/srv/deep/../../home",
          "/srv/holds-a-mount",
          "/srv/no-labels");

  private static String denials() {
    return host.shell("dmesg | grep 'avc:  denied' | grep container_t || true");
  }

  /** Only here is there a kernel whose controllers are ours. */
  @Test
  void limitsOfAComposeProjectAreReadBackInItsContainer() {
    readLimitsBack("podman");
  }

  @Test
  @Tag("long")
  void onDockerLimitsAreReadBackToo() {
    host.get("systemctl", "start", "docker");
    readLimitsBack("docker");
  }

  private static void readLimitsBack(String engine) {
    host.write(
        "/root/limits/compose.yaml",
        """
        services:
          app:
            image: %s
            command: sleep infinity
            network_mode: none
            deploy:
              resources:
                limits: {cpus: "0.25", memory: 48M, pids: 33}
                reservations: {memory: 16M}
        """
            .formatted(BUSYBOX));
    CommandResult applied =
        host.berth("apply", "--container-cli", engine, "--file", "/root/limits");
    assertThat(applied.exitCode()).as(applied.stderr()).isZero();
    assertThat(
            host.shell(
                engine
                    + " exec limits-app cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory.low"
                    + " /sys/fs/cgroup/pids.max /sys/fs/cgroup/cpu.max"))
        .isEqualTo("50331648\n16777216\n33\n25000 100000");
    assertThat(
            host.shell(
                engine
                    + " inspect --format '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}'"
                    + " limits-app"))
        .isEqualTo("50331648 250000000");
    host.berth("delete", "--container-cli", engine, "--yes", "limits");
  }

  @Test
  void aPlanNamesWhatContainersCannotReadAndTheCommandThatMendsIt() {
    host.shell("mkdir -p '/srv/plain data' /srv/labelled; echo text >'/srv/plain data/file'");
    String set =
        """
        reader:
          image: %s
          net: none
          detach: false
          command: [sh, -ec, "touch /labelled/new /named/new; cat /data/file"]
          volumes:
            - /srv/labelled:/labelled:z
            - /etc/hosts:/etc/hosts:ro
            - /srv/plain data:/data:ro
            - named:/named
        """
            .formatted(BUSYBOX);
    host.write("/root/plan.yaml", set);

    CommandResult planned = host.berth("plan", "-f", "/root/plan.yaml", "--verbose");

    assertThat(planned.exitCode()).as(planned.stderr()).isZero();
    assertThat(planned.stderr())
        .contains(
            "/root/plan.yaml:9:7: warning: 'reader' binds '/srv/plain data', which SELinux lets no"
                + " container read: its label is var_t")
        .doesNotContain("binds '/etc/hosts'", "binds '/srv/labelled'")
        .containsOnlyOnce("run      stat ");
    // It is no empty threat.
    CommandResult denied =
        host.run(
            "podman",
            "run",
            "--rm",
            "--net",
            "none",
            "-v",
            "/srv/plain data:/data",
            BUSYBOX,
            "cat",
            "/data/file");
    assertThat(denied.exitCode()).isNotZero();
    assertThat(denied.stderr()).contains("Permission denied");
    assertThat(denials()).contains("tcontext=unconfined_u:object_r:var_t:s0");

    Matcher mending = MENDED.matcher(planned.stderr());
    assertThat(mending.find()).as(planned.stderr()).isTrue();
    host.shell(mending.group(1));

    CommandResult applied = host.berth("apply", "-f", "/root/plan.yaml");
    assertThat(applied.exitCode()).as("%s%s", applied.stdout(), applied.stderr()).isZero();
    assertThat(applied.stderr()).doesNotContain("warning");
    assertThat(host.get("podman", "logs", "reader")).isEqualTo("text");
    String volume = host.get("podman", "volume", "inspect", "--format={{.Mountpoint}}", "named");
    for (String shared : List.of("/srv/labelled", volume)) {
      host.get("test", "-f", shared + "/new");
      assertThat(host.label(shared)).endsWith(":object_r:" + SHARED);
    }
  }

  @Test
  void directoriesThatAreMadeHaveTheLabelOfContainersAlsoAfterABoot() {
    String set =
        """
        maker:
          image: %s
          net: none
          detach: false
          command: [touch, /data/one, /run/app/two]
          volumes: ["/srv/made/deep:/data", "/run/made app:/run/app"]
        """
            .formatted(BUSYBOX);

    host.apply(set, "--config-id", "made", "--missing-bind", "create");

    host.get("test", "-f", "/srv/made/deep/one", "-a", "-f", "/run/made app/two");
    assertThat(host.label("/srv/made/deep")).endsWith(":object_r:" + SHARED);
    assertThat(host.label("/run/made app")).endsWith(":object_r:" + SHARED);
    assertThat(host.label("/srv/made")).endsWith(":var_t:s0");

    host.shell(
        "rm -r '/run/made app'; systemd-run -q --wait systemd-tmpfiles --create --boot || true");

    assertThat(host.label("/run/made app")).endsWith(":object_r:" + SHARED);
  }

  @Test
  @Tag("long")
  void labelsPassAsConfigured() {
    host.shell("mkdir -p /srv/l/shared /srv/l/own /srv/l/none; touch /srv/l/none/file");
    String container =
        """
        %s:
          image: IMAGE
          net: none
          restart: always
          volumes: [%s]
          %s
        """
            .replace("IMAGE", BUSYBOX);
    String set =
        container.formatted("shared", "'/srv/l/shared:/data:z'", "")
            + container.formatted("own", "'/srv/l/own:/data:Z'", "")
            + container.formatted("free", "'/srv/l/none:/data'", "security_opt: ['label=disable']")
            + container.formatted(
                "levelled", "'/srv/l/shared:/data:z'", "security_opt: ['label=level:s0:c100,c200']")
            + container.formatted("almighty", "'/srv/l/none:/data'", "privileged: true");

    CommandResult applied = host.apply(set, "--config-id", "labels");

    assertThat(applied.stderr()).doesNotContain("warning");
    Map<String, String> processes = new java.util.TreeMap<>();
    host.shell(
            "for c in shared own free levelled almighty; do echo \"$c $(podman exec $c cat"
                + " /proc/1/attr/current | tr -d '\\0')\"; done")
        .lines()
        .map(line -> line.split(" "))
        .forEach(words -> processes.put(words[0], words[1]));
    assertThat(processes.get("shared")).matches(".*:container_t:s0:c\\d+,c\\d+");
    assertThat(processes.get("own")).matches(".*:container_t:s0:c\\d+,c\\d+");
    assertThat(processes.get("free")).contains(":spc_t:");
    assertThat(processes.get("almighty")).contains(":spc_t:");
    assertThat(processes.get("levelled")).endsWith(":container_t:s0:c100,c200");
    String pair = processes.get("own").replaceFirst(".*:container_t:s0:", "");
    assertThat(host.label("/srv/l/shared")).endsWith(":object_r:" + SHARED);
    assertThat(host.label("/srv/l/own")).endsWith(":object_r:" + SHARED + ":" + pair);
    assertThat(host.label("/srv/l/none")).endsWith(":var_t:s0");
    host.shell(
        "podman exec shared touch /data/a; podman exec levelled touch /data/c; podman exec own touch"
            + " /data/b; podman exec free cat /data/file; podman exec almighty cat /data/file");
    // Of another container's own, a plan tells.
    String other =
        """
        other:
          image: %s
          net: none
          volumes: ['/srv/l/own:/data']
        """
            .formatted(BUSYBOX);
    host.write("/root/other.yaml", other);
    assertThat(host.berth("plan", "-f", "/root/other.yaml").stderr())
        .contains("its label is " + SHARED + ":" + pair);
  }

  @Test
  void noRelabelTouchesARefusedPath() {
    host.shell(
        """
        id ann >/dev/null 2>&1 || useradd -m ann
        mkdir -p /home/ann/.ssh /media /srv/holds-a-mount/deep /srv/no-labels /srv/deep /srv/fine/deep /data/dir
        ln -sfn /etc /srv/to-etc
        ln -sfn /usr/share /srv/fine/to-usr
        ln -sfn /data/dir /srv/fine-link
        touch '/srv/fine/deep/a file'
        mountpoint -q /srv/holds-a-mount/deep || mount -t tmpfs tmpfs /srv/holds-a-mount/deep
        mountpoint -q /srv/no-labels || mount -t tmpfs -o context=system_u:object_r:tmp_t:s0 tmpfs /srv/no-labels
        """);
    List<String> labels = new ArrayList<>(List.of("stat", "-L", "-c", "%C %n"));
    labels.addAll(REFUSED);
    String before = host.get(labels.toArray(String[]::new));
    List<String> paths = new ArrayList<>(REFUSED);
    paths.addAll(List.of("/srv/fine", "/srv/fine-link"));

    CommandResult result =
        host.java("dev.berth.apply.RelabelProgram", paths.toArray(String[]::new));

    assertThat(result.exitCode()).as("%s%s", result.stdout(), result.stderr()).isZero();
    assertThat(result.stdout().lines().filter(line -> line.startsWith("done")))
        .containsExactly("done /srv/fine", "done /srv/fine-link");
    assertThat(
            result
                .stdout()
                .lines()
                .filter(line -> line.startsWith("refused"))
                .map(line -> line.replaceFirst("refused (.*?): .*", "$1")))
        .containsExactlyInAnyOrderElementsOf(REFUSED);
    assertThat(host.get(labels.toArray(String[]::new))).isEqualTo(before);
    assertThat(
            host.shell("find /etc /home /root /boot /run -context '*:container_file_t:*' | head"))
        .doesNotContain("/etc", "/home", "/root", "/boot", "/run/systemd");
    assertThat(host.get("stat", "-c", "%C", "/srv/fine", "/srv/fine/deep/a file", "/data/dir"))
        .isEqualTo(String.join("\n", Collections.nCopies(3, "system_u:object_r:" + SHARED)));
    assertThat(host.label("/usr/share")).endsWith(":usr_t:s0");
  }

  /** With {@code Z} Docker gives a volume the level of one container. */
  @Test
  @Tag("long")
  void aVolumeThatDockerLabelledForOneContainerIsOpenToPodmansWhenItIsMoved() {
    host.shell("touch /srv/of-another-test");
    host.restore();
    assertThat(host.run("test", "-e", "/srv/of-another-test").exitCode()).isNotZero();
    host.write("/etc/docker/daemon.json", "{\"selinux-enabled\": true}");
    host.get("systemctl", "start", "docker");
    String context =
        host.get(
                "docker",
                "run",
                "--rm",
                "--net",
                "none",
                "-v",
                "data:/data:Z",
                BUSYBOX,
                "sh",
                "-c",
                "echo precious >/data/file; ln -s file /data/link; cat /proc/self/attr/current")
            .replace("\0", "");
    String volume = "/var/lib/docker/volumes/data/_data";
    assertThat(context).matches(".*:container_t:s0:c\\d+,c\\d+");
    assertThat(host.label(volume + "/file"))
        .endsWith(":container_file_t" + context.replaceFirst(".*:container_t", ""));
    String[] podman = {"podman", "run", "--rm", "--net", "none", "-v"};
    CommandResult denied = host.run(with(podman, volume + ":/data", BUSYBOX, "cat", "/data/file"));
    assertThat(denied.exitCode()).isNotZero();
    assertThat(denied.stderr()).contains("Permission denied");
    String before = denials();

    CommandResult moved =
        host.java(
            "dev.berth.migrate.CarryDriver",
            "volumes",
            "docker",
            "podman",
            "move",
            "m",
            "carry",
            "data");

    assertThat(moved.stdout()).as(moved.stderr()).contains("RENAME", "\"complete\":true");
    String use = "cat /data/link; touch /data/new; echo more >>/data/file";
    assertThat(host.get(with(podman, "data:/data", BUSYBOX, "sh", "-ec", use)))
        .isEqualTo("precious");
    assertThat(denials()).isEqualTo(before);
  }

  private static String[] with(String[] argv, String... more) {
    return Stream.concat(Stream.of(argv), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  @Tag("long")
  void whatAContainerOfDockersHadLetsItInOnPodman() {
    String before = denials();
    host.shell("mkdir -p /srv/bound && echo bound >/srv/bound/file");
    host.write(
        "/root/over.yaml",
        """
        over:
          image: %s
          net: none
          restart: always
          command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 1; done"]
          volumes: ["/srv/bound:/b", "/root:/r:ro", "data:/data", "pair:/pair"]
        """
            .formatted(BUSYBOX));
    host.get("systemctl", "start", "docker");
    String[] apply = {"apply", "--container-cli", "docker", "-f", "/root/over.yaml"};
    assertThat(host.berth(apply).exitCode()).isZero();
    host.get("docker", "exec", "over", "sh", "-c", "cat /b/file | tee /data/file >/pair/file");
    String volumes = "/var/lib/docker/volumes/";
    assertThat(host.label(volumes + "data/_data/file")).doesNotEndWith(SHARED);
    host.get("chcon", "-R", "-t", "container_file_t", "-l", "s0:c444,c877", volumes + "pair/_data");
    String root = host.label("/root");

    CommandResult migrated = host.berth("migrate", "-f", "/root/over.yaml", "--yes");

    assertThat(migrated.exitCode()).as("%s%s", migrated.stdout(), migrated.stderr()).isZero();
    assertThat(host.label("/srv/bound/file")).endsWith(":object_r:" + SHARED);
    assertThat(host.label("/root")).as("it is the host's own").isEqualTo(root);
    assertThat(
            host.shell(
                "cd /var/lib/containers/storage/volumes; stat -c %C data/_data data/_data/* pair/_data pair/_data/*"))
        .isEqualTo(String.join("\n", Collections.nCopies(4, "system_u:object_r:" + SHARED)));
    String use =
        "cat /b/file /data/file /pair/file; touch /b/new /data/new /pair/new; echo more >>/pair/file";
    host.get("podman", "exec", "over", "sh", "-ec", use);
    assertThat(denials()).isEqualTo(before);
  }
}
