package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A project that has a bit of everything: what it becomes, what each change of it brings about and
 * nothing else, and what is left of it.
 */
@ClassTemplate
class WholeStackIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String PROJECT =
      """
      name: whole
      include: [parts/worker.yaml]
      x-common: &common
        image: localhost/berth-test/busybox:1
        command: sleep infinity
        restart: always
      services:
        db:
          <<: *common
          networks: {back: {ipv4_address: 10.89.60.5}}
          volumes: ["data:/data", "scratch:/scratch"]
          secrets: [password]
          environment: {MODE: "${MODE}"}
          healthcheck: {test: [CMD, test, -d, /data], interval: 1s}
        migrate:
          <<: *common
          restart: "no"
          command: sh -c "test -s /run/secrets/password && echo ran >> /data/migrated"
          networks: [back]
          volumes: ["data:/data"]
          secrets: [password]
          depends_on: {db: {condition: service_healthy}}
        app:
          image: localhost/berth-test/web:1
          restart: always
          networks: [back, front]
          environment: {NAME: "${GREETING:-hello}", PORT: 8080}
          secrets: [{source: token, target: token, mode: 0400}]
          healthcheck: {test: "wget -q -O /dev/null http://127.0.0.1:8080/", interval: 1s}
          depends_on: {migrate: {condition: service_completed_successfully}}
        proxy:
          image: localhost/berth-test/haproxy:1
          restart: always
          networks: [front]
          ports: ["127.0.0.1:18443:8080"]
          configs: [{source: routes, target: /etc/haproxy/haproxy.cfg}]
          depends_on: {app: {condition: service_healthy, restart: true}}
      networks:
        back: {internal: true, ipam: {config: [{subnet: 10.89.60.0/24}]}}
        front: {labels: {tier: front}}
      volumes:
        data:
        scratch: {driver_opts: {type: tmpfs, device: tmpfs, o: "size=4m,mode=0700"}}
      secrets:
        password: {file: ./password}
        token: {environment: TOKEN}
      configs:
        routes:
          content: |
            defaults
              mode http
              timeout connect 2s
              timeout client 10s
              timeout server 10s
            frontend web
              bind :8080
              http-response set-header x-route ${ROUTE}
              default_backend app
            backend app
              server app app:8080
      """;

  private static final String WORKER =
      """
      services:
        worker:
          extends: {file: base.yaml, service: base}
          deploy: {replicas: 2}
          networks: [back]
      """;

  private static void files() {
    host.get("mkdir", "-p", "/srv/whole/parts");
    host.write("/srv/whole/compose.yaml", PROJECT);
    host.write("/srv/whole/parts/worker.yaml", WORKER);
    host.write(
        "/srv/whole/parts/base.yaml",
        "services: {base: {image: 'localhost/berth-test/busybox:1', command: sleep infinity,"
            + " restart: always, environment: {KIND: worker}}}\n");
    host.write("/srv/whole/compose.override.yaml", "services: {app: {labels: {over: 'yes'}}}\n");
    host.write("/srv/whole/.env", "MODE=blue\nTOKEN=t0ken\nROUTE=one\n");
    host.write("/srv/whole/password", "pa55\n");
  }

  private static String plan() {
    return host.berth(0, "plan", "--file", "/srv/whole").stdout();
  }

  /** What the plan would do, without the causes. */
  private static List<String> steps() {
    return plan()
        .lines()
        .filter(line -> line.matches(" +\\d+ .*"))
        .map(line -> line.strip().replaceFirst("^\\d+ +", "").replaceFirst("  .*", ""))
        .toList();
  }

  private static String page() {
    return host.get(
        "curl", "-s", "-i", "--retry", "20", "--retry-all-errors", "http://127.0.0.1:18443/");
  }

  private static void replaceIn(String file, String from, String to) {
    String text = host.get("cat", "/srv/whole/" + file);
    assertThat(text).contains(from);
    host.write("/srv/whole/" + file, text.replace(from, to) + "\n");
  }

  @Test
  void everyPartOfIt() {
    files();
    if (!host.isDocker()) {
      host.get("mkdir", "-p", "-m", "700", "/etc/credstore.encrypted");
      host.get(
          "sh",
          "-c",
          "printf c1pher | systemd-creds encrypt --with-key=host --name=whole.key -"
              + " /etc/credstore.encrypted/whole.key");
      replaceIn("compose.yaml", "secrets: [{source: token", "secrets: [key, {source: token");
      replaceIn(
          "compose.yaml",
          "secrets:\n  pass",
          "secrets:\n  key: {x-berth: {credential: whole.key}}\n  pass");
    }
    assertThat(steps())
        .containsExactlyInAnyOrder(
            "create network whole_back",
            "create network whole_front",
            "create volume whole_data",
            "create volume whole_scratch",
            "create whole-db",
            "run whole-migrate",
            "create whole-app",
            "create whole-proxy",
            "create whole-worker-1",
            "create whole-worker-2");
    host.berth(0, "apply", "--file", "/srv/whole");

    assertThat(page()).contains("hello").contains("x-route: one");
    assertThat(host.engine("exec", "whole-worker-2", "sh", "-c", "ping -c 1 db; echo $KIND"))
        .contains("10.89.60.5")
        .contains("worker");
    assertThat(host.engine("exec", "whole-app", "cat", "/run/secrets/token")).contains("t0ken");
    if (!host.isDocker()) {
      assertThat(host.engine("exec", "whole-app", "cat", "/run/secrets/key")).contains("c1pher");
    }
    assertThat(host.engine("volume", "inspect", "whole_scratch")).contains("size=4m,mode=0700");
    assertThat(host.engine("exec", "whole-db", "df", "/scratch")).contains("4096");
    assertThat(host.engine("exec", "whole-db", "cat", "/data/migrated").strip()).isEqualTo("ran");
    assertThat(host.inspect("whole-app", "{{.Config.Labels}}")).contains("over:yes");
    assertThat(plan()).contains("Nothing to do");

    // Each kind of change brings about what it concerns, and nothing else.
    replaceIn(".env", "MODE=blue", "MODE=green");
    assertThat(steps()).contains("replace whole-db").doesNotContain("run whole-migrate");
    assertThat(steps()).noneMatch(step -> step.contains("worker") || step.contains("proxy"));
    assertThat(plan()).contains("changed: environment.MODE").doesNotContain("green");
    host.berth(0, "apply", "--file", "/srv/whole");
    assertThat(host.engine("exec", "whole-db", "cat", "/data/migrated").strip()).isEqualTo("ran");

    replaceIn(".env", "TOKEN=t0ken", "TOKEN=n3w");
    assertThat(steps()).contains("replace whole-app").noneMatch(step -> step.contains("-db"));
    assertThat(plan()).contains("content of /run/secrets/token");
    host.berth(0, "apply", "--file", "/srv/whole");
    assertThat(host.engine("exec", "whole-app", "cat", "/run/secrets/token")).contains("n3w");

    replaceIn(".env", "ROUTE=one", "ROUTE=two");
    assertThat(steps()).containsExactly("replace whole-proxy");
    assertThat(plan()).contains("content of /etc/haproxy/haproxy.cfg");
    host.berth(0, "apply", "--file", "/srv/whole");
    assertThat(page()).contains("x-route: two");

    replaceIn(
        "compose.yaml", "front: {labels: {tier: front}}", "front: {driver_opts: {mtu: 1400}}");
    assertThat(steps())
        .contains("replace network whole_front")
        .anyMatch(step -> step.matches("(replace|create) whole-app"))
        .anyMatch(step -> step.matches("(replace|create) whole-proxy"))
        .noneMatch(step -> step.contains("-db") || step.contains("worker"));
    host.berth(0, "apply", "--file", "/srv/whole");
    assertThat(page()).contains("hello");

    host.engine("tag", "localhost/berth-test/busybox:1", "localhost/berth-test/busybox:whole");
    replaceIn("parts/base.yaml", "busybox:1", "busybox:whole");
    assertThat(steps()).containsExactly("replace whole-worker-1", "replace whole-worker-2");
    host.berth(0, "apply", "--file", "/srv/whole");
    assertThat(plan()).contains("Nothing to do");
  }

  /** A secret and what reads it go back together. */
  @Test
  void goesBackWithItsSecretAndLeavesOnlyVolumes() {
    files();
    host.berth(0, "apply", "--file", "/srv/whole");
    String before = host.engine("exec", "whole-app", "cat", "/run/secrets/token");
    replaceIn(".env", "TOKEN=t0ken", "TOKEN=wr0ng");
    replaceIn(
        "compose.yaml",
        "http://127.0.0.1:8080/\", interval: 1s}",
        "http://127.0.0.1:9/\", interval: 1s, retries: 1, start_period: 1s}");
    CommandResult failed = host.berth(1, "apply", "--file", "/srv/whole");
    assertThat(failed.stderr()).contains("whole-app").contains("what was there before runs again");
    assertThat(host.engine("exec", "whole-app", "cat", "/run/secrets/token")).isEqualTo(before);
    assertThat(page()).contains("hello");

    host.berth(0, "delete", "--yes", "whole");
    assertThat(host.engine("ps", "--all", "--format", "{{.Names}}")).doesNotContain("whole");
    assertThat(host.engine("network", "ls", "--format", "{{.Name}}")).doesNotContain("whole");
    assertThat(host.engine("volume", "ls", "--format", "{{.Name}}").lines().sorted())
        .containsExactly("whole_data", "whole_scratch");
    assertThat(host.get("ls", "/etc/berth/files")).isEmpty();
    assertThat(host.get("sh", "-c", "ls /etc/systemd/system | grep berth-whole || true")).isEmpty();
    assertThat(host.get("sh", "-c", "find /var/lib/berth | grep whole || true")).isEmpty();
  }
}
