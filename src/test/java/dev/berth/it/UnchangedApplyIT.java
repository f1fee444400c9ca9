package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host that is as wanted is looked at, with few processes, and left alone. */
@ClassTemplate
class UnchangedApplyIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final int AT_MOST = 6;
  private static final Set<String> READING =
      Set.of(
          "docker version",
          "docker ps",
          "docker container inspect",
          "docker image inspect",
          "docker image ls",
          "docker volume ls",
          "docker volume inspect",
          "podman --version",
          "podman ps",
          "podman image inspect",
          "podman volume ls",
          "systemctl list-units",
          "systemctl show");

  @Test
  void secondApplyOnlyReadsWithAsManyProcessesForThirtyAsForThree() {
    List<String> forThree = programsOfSecondApply(3);
    List<String> forThirty = programsOfSecondApply(30);

    assertThat(forThree)
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(host.isDocker() ? 2 * AT_MOST + 1 : AT_MOST)
        .isSubsetOf(READING);
    assertThat(forThirty).containsExactlyInAnyOrderElementsOf(forThree);
  }

  /** The lists do not tell in whose namespaces a container is: Podman is asked once for all. */
  @Test
  void whatIsSharedIsAskedOnceForAllThatShare() {
    StringBuilder set = new StringBuilder(set(1));
    for (String name : List.of("g1", "g2", "g3")) {
      set.append(name)
          .append(": {image: 'localhost/berth-test/busybox:1', restart: always, start_order: 2,")
          .append(" net: 'container:c01'}\n");
    }
    List<String> alone = programsOfSecondApply("alone", set(1), 1);
    List<String> shared = programsOfSecondApply("shared", set.toString(), 4);
    if (!host.isDocker()) {
      shared = new ArrayList<>(shared);
      assertThat(shared.remove("podman container inspect")).isTrue();
    }
    assertThat(shared).containsExactlyInAnyOrderElementsOf(alone);
  }

  /** They are in systemd's list with all else, and an alias is seen by its link. */
  @Test
  void unitsOfTheHostThatAreReferredToCostNoProcess() {
    String referring =
        set(1)
            + """
            g1:
              image: localhost/berth-test/busybox:1
              restart: always
              depends_on:
                network.target: {condition: service_started, required: true}
                dbus-org.freedesktop.login1.service: {condition: service_started, required: false}
            """;
    List<String> alone = programsOfSecondApply("plain", set(1), 1);
    List<String> referred = programsOfSecondApply("referring", referring, 2);
    assertThat(referred).containsExactlyInAnyOrderElementsOf(alone);
    if (host.isDocker()) {
      return;
    }

    Map<String, String> pids = host.pids();
    String unit = host.read("/etc/systemd/system/berth-g1.service");
    host.write("/root/other.yaml", referring.replace("network.target", "nosuch2.service"));
    CommandResult refused = host.berth("apply", "-f", "/root/other.yaml", "--config-id", "set");
    assertThat(refused.exitCode()).as(refused.stderr()).isEqualTo(2);
    assertThat(refused.stderr())
        .containsPattern(
            "other\\.yaml:\\d+:5: error: 'g1' requires nosuch2.service, which systemd does not"
                + " know: it would not start");
    assertThat(host.pids()).isEqualTo(pids);
    assertThat(host.read("/etc/systemd/system/berth-g1.service")).isEqualTo(unit);

    host.write(
        "/root/other.yaml",
        referring.replace("network.target: {", "nosuch2.service: {").replace("true}", "false}"));
    CommandResult warned = host.berth("plan", "-f", "/root/other.yaml", "--config-id", "set");
    assertThat(warned.exitCode()).as(warned.stderr()).isZero();
    assertThat(warned.stderr())
        .contains(
            "'g1' depends on nosuch2.service, which systemd does not know: nothing is waited");

    // A file that systemd has not read yet is one that it will know.
    host.write("/etc/systemd/system/nosuch2.service", "[Service]\nExecStart=sleep infinity\n");
    host.write("/root/other.yaml", referring.replace("network.target", "nosuch2.service"));
    assertThat(host.berth("plan", "-f", "/root/other.yaml", "--config-id", "set").exitCode())
        .isZero();
    host.get("rm", "/etc/systemd/system/nosuch2.service");
    host.get("systemctl", "mask", "nosuch2.service");
    CommandResult masked = host.berth("plan", "-f", "/root/other.yaml", "--config-id", "set");
    assertThat(masked.exitCode()).isEqualTo(2);
    assertThat(masked.stderr()).contains("requires nosuch2.service, which is masked");
    host.get("systemctl", "unmask", "nosuch2.service");
  }

  @Test
  void planTellsByItsExitStatusWhetherThereAreChanges() {
    host.apply(set(3), "--config-id", "set");
    assertThat(plan("--file", "/root/set.yaml").exitCode()).isZero();

    host.write("/root/other.yaml", set(3).replace("NUMBER: 2", "NUMBER: 20"));
    CommandResult changes = plan("--file", "/root/other.yaml");
    assertThat(changes.exitCode()).as(changes.stderr()).isEqualTo(3);
    assertThat(changes.stdout()).contains("replace c02");
    assertThat(plan("--file", "/root/set.yaml").exitCode()).as("a plan changes nothing").isZero();
  }

  /** A training that ends early leaves them to be read and checked one by one at every start. */
  @Test
  void classesComeFromTheStartUpCache() {
    if (host.isDocker()) {
      return;
    }
    host.apply(set(3), "--config-id", "set");
    CommandResult second =
        host.run(
            "sh",
            "-c",
            "exec $(/opt/berth/tools/jdk)/bin/java -XX:AOTCache=/opt/berth/target/berth.aot"
                + " -Xlog:class+load:file=/root/classes -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                + " -jar /opt/berth/target/berth.jar apply -f /root/set.yaml --config-id set");
    assertThat(second.stdout()).as(second.stderr()).contains("0 done, 4 unchanged.");

    List<String> ours =
        host.read("/root/classes").lines().filter(line -> line.contains(" dev.berth.")).toList();
    assertThat(ours).hasSizeGreaterThan(300);
    assertThat(ours).noneMatch(line -> line.contains("source: file:"));
  }

  private static List<String> programsOfSecondApply(int containers) {
    return programsOfSecondApply(Integer.toString(containers), set(containers), containers);
  }

  private static List<String> programsOfSecondApply(String name, String set, int containers) {
    host.apply(set, "--config-id", "set");
    // What was written within a clock's tick before systemd read it is asked for once more.
    host.get("systemctl", "daemon-reload");
    Map<String, String> pids = host.pids();
    String files = filesWithTimes();
    assertThat(pids).hasSize(containers);

    String trace = "/root/trace-" + name;
    CommandResult second =
        host.run(
            "strace",
            "-f",
            "-e",
            "trace=execve",
            "-s",
            "200",
            "-o",
            trace,
            "/opt/berth/berth",
            "apply",
            "--file",
            "/root/set.yaml",
            "--config-id",
            "set");

    assertThat(second.exitCode()).as(second.stderr()).isZero();
    assertThat(second.stdout()).contains("0 done, " + (containers + 1) + " unchanged.");
    assertThat(host.pids()).isEqualTo(pids);
    assertThat(filesWithTimes()).isEqualTo(files);
    return ExecTrace.startedByJava(host.read(trace));
  }

  /** Every file that an apply may write, with its inode and the time of its last change. */
  private static String filesWithTimes() {
    return host.get(
        "sh",
        "-c",
        "stat -c '%n %i %y' $(ls -d /etc/systemd/system/berth-* /etc/systemd/system/*.wants/berth-*"
            + " /etc/berth/* /etc/berth/env/* /var/lib/berth/applied/* 2>/dev/null)");
  }

  private static CommandResult plan(String... arguments) {
    String[] argv = new String[arguments.length + 4];
    argv[0] = "plan";
    argv[1] = "--exit-code";
    argv[2] = "--config-id";
    argv[3] = "set";
    System.arraycopy(arguments, 0, argv, 4, arguments.length);
    return host.berth(argv);
  }

  /** Services, every third with a volume of its own and one of its image, and a task. */
  private static String set(int services) {
    StringBuilder set =
        new StringBuilder(
            """
            task:
              image: localhost/berth-test/busybox:1
              detach: false
              command: [sh, -c, "true"]
              environment: {STEP: one}
            """);
    for (int number = 1; number <= services; number++) {
      boolean third = number % 3 == 0;
      set.append("c%02d:\n".formatted(number))
          .append("  image: localhost/berth-test/%s:1\n".formatted(third ? "volume" : "busybox"))
          .append("  restart: always\n  start_order: 1\n")
          .append("  environment: {NUMBER: %d, TEXT: \"two\\nlines\"}\n".formatted(number));
      if (third) {
        set.append("  volumes: [\"data%d:/srv\"]\n".formatted(number));
      }
    }
    return set.toString();
  }
}
