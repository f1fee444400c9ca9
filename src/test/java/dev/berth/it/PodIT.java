package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A pod under systemd: what it shares, what is replaced with it and what alone, how it comes back.
 */
class PodIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SHOP =
      """
      seed:
        image: localhost/berth-test/busybox:1
        command: [sh, -c, 'echo "$WORD" >>/data/log; cat /etc/word >>/data/log; echo seed prints; exit $CODE']
        environment: {WORD: "seed one", CODE: "0"}
        files: {/etc/word: {content: "of a file\\n"}}
        volumes: ['shopdata:/data']
        pod: shop
        pod_init: true
      app:
        image: localhost/berth-test/web:1
        restart: always
        pod: shop
        hostname: shop
        ports: ['8090:8080']
        environment: {MODE: former}
        volumes: ['shopdata:/data']
      side:
        image: localhost/berth-test/busybox:1
        command: [sleep, '100000']
        restart: always
        pod: shop
        volumes: ['shopdata:/data']
      once:
        image: localhost/berth-test/busybox:1
        command: [sh, -c, 'hostname >>/data/log']
        pod: shop
        detach: false
        volumes: ['shopdata:/data']
      """;

  private static Map<String, String> others(Map<String, String> pids, String container) {
    Map<String, String> others = new TreeMap<>(pids);
    others.remove(container);
    return others;
  }

  private static String log() {
    return host.engine("exec", "side", "cat", "/data/log");
  }

  private static void assertAllRun(String what) {
    TestHost.until(
        what, () -> host.pids().keySet().containsAll(List.of("app", "shop-pod", "side")));
    TestHost.until(what, () -> host.run("curl", "-sf", "localhost:8090").exitCode() == 0);
    TestHost.until(
        what, () -> host.tryEngine("exec", "app", "hostname").stdout().strip().equals("shop"));
    TestHost.until(
        what + ", and nothing is to be done",
        () -> host.berth("plan", "-f", "/root/set.yaml").stdout().contains("Nothing to do"));
  }

  @Test
  void aPodLivesAndGoesAsOne() {
    host.apply(SHOP);
    assertAllRun("the pod is up");
    assertThat(host.engine("pod", "ps", "--format", "{{.Name}} {{.NumberOfContainers}}"))
        .isEqualTo("shop 3");
    assertThat(log()).isEqualTo("seed one\nof a file\nshop");
    String network = host.engine("exec", "app", "readlink", "/proc/1/ns/net");
    assertThat(host.engine("exec", "side", "readlink", "/proc/1/ns/net")).isEqualTo(network);

    Map<String, String> before = host.pids();
    assertThat(host.apply(SHOP.replace("MODE: former", "MODE: latter")).stdout())
        .contains("1 done, 4 unchanged");
    assertThat(others(host.pids(), "app")).isEqualTo(others(before, "app"));
    assertThat(host.pids().get("app")).isNotEqualTo(before.get("app"));

    before = host.pids();
    CommandResult refused =
        host.tryApply(SHOP.replace("MODE: former}", "MODE: latter}\n  entrypoint: /none"));
    assertThat(refused.stdout() + refused.stderr()).contains("what was there before runs again");
    assertThat(others(host.pids(), "app")).isEqualTo(others(before, "app"));

    CommandResult failed = host.tryApply(SHOP.replace("CODE: \"0\"", "CODE: \"3\""));
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.stdout() + failed.stderr()).contains("what was there before runs again");
    host.apply(SHOP);
    assertThat(log().lines().filter("seed one"::equals).count()).isEqualTo(3);
    assertThat(host.berth(0, "logs", "shop-pod").stdout()).contains("seed prints");

    host.apply(SHOP.replace("seed one", "seed two"));
    assertThat(log()).endsWith("seed two\nof a file");
    assertAllRun("the pod is changed");
    host.apply(SHOP);

    kill("shop-pod", "Pid");
    kill("shop-pod", "ConmonPid");
    kill("app", "Pid");
    kill("side", "ConmonPid");

    host.get("systemctl", "stop", "berth-shop-pod.service");
    assertThat(host.engine("ps", "--all", "--quiet")).isEmpty();
    assertThat(host.engine("pod", "ps", "--quiet")).isEmpty();
    host.get("systemctl", "start", "berth-shop-pod.service");
    assertAllRun("started by its unit");

    host.crash();
    assertAllRun("booted after a power failure");

    host.berth(0, "delete", "--yes", "--volumes", "set");
    assertThat(host.engine("ps", "--all", "--quiet")).isEmpty();
    assertThat(host.engine("pod", "ps", "--quiet")).isEmpty();
    assertThat(
            host.get(
                "sh",
                "-c",
                "ls /etc/berth/files /etc/berth/env /etc/systemd/system/berth-*"
                    + " /var/lib/berth/applied 2>/dev/null | grep -v : || true"))
        .isBlank();
  }

  private static void kill(String container, String process) {
    host.get("kill", "-9", host.inspect(container, "{{.State." + process + "}}"));
    assertAllRun(process + " of " + container + " was killed");
  }

  @Test
  void anothersPodIsNotJoined() {
    host.engine("pod", "create", "--infra=false", "--name=other");
    CommandResult refused =
        host.tryApply(
            "one: {image: localhost/berth-test/busybox:1, command: [sleep, '9'], restart: always,"
                + " pod: other}\n");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(host.get("journalctl", "--unit=berth-other-pod.service", "--output=cat"))
        .contains("there is a pod 'other' already");
    assertThat(host.engine("pod", "inspect", "--format={{.NumContainers}}", "other"))
        .isEqualTo("0");
    host.berth(0, "delete", "--yes", "set");
    host.engine("pod", "rm", "other");
  }
}
