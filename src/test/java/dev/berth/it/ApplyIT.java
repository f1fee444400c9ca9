package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.Map;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main job: a configuration becomes running containers, and stays as it is. */
@ClassTemplate
class ApplyIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SET =
      """
      setup:
        image: localhost/berth-test/busybox:1
        detach: false
        command: [sh, -c, "echo ready"]
      web:
        image: localhost/berth-test/web:1
        start_order: 1
        restart: always
        net: host
        environment: {PORT: 8081, NAME: first}
      """;

  @Test
  void runsTasksAndServicesAndThenChangesNothing() {
    host.apply(SET, "--config-id", "web");

    assertThat(
            host.get("curl", "-s", "--retry-connrefused", "--retry", "5", "http://127.0.0.1:8081/"))
        .isEqualTo("first");
    if (host.isDocker()) {
      assertThat(host.inspect("web", "{{.HostConfig.RestartPolicy.Name}}")).isEqualTo("always");
      assertThat(host.run("sh", "-c", "ls -d /etc/systemd/system/berth-*").stdout()).isEmpty();
    } else {
      assertThat(host.get("systemctl", "is-enabled", "berth-web.service")).isEqualTo("enabled");
    }
    Map<String, String> before = host.pids();
    CommandResult again = host.apply(SET, "--config-id", "web");
    assertThat(again.stdout()).contains("0 done, 2 unchanged.");
    assertThat(host.pids()).isEqualTo(before);
  }
}
