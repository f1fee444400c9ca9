package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testhost.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What systemd keeps for a unit, plain or encrypted, reaches its container and nobody else. */
class CredentialIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String YAML =
      """
      services:
        app:
          image: localhost/berth-test/busybox:1
          command: sh -c "cat /run/secrets/word /etc/key > /dev/null && sleep infinity"
          network_mode: none
          restart: always
          secrets: [word, {source: key, target: /etc/key}]
      secrets:
        word: {x-berth: {credential: shop.word}}
        key: {external: true, x-berth: {credential: shop.key}}
      """;

  private static String shell(String command) {
    return host.get("sh", "-c", command);
  }

  @Test
  void aCredentialReachesItsContainerAloneAndLiesNowhereInClear() {
    host.get("mkdir", "-p", "/srv/cred");
    host.write("/srv/cred/compose.yaml", YAML);
    assertThat(host.berth(2, "plan", "--file", "/srv/cred").stderr())
        .contains("there is no credential 'shop.word', which 'cred-app' uses")
        .contains("systemd-creds encrypt --name=shop.word")
        .contains("/srv/cred/compose.yaml:");

    shell("mkdir -p -m 700 /etc/credstore /etc/credstore.encrypted");
    shell("printf plain-w0rd > /etc/credstore/shop.word; chmod 600 /etc/credstore/shop.word");
    shell(
        "printf c1pher-w0rd | systemd-creds encrypt --with-key=host --name=shop.key -"
            + " /etc/credstore.encrypted/shop.key");
    host.berth(0, "apply", "--file", "/srv/cred");

    assertThat(host.engine("exec", "cred-app", "cat", "/run/secrets/word")).contains("plain-w0rd");
    assertThat(host.engine("exec", "cred-app", "cat", "/etc/key")).contains("c1pher-w0rd");
    assertThat(host.engine("exec", "cred-app", "sh", "-c", "cat $CREDENTIALS_DIRECTORY/shop.key"))
        .contains("c1pher-w0rd");
    assertThat(host.engine("exec", "cred-app", "grep", " /etc/key ", "/proc/mounts"))
        .startsWith("tmpfs ");
    assertThat(
            host.run("grep", "-rlE", "c1pher-w0rd", "/etc", "/var/lib/berth", "/var/lib/containers")
                .stdout())
        .isEmpty();
    assertThat(host.engine("inspect", "cred-app")).doesNotContain("w0rd");
    assertThat(host.berth(0, "plan", "--file", "/srv/cred").stdout()).contains("Nothing to do");

    // Whatever the engine is asked before one is replaced, it knows nothing of them.
    host.write(
        "/srv/cred/compose.yaml",
        YAML.replace("network_mode: none", "network_mode: none\n    user: root"));
    host.berth(0, "apply", "--file", "/srv/cred");
    assertThat(host.engine("exec", "cred-app", "cat", "/etc/key")).contains("c1pher-w0rd");

    // Each start has them anew.
    shell("printf other-w0rd > /etc/credstore/shop.word");
    host.get("systemctl", "restart", "berth-cred-app.service");
    assertThat(host.engine("exec", "cred-app", "cat", "/run/secrets/word")).contains("other-w0rd");
    host.reboot();
    TestHost.until(
        "it runs after the boot", () -> host.run("podman", "exec", "cred-app", "true").succeeded());
    assertThat(host.engine("exec", "cred-app", "cat", "/etc/key")).contains("c1pher-w0rd");

    host.write(
        "/srv/task.yaml",
        "once: {image: 'localhost/berth-test/busybox:1', net: none, secrets:"
            + " [{credential: shop.word}]}\n");
    assertThat(host.berth(2, "plan", "--file", "/srv/task.yaml").stderr())
        .contains("only a service of root's in a unit of systemd has");
    host.write(
        "/srv/native.yaml",
        "lone: {image: 'localhost/berth-test/busybox:1', command: sleep infinity, restart: always,"
            + " net: none, secrets: [{credential: shop.word, target: /srv/w}]}\n");
    host.berth(0, "apply", "--file", "/srv/native.yaml");
    assertThat(host.engine("exec", "lone", "cat", "/srv/w")).contains("other-w0rd");
    host.berth(0, "delete", "cred", "native");
  }
}
