package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineName;
import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Paunch's containers on Docker, which restarted them itself: no units, but labels all the same.
 */
class DockerAdoptIT {
  @RegisterExtension static final TestHost host = new TestHost(EngineName.DOCKER);

  private static final String FILES = "/root/adopt";
  private static final int ROUNDS = 4;

  private final long seed = Long.getLong("berth.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @BeforeEach
  void paunchWasHere() {
    host.berth("cleanup", "--yes");
    host.get(
        "sh",
        "-c",
        "docker ps -aq | xargs -r docker rm -f; docker volume ls -q | xargs -r docker volume rm;"
            + " rm -rf /srv/out /var/lib/berth /etc/berth "
            + FILES
            + "; mkdir -p /srv/out");
    leave("db", "--restart=always --net=none", "\"restart\":\"always\",\"net\":\"none\"");
    leave(
        "side",
        "--restart=unless-stopped --net=container:db",
        "\"restart\":\"unless-stopped\",\"net\":\"container:db\"");
    leave("gone", "--restart=always --net=none", "\"restart\":\"always\",\"net\":\"none\"");
    host.get("rm", FILES + "/gone.json");
    host.engine("exec", "db", "sh", "-c", "echo precious >/data/note");
  }

  /** As Paunch's own {@code docker run}, with its labels. */
  private static void leave(String name, String options, String keys) {
    String command = "echo start >>/out/" + name + "; exec sleep 100000";
    String configuration =
        ("{\"image\":\"localhost/berth-test/busybox:1\",%s,\"stop_grace_period\":1,"
                + "\"command\":[\"sh\",\"-c\",\"%s\"],\"environment\":{\"MODE\":\"blue\"},"
                + "\"volumes\":[\"/srv/out:/out\",\"%s_data:/data\"]}")
            .formatted(keys, command, name);
    host.write(FILES + "/" + name + ".json", configuration);
    List<String> argv = new ArrayList<>(List.of("run", "--detach", "--name", name));
    for (String label :
        List.of(
            "config_id=tripleo_step1",
            "container_name=" + name,
            "managed_by=paunch",
            "config_data=" + configuration)) {
      argv.addAll(List.of("--label", label));
    }
    argv.addAll(List.of(options.split(" ")));
    argv.addAll(
        List.of(
            "--env=MODE=blue",
            "--volume=/srv/out:/out",
            "--volume=" + name + "_data:/data",
            "localhost/berth-test/busybox:1",
            "sh",
            "-c",
            command));
    host.engine(argv.toArray(String[]::new));
  }

  private static List<String> command(String... options) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/opt/berth/berth",
                "apply",
                "--adopt",
                "--file",
                FILES,
                "--config-id",
                "tripleo_step1"));
    argv.addAll(List.of(options));
    return argv;
  }

  private static CommandResult adopt(String... options) {
    return host.run(command(options).toArray(String[]::new));
  }

  private static long starts(String name) {
    return host.read("/srv/out/" + name).lines().count();
  }

  private static String tell(String name) {
    return host.inspect(
        name, "{{.Config.Labels.managed_by}} {{.HostConfig.RestartPolicy.Name}} {{.State.Status}}");
  }

  private static void assertTakenOver(String what) {
    assertThat(tell("db")).as(what).isEqualTo("berth always running");
    assertThat(tell("side")).as(what).isEqualTo("berth unless-stopped running");
    assertThat(host.engine("ps", "--all", "--format", "{{.Names}}").lines())
        .as(what)
        .containsExactlyInAnyOrder("db", "side");
    assertThat(host.engine("exec", "db", "cat", "/data/note")).as(what).isEqualTo("precious");
    assertThat(network("side")).as(what).isEqualTo(network("db"));
    assertThat(adopt().stdout()).as(what).contains("0 done, 2 unchanged.");
  }

  private static String network(String name) {
    return host.get("readlink", "/proc/" + host.pids().get(name) + "/ns/net");
  }

  @Test
  void isListedPlannedAndTakenOverOnce() {
    assertThat(host.berth("list").stderr()).contains("3 containers of Paunch");
    CommandResult plan = adopt("--dry-run");
    assertThat(plan.stdout())
        .containsPattern("remove gone +managed by 'paunch', not in the configuration")
        .containsPattern("adopt db +managed by 'paunch', same configuration")
        .containsPattern("adopt side +managed by 'paunch', same configuration");

    CommandResult adopted = adopt();

    assertThat(adopted.exitCode()).as(adopted.stdout()).isZero();
    assertTakenOver("adopted");
    assertThat(starts("db")).isEqualTo(2);
    assertThat(starts("side")).isEqualTo(2);
    assertThat(host.run("sh", "-c", "ls -d /etc/systemd/system/berth-*").stdout()).isEmpty();
  }

  @Test
  void whatDoesNotGetWellIsGivenBackAsItWas() {
    String db = FILES + "/db.json";
    String good = host.read(db);
    String ids = host.engine("inspect", "--format", "{{.Id}}", "db", "side");
    host.write(
        db,
        good.replaceFirst(
            "\\{", "{\"healthcheck\":{\"test\":\"false\",\"interval\":1,\"retries\":2},"));

    CommandResult refused = adopt();

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stdout())
        .containsPattern("restored adopt db: is unhealthy.*; what was there before runs again")
        .containsPattern("restored adopt side: .*what was there before runs again");
    assertThat(host.engine("inspect", "--format", "{{.Id}}", "db", "side")).isEqualTo(ids);
    assertThat(tell("db")).isEqualTo("paunch always running");
    assertThat(tell("side")).isEqualTo("paunch unless-stopped running");
    assertThat(network("side")).isEqualTo(network("db"));

    host.write(db, good);
    CommandResult adopted = adopt();
    assertThat(adopted.exitCode()).as(adopted.stdout()).isZero();
    assertTakenOver("adopted after all");
  }

  @Test
  void aRandomNameIsNoOtherContainer() {
    host.engine("rename", "db", "db-0a1b2c3d");
    String db = FILES + "/db.json";
    String good = host.read(db);
    String ids = host.engine("inspect", "--format", "{{.Id}}", "db-0a1b2c3d", "side");
    host.write(
        db,
        good.replaceFirst(
            "\\{", "{\"healthcheck\":{\"test\":\"false\",\"interval\":1,\"retries\":2},"));
    assertThat(host.berth("apply", "-f", FILES, "--config-id", "tripleo_step1").stderr())
        .contains(
            "db.json:1:1: error: the name 'db' is that of the container 'db-0a1b2c3d' to 'paunch'");

    CommandResult refused = adopt();

    assertThat(refused.exitCode()).as(refused.stderr()).isEqualTo(1);
    assertThat(refused.stdout())
        .containsPattern("restored adopt db: is unhealthy.*; what was there before runs again");
    assertThat(host.engine("inspect", "--format", "{{.Id}}", "db-0a1b2c3d", "side")).isEqualTo(ids);
    assertThat(tell("db-0a1b2c3d")).isEqualTo("paunch always running");
    assertThat(tell("side")).isEqualTo("paunch unless-stopped running");
    assertThat(network("side")).isEqualTo(network("db-0a1b2c3d"));
    assertThat(host.engine("ps", "--all", "--format", "{{.Names}}").lines())
        .containsExactlyInAnyOrder("db-0a1b2c3d", "side");

    host.write(db, good);
    CommandResult adopted = adopt();
    assertThat(adopted.exitCode()).as("%s%s", adopted.stdout(), adopted.stderr()).isZero();
    assertTakenOver("adopted after all");
  }

  @Test
  void anAdoptionThatWasKilledIsFinishedByTheSameCommand() {
    System.out.println("DockerAdoptIT: seed " + seed);
    long begun = System.nanoTime();
    assertThat(adopt().exitCode()).isZero();
    long whole = (System.nanoTime() - begun) / 1_000_000;
    for (int part = 0; part < ROUNDS; part++) {
      paunchWasHere();
      if (part % 2 == 0) {
        host.engine("rename", "db", "db-0a1b2c3d");
      }
      long moment = (long) (whole * (part + random.nextDouble()) / ROUNDS);
      List<String> argv =
          new ArrayList<>(
              List.of(
                  "timeout",
                  "--foreground",
                  "--signal=KILL",
                  String.format(Locale.ROOT, "%.3fs", moment / 1000.0)));
      argv.addAll(command());
      assertThat(host.run(argv.toArray(String[]::new)).exitCode()).isIn(0, 124, 137);

      CommandResult again = adopt();

      String what = "killed after " + moment + " ms, seed " + seed;
      assertThat(again.exitCode()).as("%s: %s%s", what, again.stdout(), again.stderr()).isZero();
      assertTakenOver(what);
    }
  }
}
