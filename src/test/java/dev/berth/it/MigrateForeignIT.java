package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers that somebody started by hand move to Podman, with what nobody wrote down of them. */
class MigrateForeignIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String BUSYBOX = "localhost/berth-test/busybox:1";
  private static final String FILE = "/etc/berth/from-docker.yaml";
  private static final String LOOP = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

  @BeforeEach
  void startByHand() {
    host.get("systemctl", "start", "docker");
    run(
        "web",
        "localhost/berth-test/web:1",
        List.of(),
        "--restart=always",
        "--publish=18085:8085",
        "--env=PORT=8085",
        "--env=NAME=by hand",
        "--env=TEXT=a\n b: 'c'\n",
        "--volume=/srv/made/by/docker:/made",
        "--volume=data:/data",
        "--volume=/nameless");
    run(
        "beside",
        BUSYBOX,
        List.of("sh", "-c", LOOP),
        "--network=container:web",
        "--restart=on-failure:3",
        "--volumes-from=web",
        "--health-cmd=true");
    host.get("docker", "create", "--name=halted", "localhost/berth-test/volume:1");
    host.get("docker", "exec", "beside", "sh", "-c", "echo n >/data/n; chown 70:71 /data/n");
    host.get("docker", "exec", "beside", "sh", "-c", "ln /data/n /data/m; echo u >/nameless/u");
    host.write("/root/h", "h");
    host.get("docker", "cp", "/root/h", "halted:/data/h");
  }

  @AfterEach
  void removeAll() {
    host.run("sh", "-c", "rm -rf /var/lib/berth/migration*");
    host.run("sh", "-c", "docker ps --all --quiet | xargs -r docker rm --force");
    host.berth("delete", "from-docker", "--volumes", "--yes");
    host.berth("delete", "rest", "--volumes", "--yes");
    host.run("sh", "-c", "docker volume ls --quiet | xargs -r docker volume rm");
    host.run("podman", "volume", "rm", "--all", "--force");
    host.run("sh", "-c", "rm -rf /srv/made /root/*.yaml " + FILE);
  }

  @Test
  void theyMoveAreKeptInAFileComeBackAndAreCommitted() {
    run("other", BUSYBOX, List.of("sh", "-c", LOOP));
    host.get("docker", "exec", "other", "sh", "-c", "echo kept >/kept");
    host.get("docker", "create", "--name=old", "--label=managed_by=paunch", BUSYBOX);
    host.get("docker", "create", "--name=redis-bundle-docker-0", BUSYBOX);
    CommandResult shown = host.berth(0, "migrate", "--from", "docker", "--all", "--dry-run");
    assertThat(shown.stdout())
        .contains("migrate web", "migrate beside", "bring halted", "migrate other")
        .doesNotContain("old", "redis");
    assertThat(shown.stderr())
        .contains("'old' is managed by 'paunch': give the configuration with -f, and --adopt")
        .contains("'redis-bundle-docker-0' is Pacemaker's", "pcs resource bundle create")
        .contains(
            "'other' has written 1 path outside its volumes, which does not come over: A /kept");
    assertThat(host.berth(0, "migrate", "--all", "--dry-run", "--write", "-").stdout())
        .contains("\nweb:\n", "TEXT: |\n", "net: container:web\n", "- /nameless\n");
    assertThat(host.exists(FILE)).isFalse();

    host.get("mkdir", "-p", "-m", "0777", "/srv/made/open");
    assertThat(
            host.berth(2, "migrate", "--all", "--dry-run", "--write", "/srv/made/open/z.yaml")
                .stderr())
        .contains("--write /srv/made/open/z.yaml is not root's alone: '/srv/made/open', everybody");
    assertThat(host.exists("/srv/made/open/z.yaml")).isFalse();

    CommandResult moved = host.berth(0, "migrate", "--yes", "web", "beside", "halted");

    assertThat(moved.stdout()).containsPattern("web +[0-9.]+ s");
    assertThat(host.get("stat", "-c", "%a", FILE)).isEqualTo("600");
    assertOn("podman");
    assertThat(host.get("docker", "ps", "--format={{.Names}}")).isEqualTo("other");
    assertThat(host.get("curl", "-s", "http://127.0.0.1:18085/")).isEqualTo("by hand");
    assertThat(host.get("podman", "exec", "web", "sh", "-c", "printf '%s.' \"$TEXT\""))
        .isEqualTo("a\n b: 'c'\n.");
    assertThat(host.get("podman", "exec", "beside", "stat", "-c", "%u:%g %h", "/data/n"))
        .isEqualTo("70:71 2");
    assertThat(host.get("podman", "exec", "beside", "cat", "/data/n", "/nameless/u"))
        .isEqualTo("n\nu");
    assertThat(host.get("podman", "exec", "web", "ls", "-d", "/made")).isEqualTo("/made");
    assertThat(host.get("systemctl", "show", "-p", "Restart", "--value", "berth-web"))
        .isEqualTo("always");
    assertThat(host.run("systemctl", "is-enabled", "berth-halted").stdout().strip())
        .isEqualTo("disabled");
    assertThat(
            host.get(
                "sh",
                "-c",
                "cat $(podman volume ls -q | grep ^halted- | xargs podman volume inspect"
                    + " --format={{.Mountpoint}})/h"))
        .isEqualTo("h");

    assertThat(host.berth(0, "plan", "-f", FILE).stdout())
        .contains("migrate halted", "1 step, 2 containers are as wanted");
    assertThat(host.berth(2, "migrate", "--all", "--yes").stderr())
        .contains("'web' has come over; --commit removes what is left of it on docker")
        .contains(FILE + " exists already");

    assertThat(host.berth(0, "migrate", "--rollback", "--yes").stdout()).contains("3 back.");
    assertOn("docker");
    assertThat(host.get("docker", "inspect", "--format={{.HostConfig.RestartPolicy.Name}}", "web"))
        .isEqualTo("always");
    assertThat(host.get("curl", "-s", "http://127.0.0.1:18085/")).isEqualTo("by hand");
    assertThat(host.berth(2, "apply", "-f", FILE, "--migrate", "auto").stderr())
        .contains("there is a 'web' on docker, which Berth did not make", "brings it over");
    CommandResult unnamed = host.berth(0, "migrate", "-f", FILE, "--dry-run");
    assertThat(unnamed.stdout()).contains("Nothing to do");
    assertThat(unnamed.stderr()).contains("there is a 'beside' on docker", "it stays");
    assertOn("docker");

    host.berth(0, "migrate", "-f", FILE, "--yes", "--all");
    assertOn("podman");
    host.berth(0, "migrate", "--all", "--yes", "--layer", "commit", "--write", "/root/rest.yaml");
    assertThat(host.get("podman", "exec", "other", "cat", "/kept")).isEqualTo("kept");
    assertThat(host.berth(0, "plan", "-f", "/root/rest.yaml").stdout()).contains("Nothing to do");
    assertThat(host.berth(0, "migrate", "--commit", "--yes").stdout()).contains("4 removed.");
    assertThat(host.get("docker", "ps", "--all", "--format={{.Names}}").lines())
        .containsExactlyInAnyOrder("old", "redis-bundle-docker-0");
    assertOn("podman");
  }

  @Test
  void whatCannotBeSaidStopsAllAndWhatWasKilledIsFinished() {
    host.get("docker", "create", "--name=odd", "--rm", "--publish-all", BUSYBOX);
    CommandResult refused = host.berth(2, "migrate", "--all", "--yes");
    assertThat(refused.stderr())
        .contains("container odd: HostConfig.AutoRemove is true")
        .contains("container odd: HostConfig.PublishAllPorts is true")
        .contains("nothing has changed");
    assertThat(host.exists(FILE)).isFalse();
    assertOn("docker");
    // The name of its image stands for another one by now.
    host.get("docker", "tag", BUSYBOX, "moving:1");
    run(
        "stubborn",
        "moving:1",
        List.of("sh", "-c", "trap '' TERM; while :; do sleep 1; done"),
        "--stop-timeout=2",
        "--volume=held:/held");
    host.get("docker", "tag", "localhost/berth-test/web:1", "moving:1");
    host.get("docker", "exec", "stubborn", "sh", "-c", "echo held >/held/h");
    host.get(
        "sh",
        "-c",
        "/opt/berth/berth migrate --yes stubborn & p=$!;"
            + " until grep -qi leaving /var/lib/berth/migration.jsonl; do sleep 0.05; done;"
            + " kill -9 $p; wait $p || true");
    assertThat(host.berth(2, "migrate", "--yes", "stubborn").stderr()).contains("is under way");

    host.berth(0, "migrate", "--resume");

    assertThat(host.get("podman", "exec", "stubborn", "cat", "/held/h")).isEqualTo("held");
    assertThat(host.get("podman", "inspect", "--format={{.Image}}", "stubborn"))
        .isEqualTo(host.get("podman", "image", "inspect", "--format={{.Id}}", BUSYBOX));
    assertThat(host.berth(0, "apply", "-f", FILE).stdout()).contains("0 done, 1 unchanged");
  }

  private static void run(String name, String image, List<String> command, String... options) {
    List<String> argv = new java.util.ArrayList<>(List.of("docker", "run", "--detach"));
    argv.add("--name=" + name);
    argv.addAll(List.of(options));
    argv.add(image);
    argv.addAll(command);
    host.get(argv.toArray(String[]::new));
  }

  private static void assertOn(String engine) {
    String other = engine.equals("docker") ? "podman" : "docker";
    assertThat(host.get(engine, "ps", "--format={{.Names}}").lines()).contains("web", "beside");
    assertThat(host.get(other, "ps", "--format={{.Names}}").lines())
        .doesNotContain("web", "beside");
    until("web answers", () -> host.run("curl", "-sf", "http://127.0.0.1:18085/").exitCode() == 0);
  }
}
