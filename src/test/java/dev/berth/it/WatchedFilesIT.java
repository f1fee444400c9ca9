package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testhost.TestHost;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services that are made anew, or reloaded, when files change. */
@ClassTemplate
class WatchedFilesIT {
  @RegisterExtension static final TestHost host = new TestHost();

  @Test
  void aServiceIsMadeAnewWithTheFilesThatItNames() {
    host.get("mkdir", "-p", "/srv/watched/conf");
    host.write("/srv/watched/conf/app.conf", "one");
    host.write(
        "/srv/watched/compose.yaml",
        """
        services:
          app:
            image: localhost/berth-test/busybox:1
            command: sh -c "cat /conf/app.conf; sleep infinity"
            network_mode: none
            restart: always
            volumes: ["./conf:/conf:ro"]
            x-berth: {restart_on: [mounts]}
          other:
            image: localhost/berth-test/busybox:1
            command: sleep infinity
            network_mode: none
            depends_on: {app: {condition: service_started, required: false, restart: true}}
        """);
    host.berth(0, "apply", "--file", "/srv/watched");
    assertThat(host.berth(0, "plan", "--file", "/srv/watched").stdout()).contains("Nothing to do");
    String former = host.inspect("watched-app", "{{.Id}}");
    String follower = host.inspect("watched-other", "{{.State.Pid}}");

    host.write("/srv/watched/conf/app.conf", "two");
    assertThat(host.berth(0, "plan", "--file", "/srv/watched").stdout())
        .contains("replace watched-app")
        .contains("changed: content of restart_on[/srv/watched/conf]")
        .contains("needs 'watched-app', which starts anew");
    host.berth(0, "apply", "--file", "/srv/watched");
    assertThat(host.inspect("watched-app", "{{.Id}}")).isNotEqualTo(former);
    assertThat(host.inspect("watched-other", "{{.State.Pid}}")).isNotEqualTo(follower);
    assertThat(host.engine("exec", "watched-app", "cat", "/conf/app.conf")).contains("two");
    assertThat(host.berth(0, "plan", "--file", "/srv/watched").stdout()).contains("Nothing to do");
    host.berth(0, "delete", "--yes", "watched");
  }

  private static final String RELOADED =
      """
      app:
        image: localhost/berth-test/busybox:1
        command: [sh, -c, "trap 'cat /conf/app.conf > /tmp/read' USR1; while :; do sleep 0.1; done"]
        net: none
        restart: always
        volumes: [/srv/reloaded/conf:/conf]
        reload_signal: USR1
        reload_on: [/srv/reloaded/conf/app.conf]
      """;

  @Test
  void aServiceIsReloadedWithTheFilesThatItNames() {
    host.get("mkdir", "-p", "/srv/reloaded/conf");
    host.write("/srv/reloaded/conf/app.conf", "one");
    host.write("/srv/reloaded/set.yaml", RELOADED);
    if (host.isDocker()) {
      assertThat(host.berth(2, "apply", "--file", "/srv/reloaded/set.yaml").stderr())
          .contains("set.yaml:8:14")
          .contains("reload_on");
      return;
    }
    host.berth(0, "apply", "--file", "/srv/reloaded/set.yaml");
    String id = host.inspect("app", "{{.Id}} {{.State.Pid}}");
    assertThat(host.berth(0, "plan", "--file", "/srv/reloaded/set.yaml").stdout())
        .contains("Nothing to do");

    // As an editor does it: a new file in the old one's place.
    host.write("/srv/reloaded/conf/new", "two");
    host.get("mv", "/srv/reloaded/conf/new", "/srv/reloaded/conf/app.conf");
    assertThat(host.berth(0, "plan", "--file", "/srv/reloaded/set.yaml").stdout())
        .contains("reload app")
        .contains("changed: content of /srv/reloaded/conf/app.conf");
    host.berth(0, "apply", "--file", "/srv/reloaded/set.yaml");
    Eventually.holds(
        "it was reloaded", () -> host.engine("exec", "app", "cat", "/tmp/read").contains("two"));
    assertThat(host.inspect("app", "{{.Id}} {{.State.Pid}}")).isEqualTo(id);
    assertThat(host.berth(0, "plan", "--file", "/srv/reloaded/set.yaml").stdout())
        .contains("Nothing to do");

    // One whose reload fails is told, and reloaded at the next run.
    host.get("mkdir", "-p", "/run/systemd/system/berth-app.service.d");
    host.write(
        "/run/systemd/system/berth-app.service.d/fail.conf",
        "[Service]\nExecReload=\nExecReload=/bin/false\n");
    host.get("systemctl", "daemon-reload");
    host.write("/srv/reloaded/conf/app.conf", "three");
    assertThat(host.berth(1, "apply", "--file", "/srv/reloaded/set.yaml").stderr())
        .contains("reload app");
    host.get("rm", "/run/systemd/system/berth-app.service.d/fail.conf");
    host.get("systemctl", "daemon-reload");
    host.berth(0, "apply", "--file", "/srv/reloaded/set.yaml");
    Eventually.holds(
        "it was reloaded", () -> host.engine("exec", "app", "cat", "/tmp/read").contains("three"));
    host.berth(0, "delete", "--yes", "set");
  }
}
