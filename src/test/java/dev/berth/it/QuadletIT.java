package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Podman's own generator runs comes over as docs/quadlet.md says. */
class QuadletIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String UNITS = "/etc/containers/systemd/";
  private static final String FILE = "/etc/berth/stacks/notes.yaml";

  private static void unit(String name, String text) {
    host.write(UNITS + name, text);
  }

  private static void units() {
    unit("notes.network", "[Network]\nInternal=true\nLabel=app=notes\n");
    unit("data.volume", "[Volume]\nLabel=app=notes\n");
    unit(
        "db.container",
        """
        [Unit]
        Description=Keeps the notes

        [Container]
        Image=localhost/berth-test/busybox:1
        ContainerName=notes-db
        Exec=sh -c "trap 'exit 0' TERM; while :; do sleep 0.1; done"
        Network=notes.network
        NetworkAlias=db
        Volume=data.volume:/data
        HealthCmd=test -d /data
        HealthInterval=5s
        Notify=healthy
        StopTimeout=2

        [Service]
        Restart=always

        [Install]
        WantedBy=default.target
        """);
    unit(
        "schema.container",
        """
        [Unit]
        After=db.service
        Requires=db.service

        [Container]
        Image=localhost/berth-test/busybox:1
        Exec=sh -c "echo %p >>/data/schema"
        Network=notes.network
        Volume=data.volume:/data

        [Service]
        Type=oneshot
        RemainAfterExit=yes

        [Install]
        WantedBy=default.target
        """);
    unit(
        "worker@.container",
        """
        [Unit]
        After=schema.service
        Requires=schema.service

        [Container]
        Image=localhost/berth-test/busybox:1
        Exec=sh -c "trap 'exit 0' TERM; while :; do sleep 0.1; done" --queue %i
        Network=notes.network
        Environment=NAME=%i "TITLE=100%% $HOME"

        [Service]
        Restart=on-failure
        CPUWeight=50

        [Install]
        WantedBy=default.target
        """);
    host.get("ln", "-sf", "worker@.container", UNITS + "worker@mail.container");
    unit("worker@.container.d/10-more.conf", "[Container]\nEnvironment=MORE=yes\nStopTimeout=2\n");
  }

  @Test
  void unitsThatRunComeOverWithTheirData() {
    units();
    host.get("systemctl", "daemon-reload");
    host.get("systemctl", "start", "worker@mail.service");
    String before = environment();
    host.engine("exec", "notes-db", "sh", "-c", "echo kept >/data/kept");

    host.get("mkdir", "-p", "/etc/berth/stacks");
    assertThat(host.berth(0, "validate", "-f", UNITS).stdout()).contains("3 containers");
    CommandResult imported = host.berth(0, "import", "quadlet", UNITS, "-o", FILE);
    assertThat(imported.stderr()).contains("schema.container:", "a task");
    host.get("systemctl", "stop", "worker@mail.service", "schema.service", "db.service");
    host.get("mv", UNITS, "/root/quadlet-units");
    host.get("systemctl", "daemon-reload");
    host.get("podman", "network", "rm", "systemd-notes");
    host.berth(0, "apply");

    assertThat(host.engine("ps", "--format", "{{.Names}}").lines())
        .containsExactlyInAnyOrder("notes-db", "systemd-worker_mail");
    assertThat(environment()).isEqualTo(before);
    assertThat(host.engine("exec", "notes-db", "cat", "/data/kept", "/data/schema"))
        .isEqualTo("kept\nschema\nschema");
    host.engine("exec", "systemd-worker_mail", "nslookup", "db");
    assertThat(host.berth(0, "plan").stdout()).contains("Nothing to do");
    assertThat(
            host.get(
                "systemctl",
                "show",
                "--value",
                "--property=CPUWeight",
                "berth-systemd-worker_mail.service"))
        .isEqualTo("50");

    host.reboot();
    TestHost.until(
        "all run after the boot", () -> host.engine("ps", "--quiet").lines().count() == 2);
    assertThat(host.get("sh", "-c", "ls /run/systemd/generator | grep -c worker || true"))
        .isEqualTo("0");
    host.get("rm", FILE);
    host.berth(0, "delete", "--yes", "notes");
  }

  private static String environment() {
    return host.engine("exec", "systemd-worker_mail", "sh", "-c", "echo $NAME $TITLE $MORE");
  }
}
