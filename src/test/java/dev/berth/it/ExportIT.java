package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is exported is taken by who it is for, and runs as it would here. */
class ExportIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String FILE = "/root/shop.yaml";
  private static final String UNITS = "/etc/containers/systemd/";

  /** What a shell, systemd, Compose and Kubernetes each would take for something of their own. */
  private static final String TEXT = "a \"b\" \\ $X 100% it's";

  @BeforeAll
  static void configuration() {
    host.write(
        FILE,
        """
        x-berth:
          volumes:
            notes: {labels: {backup: daily}}
        init:
          image: localhost/berth-test/busybox:1
          detach: false
          command: [sh, -c, "echo made >/data/init"]
          volumes: ["notes:/data"]
        web:
          image: localhost/berth-test/busybox:1
          restart: always
          command:
            - sh
            - -c
            - 'echo "$MODE $(cat /etc/app/app.conf /etc/app/key)" >/run/text; trap "exit 0" TERM; while :; do sleep 0.1; done'
          environment: {MODE: 'a "b" \\ $X 100% it''s'}
          ports: ["18080:80"]
          volumes: ["/etc/hosts:/h:ro", "notes:/data"]
          tmpfs: [/run]
          cap_add: [net_admin]
          healthcheck: {test: "test -e /run/text", interval: 1s, on_failure: restart}
          files:
            /etc/app/app.conf: "conf"
            /etc/app/key: {content: "-key", mode: "0400"}
          depends_on: {init: {condition: service_completed_successfully}}
          stop_grace_period: 2s
        front:
          image: localhost/berth-test/busybox:1
          pod: shop
          restart: always
          hostname: shop
          command: [sh, -c, "mkdir /w; echo front >/w/index.html; exec httpd -f -p 81 -h /w"]
          stop_grace_period: 1s
        side:
          image: localhost/berth-test/busybox:1
          pod: shop
          restart: always
          command: [sleep, "1000"]
          stop_grace_period: 1s
        """);
  }

  @AfterEach
  void nothingIsLeft() {
    host.get(
        "sh", "-c", "podman pod rm -fa; podman rm -fa; podman volume rm -fa; podman secret rm -a");
    host.get("rm", "-rf", "/root/out", UNITS);
  }

  private static void export(String target, String to) {
    CommandResult exported = host.berth(0, "export", target, "-f", FILE, "-o", to);
    assertThat(exported.stderr()).contains("written");
  }

  private static void isAsWanted(String web, String member) {
    TestHost.until(
        "the text is written",
        () -> host.run("podman", "exec", web, "cat", "/run/text").succeeded());
    assertThat(host.engine("exec", web, "cat", "/run/text")).isEqualTo(TEXT + " conf-key");
    assertThat(host.engine("exec", web, "stat", "-c", "%a", "/etc/app/app.conf", "/etc/app/key"))
        .isEqualTo("444\n400");
    assertThat(host.engine("exec", web, "cat", "/data/init")).isEqualTo("made");
    TestHost.until(
        "the members of the pod share their network",
        () ->
            host.run("podman", "exec", member, "wget", "-qO-", "http://127.0.0.1:81/")
                .stdout()
                .contains("front"));
    assertThat(host.engine("exec", member, "hostname")).isEqualTo("shop");
    host.engine("healthcheck", "run", web);
  }

  @Test
  void podmanPlaysWhatIsWrittenForKubernetes() {
    export("kubernetes", "/root/out/pods");
    host.get("sh", "-c", "cat /root/out/pods/*.yaml | podman kube play -");
    isAsWanted("web-web", "shop-side");
    assertThat(host.get("stat", "-c", "%a", "/root/out/pods/secret-web-secret-files.yaml"))
        .isEqualTo("600");
    host.get("sh", "-c", "podman pod rm -fa; podman volume rm -fa; podman secret rm -a");
    host.get(
        "sh",
        "-c",
        "/opt/berth/berth export kubernetes --as deployment -f "
            + FILE
            + " >/root/out/deployments.yaml");
    host.get("podman", "kube", "play", "--start=false", "/root/out/deployments.yaml");
    assertThat(host.engine("ps", "-a", "--format", "{{.Names}}")).contains("web-pod-web");
  }

  @Test
  void systemdRunsTheUnitsThatQuadletMakes() {
    export("quadlet", UNITS);
    CommandResult dry = host.run("/usr/libexec/podman/quadlet", "-dryrun");
    assertThat(dry.succeeded()).as(dry.stderr()).isTrue();
    assertThat(dry.stderr()).doesNotContain("rror").doesNotContain("unsupported");
    host.get("systemctl", "daemon-reload");
    host.get("systemctl", "start", "web.service", "shop-pod.service");
    isAsWanted("web", "side");
    host.get("systemctl", "stop", "web.service", "shop-pod.service", "init.service");
    host.get("rm", "-rf", UNITS);
    host.get("systemctl", "daemon-reload");
  }

  @Test
  void composeTakesTheProject() {
    export("compose", "/root/out/compose.yaml");
    host.get("docker", "compose", "-f", "/root/out/compose.yaml", "config", "--quiet");
    assertThat(
            host.get(
                "sh",
                "-c",
                "docker compose -f /root/out/compose.yaml config --format json"
                    + " | grep -o '\"MODE\": .*'"))
        .isEqualTo("\"MODE\": \"a \\\"b\\\" \\\\ $$X 100% it's\"");
  }
}
