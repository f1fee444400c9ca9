package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten stacks of ten services: one plan, one order, over a boot too; and kills in the middle. */
class ManyStacksIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SERVICE =
      "image: 'localhost/berth-test/busybox:1', command: sleep infinity, restart: always";

  /** Each waits for the first service of the next stack; the last one stands alone. */
  private static String stack(int number) {
    StringBuilder yaml = new StringBuilder("services:\n");
    for (int service = 0; service < 10; service++) {
      yaml.append("  s").append(service).append(": {").append(SERVICE).append(", networks: [own]");
      if (service == 0 && number < 9) {
        yaml.append(", x-berth: {depends_on: [n").append(number + 1).append("/s0]}");
      }
      yaml.append("}\n");
    }
    return yaml.append("networks: {own: {internal: true}}\n").toString();
  }

  private static long processes(String... plan) {
    return host.berth(0, plan).stderr().lines().filter(line -> line.startsWith("run ")).count();
  }

  private static long startOf(int stack) {
    return Long.parseLong(
        host.get(
            "systemctl",
            "show",
            "--value",
            "--property=ActiveEnterTimestampMonotonic",
            "berth-n" + stack + "-s0.service"));
  }

  @Test
  @Tag("long")
  void theyAreOnePlanAndOneOrder() {
    host.get("mkdir", "-p", "/etc/berth/stacks");
    IntStream.range(0, 10)
        .forEach(number -> host.write("/etc/berth/stacks/n" + number + ".yaml", stack(number)));
    host.berth(0, "apply");
    assertThat(host.berth(0, "plan").stdout()).contains("Nothing to do: 100 containers");
    assertThat(processes("plan", "--verbose"))
        .isEqualTo(
            processes(
                "plan", "--verbose", "--file", "/etc/berth/stacks/n9.yaml", "--config-id", "n9"));

    host.reboot();
    TestHost.until(
        "all run after the boot", () -> host.engine("ps", "--quiet").lines().count() == 100);
    List<Long> starts = IntStream.range(0, 10).mapToObj(ManyStacksIT::startOf).toList();
    assertThat(starts.reversed()).isSorted();

    host.get("rm", "/etc/berth/stacks/n0.yaml");
    host.write("/etc/berth/stacks/n5.yaml", "services: {s0: {imag: x}}\n");
    host.get("sed", "-i", "s/infinity/4000/", "/etc/berth/stacks/n9.yaml");
    CommandResult applied = host.berth(1, "apply");
    assertThat(applied.stderr()).contains("n5.yaml:1:").contains("the stack 'n5' is left as it is");
    assertThat(host.engine("ps", "--format", "{{.Names}} {{.Command}}").lines())
        .hasSize(90)
        .noneMatch(line -> line.startsWith("n0-"))
        .filteredOn(line -> line.startsWith("n9-"))
        .hasSize(10)
        .allMatch(line -> line.contains("4000"));
    assertThat(host.engine("network", "ls")).doesNotContain("n0_own").contains("n5_own");
    host.berth(0, "delete", "--yes", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9");
  }

  /** What only the host shows to be wrong with one stack, no file by itself. */
  @Test
  void whatTheHostRefusesOfOneHoldsUpNoOther() {
    host.get("mkdir", "-p", "/etc/berth/stacks");
    String sound = "services: {s: {%s, networks: [own]}}\nnetworks: {own: {internal: true}}\n";
    host.write("/etc/berth/stacks/good.yaml", sound.formatted(SERVICE));
    host.write(
        "/etc/berth/stacks/bad.yaml",
        "services: {s: {%s, networks: [lan]}}\nnetworks: {lan: {external: true}}\n"
            .formatted(SERVICE));
    host.write(
        "/etc/berth/stacks/user.yaml",
        """
        services:
          s: {%s, network_mode: none,
              x-berth: {depends_on: {bad/s: {condition: service_started, required: true}}}}
        """
            .formatted(SERVICE));

    CommandResult planned = host.berth(2, "plan");
    assertThat(planned.stdout()).contains("create good-s").doesNotContain("bad-s");
    CommandResult applied = host.berth(1, "apply");

    assertThat(applied.stderr())
        .contains("bad.yaml:1:", "there is no network 'lan'")
        .contains("the stack 'bad' is left as it is: /etc/berth/stacks/bad.yaml");
    assertThat(host.engine("ps", "--format", "{{.Names}}")).isEqualTo("good-s");
    host.engine("network", "create", "lan");
    host.berth(0, "apply");
    assertThat(host.engine("ps", "--format", "{{.Names}}").lines())
        .containsExactlyInAnyOrder("good-s", "bad-s", "user-s");

    // What one needs is not taken away because its own file is refused.
    host.write("/etc/berth/stacks/bad.yaml", "services: {other: {%s}}\n".formatted(SERVICE));
    assertThat(host.berth(2, "apply").stderr()).contains("'user-s' needs 'bad-s', which goes");
    assertThat(host.engine("ps", "--format", "{{.Names}}").lines()).hasSize(3);
    host.get("rm", "-r", "/etc/berth/stacks");
    host.berth(0, "delete", "--yes", "good", "bad", "user");
    host.engine("network", "rm", "lan");
  }

  private static final String MIXED =
      """
      services:
        one: {image: 'localhost/berth-test/busybox:1', command: sleep infinity, restart: always,
              networks: [a, b], volumes: ["data:/data"], configs: [c], environment: {M: MODE}}
        two: {image: 'localhost/berth-test/busybox:1', command: sleep infinity, restart: always,
              networks: [b], secrets: [s]}
        task: {image: 'localhost/berth-test/busybox:1', command: "true", networks: [a]}
        last: {image: 'localhost/berth-test/busybox:1', command: sleep infinity, restart: always,
               networks: [a], depends_on: {task: {condition: service_completed_successfully}}}
      networks: {a: {labels: {m: MODE}}, b: {internal: true}}
      volumes: {data: {driver_opts: {type: tmpfs, device: tmpfs}}}
      configs: {c: {content: "MODE"}}
      secrets: {s: {environment: SECRET}}
      """;

  private static void mixed(String mode) {
    host.write("/srv/mixed/compose.yaml", MIXED.replace("MODE", mode));
    host.write("/srv/mixed/.env", "SECRET=" + mode + "\n");
  }

  private static List<String> left() {
    return host.get(
            "sh",
            "-c",
            "podman ps --all --format '{{.Names}} {{.State}}' | sort; podman network inspect --format"
                + " '{{.Name}} {{index .Labels \"dev.berth.digest\"}} {{index .Labels \"m\"}}'"
                + " $(podman network ls --quiet) | sort; podman volume ls --format '{{.Name}}' | sort;"
                + " ls /etc/berth/files; find /var/lib/berth /etc/systemd/system -name '*mixed*' |"
                + " sort; ls -A /var/lib/berth /etc/berth")
        .lines()
        .toList();
  }

  /** From nothing, between two states, and to nothing. */
  @Test
  void aKillAnywhereInItIsMadeGoodByTheNextRun() {
    killed(4);
  }

  @Test
  @Tag("long")
  void thirtyKillsAreMadeGoodByTheNextRun() {
    killed(30);
  }

  private static void killed(int kills) {
    long seed = Long.getLong("berth.seed", System.nanoTime());
    Random random = new Random(seed);
    host.get("mkdir", "-p", "/srv/mixed");
    List<List<String>> wanted = new ArrayList<>();
    List<Long> took = new ArrayList<>();
    for (String mode : List.of("blue", "green")) {
      mixed(mode);
      long begun = System.nanoTime();
      host.berth(0, "apply", "--file", "/srv/mixed");
      took.add((System.nanoTime() - begun) / 1_000_000);
      wanted.add(left());
    }
    for (int kill = 0; kill < kills; kill++) {
      String what = "kill " + kill + ", seed " + seed;
      int state = kill % 2;
      if (kill % 3 == 0) {
        killedAfter(random.nextLong(took.getFirst() / 2), "delete", "--yes", "mixed");
        host.berth(0, "delete", "--yes", "mixed");
        assertThat(left())
            .as(what)
            .noneMatch(line -> line.contains("mixed") && !line.contains("_data"));
        host.engine("volume", "rm", "--force", "mixed_data");
      }
      mixed(state == 0 ? "blue" : "green");
      killedAfter(random.nextLong(took.get(state)), "apply", "--file", "/srv/mixed");
      CommandResult again = host.berth("apply", "--file", "/srv/mixed");
      assertThat(again.exitCode()).as("%s: %s", what, again.stderr()).isZero();
      assertThat(left()).as(what).containsExactlyElementsOf(wanted.get(state));
      assertThat(host.berth(0, "plan", "--file", "/srv/mixed").stdout())
          .as(what)
          .contains("Nothing to do");
    }
    host.berth(0, "delete", "--yes", "mixed");
  }

  private static void killedAfter(long millis, String... berth) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "timeout",
                "--foreground",
                "--signal=KILL",
                millis / 1000 + "." + String.valueOf(1000 + millis % 1000).substring(1),
                "/opt/berth/berth"));
    argv.addAll(List.of(berth));
    // 124: it had ended by itself when the signal came.
    assertThat(host.run(argv.toArray(String[]::new)).exitCode()).isIn(0, 124, 137);
  }
}
