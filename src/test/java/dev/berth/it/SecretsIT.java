package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A value of the environment is for its container alone: nobody else on the host gets to see it,
 * neither in a file nor in an argument nor in anything that is printed or logged.
 */
@ClassTemplate
class SecretsIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SECRET = "hunter2-c0rrecth0rse";
  private static final String CANARY = "canary-b4tterystaple";

  /** Lies where only root can read it; what searches for the secret reads it from here. */
  private static final String PATTERN = "/root/pattern";

  private static String set(String name, String secret) {
    host.write("/root/" + name + ".env", "FROM_FILE=" + SECRET + "\n");
    return """
    %1$s_task:
      image: localhost/berth-test/busybox:1
      detach: false
      command: [sleep, "0.3"]
      env_file: /root/%1$s.env
      environment: {PASSWORD: %2$s, db.password: %2$s, REGISTRY_TOKEN: %2$s, ODD: "%2$s\\uffff"}
    %1$s:
      image: localhost/berth-test/busybox:1
      start_order: 1
      restart: always
      env_file: /root/%1$s.env
      environment: {PASSWORD: %2$s, db.password: %2$s, REGISTRY_TOKEN: %2$s, ODD: "%2$s\\uffff"}
      healthcheck: {test: "true", interval: 1s}
      volumes: ["/srv/%1$s:/out"]
    %1$s_exec:
      action: exec
      start_order: 2
      command: [%1$s, sh, -c, "touch /out/begun; until [ -e /out/go ]; do sleep 0.1; done"]
      environment: {PASSWORD: %2$s, db.password: %2$s, REGISTRY_TOKEN: %2$s, ODD: "%2$s\\uffff"}
    """
        .formatted(name, secret);
  }

  /**
   * Files outside the engine's store and root's home that hold the secret. The store of a
   * containerd before 1.7.29 (CVE-2024-25621) is not as closed as it should be; the page on
   * security says so.
   */
  private static List<String> filesWithTheSecret() {
    return host.run(
            "sh",
            "-c",
            "grep -rlaF -D skip -f "
                + PATTERN
                + " /etc /var /run /tmp /srv /dev/shm | grep -v -e ^/var/lib/containers/ -e"
                + " ^/var/lib/docker/ -e ^/var/lib/containerd/")
        .stdout()
        .lines()
        .toList();
  }

  /**
   * Berth's own with exact modes; the engine's runtime keeps the container's behind a closed door.
   */
  private static void assertRootAloneCanRead(List<String> files) {
    for (String file : files) {
      boolean isBerths = file.contains("/berth/");
      String directory = file.substring(0, file.lastIndexOf('/'));
      CommandResult modes = host.run("stat", "-c", "%a %U", file, directory);
      // The runtime's files come and go with each container and health check.
      if (isBerths || modes.exitCode() == 0) {
        assertThat(modes.stdout())
            .as(file)
            .matches((isBerths ? "600" : "\\d{3}") + " root\n700 root");
      }
    }
    String asNobody = "setpriv --reuid=nobody --regid=nogroup --clear-groups ";
    String found =
        host.run(
                "sh",
                "-c",
                asNobody
                    + "grep -rlaF -D skip -f - /etc /var /run /tmp /srv"
                    + " 2>/dev/null <"
                    + PATTERN
                    + " | grep -v -e ^/var/lib/containers/ -e ^/var/lib/docker/ -e"
                    + " ^/var/lib/containerd/")
            .stdout();
    assertThat(found).as("files that nobody can read").isEmpty();
  }

  private static void assertNotIn(String what, String text) {
    assertThat(text.contains(SECRET)).as(what + " shows the secret: " + text).isFalse();
  }

  private static void assertNotIn(String what, CommandResult result) {
    assertNotIn(what, result.stdout() + result.stderr());
  }

  @Test
  void nothingOnTheHostGivesASecretAway() throws InterruptedException {
    host.write(PATTERN, SECRET + "\n" + CANARY + "\n");
    host.get("mkdir", "-p", "/srv/vault");
    host.write("/root/vault.yaml", set("vault", SECRET));
    Process watch =
        host.start(
            "sh",
            "-c",
            "while [ ! -e /root/stop ]; do ps -eo args | grep -F -f /root/pattern; done"
                + " >/root/seen");
    host.get("sh", "-c", ": " + CANARY + "; sleep 0.3");
    until("the watch sees arguments", () -> host.read("/root/seen").contains(CANARY));

    Process apply =
        host.start("sh", "-c", "/opt/berth/berth apply -vf /root/vault.yaml >/root/vault.out 2>&1");
    until("the exec runs", () -> host.exists("/srv/vault/begun"));
    List<String> files = filesWithTheSecret();
    assertThat(files)
        .contains("/etc/berth/env/vault.engine-env")
        .anyMatch(file -> file.startsWith("/var/lib/berth/applied/"));
    assertRootAloneCanRead(files);
    host.write("/srv/vault/go", "");
    assertThat(apply.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(apply.exitValue()).as(host.read("/root/vault.out")).isZero();
    assertNotIn("apply -v", host.read("/root/vault.out"));
    assertThat(host.engine("exec", "vault", "sh", "-c", "echo $PASSWORD $FROM_FILE"))
        .as("the container itself has it")
        .isEqualTo(SECRET + " " + SECRET);
    assertThat(host.engine("exec", "vault", "sh", "-c", "echo $ODD"))
        .as("what systemd takes for no text")
        .isEqualTo(SECRET + "\uffff");

    commandsShowNothing();
    if (host.isDocker()) {
      // In one command Docker may start it before it has seen its end, and then not at all.
      host.engine("stop", "--time=0", "vault");
      host.engine("start", "vault");
    } else {
      host.get("systemctl", "restart", "berth-vault");
    }
    host.get("kill", "-KILL", host.pids().get("vault"));
    until("it runs again", () -> host.pids().containsKey("vault"));
    theEngineAndSystemdShowNothing();

    assertNotIn("delete", host.berth("delete", "vault", "-v"));
    assertThat(filesWithTheSecret()).as("what delete leaves").isEmpty();
    assertNotIn("the journal", host.get("journalctl", "--all", "--output=export"));
    host.write("/root/stop", "");
    assertThat(watch.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertNotIn("ps", host.read("/root/seen"));
  }

  /** Each command that shows something, with a change of the secret to be described. */
  private static void commandsShowNothing() {
    host.write("/root/vault.yaml", set("vault", "'" + SECRET + "-changed'"));
    for (List<String> options :
        List.of(List.of("-o", "json"), List.of("-v"), List.of("-o", "yaml"))) {
      for (String command : List.of("plan", "apply --dry-run")) {
        CommandResult result = berth(command, List.of("-f", "/root/vault.yaml"), options);
        assertThat(result.stdout()).as(command).contains("environment.PASSWORD");
        assertNotIn(command, result);
      }
      assertNotIn("list", berth("list", List.of(), options));
    }
    assertNotIn("validate", host.berth("validate", "-f", "/root/vault.yaml", "-o", "json"));
    assertNotIn("config", host.berth("config", "-o", "json"));
    assertNotIn("apply", host.berth("apply", "-f", "/root/vault.yaml", "-v", "-o", "json"));
    CommandResult run =
        host.berth(
            "debug", "-f", "/root/vault.yaml", "--container=vault_task", "--action=run", "-v");
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    assertNotIn("debug --action run", run);
  }

  private static CommandResult berth(String command, List<String> first, List<String> second) {
    List<String> words = new java.util.ArrayList<>(List.of(command.split(" ")));
    words.addAll(first);
    words.addAll(second);
    return host.berth(words.toArray(String[]::new));
  }

  private static void theEngineAndSystemdShowNothing() {
    String withoutEnvironment =
        host.cli() + " inspect vault vault_task | jq 'map(del(.Config.Env))'";
    assertNotIn("inspect", host.get("sh", "-c", withoutEnvironment));
    assertNotIn("ps", host.engine("ps", "--all", "--no-trunc", "--format", "json"));
    String unit = host.isDocker() ? "docker.service" : "berth-vault.service";
    assertNotIn("systemctl cat", host.get("systemctl", "cat", unit));
    assertNotIn("systemctl show", host.get("systemctl", "show", "--all", unit));
    assertNotIn("systemctl status", host.get("systemctl", "status", unit));
  }

  @Test
  void anApplyThatFailsShowsNothing() {
    host.write(PATTERN, SECRET + "\n");
    String set =
        """
        lost:
          image: localhost/berth-test/busybox:1
          detach: false
          entrypoint: /no-such-program
          environment: {PASSWORD: %1$s, db.password: %1$s}
        crashing:
          image: localhost/berth-test/busybox:1
          restart: always
          entrypoint: /no-such-program
          environment: {PASSWORD: %1$s, db.password: %1$s}
        ending:
          image: localhost/berth-test/busybox:1
          detach: false
          command: "false"
          environment: {PASSWORD: %1$s, db.password: %1$s}
        """
            .formatted(SECRET);

    CommandResult result = host.tryApply(set, "--config-id", "failing", "-v", "-o", "json");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stdout()).contains("no-such-program");
    assertNotIn("a failed apply", result);
    assertRootAloneCanRead(filesWithTheSecret());
    host.berth("delete", "failing");
  }

  private static final List<String> REFUSED =
      List.of(
          "environment: {PASSWORD: [SECRET]}",
          "environment: {PASSWORD: {value: SECRET}}",
          "environment: {PASSWORD: \"SECRET}",
          "environment: {PASSWORD: 'SECRET}",
          "environment: [\"=SECRET\"]",
          "environment: PASSWORD SECRET: x: y",
          "environment: {PASSWORD: \"\\q SECRET\"}",
          "environment: {discovery.type: \"SECRET\\nSECRET\"}",
          "environment: {PASSWORD: \"SECRET\\0\"}",
          "enviroment: {PASSWORD: SECRET}",
          "environment: {PASSWORD: SECRET, PASSWORD: SECRET}",
          "environment: {PASSWORD: *SECRET}",
          "environment: {PASSWORD: !SECRET x}",
          "environment: {PASSWORD: @SECRET}",
          "environment: {PASSWORD: %SECRET}",
          "environment: {PASSWORD: `SECRET}",
          "environment: \"PASSWORD=SECRET\"\n  image: twice");

  @Test
  void aConfigurationThatIsRefusedIsNotQuoted() {
    for (int i = 0; i < REFUSED.size(); i++) {
      host.write(
          "/root/malformed/m" + i + ".yaml",
          "m%d:\n  image: localhost/berth-test/busybox:1\n  %s\n"
              .formatted(i, REFUSED.get(i).replace("SECRET", SECRET)));
    }

    CommandResult validated = host.berth("validate", "-f", "/root/malformed");

    for (int i = 0; i < REFUSED.size(); i++) {
      // Podman alone refuses a value of two lines, and it is asked when the files are in order.
      if (!REFUSED.get(i).contains("discovery.type")) {
        assertThat(validated.stderr()).as(REFUSED.get(i)).contains("/m" + i + ".yaml:");
      }
    }
    assertNotIn("validate", validated);
    assertNotIn("plan", host.berth("plan", "-vf", "/root/malformed", "-o", "json"));
  }
}
