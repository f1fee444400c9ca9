package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.model.AbsolutePath;
import dev.berth.testhost.TestHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Images whose author means harm, and containers made from them: whatever comes from an image, or
 * from another tool's container, is text. On both engines.
 */
@ClassTemplate
class HostileIT {
  @RegisterExtension static final TestHost host = new TestHost();

  /** A service that the images of these tests must not touch. */
  private static final String BYSTANDER =
      """
      bystander:
        image: localhost/berth-test/busybox:1
        restart: always
        net: none
      """;

  @BeforeEach
  void aBystanderRuns() {
    host.write("/root/bystander.yaml", BYSTANDER);
    host.berth(0, "apply", "--file", "/root/bystander.yaml");
  }

  /** Each would be an option, a bind of the host, or a line of the unit, if it were pasted. */
  private static final List<String> ODD_VOLUMES =
      List.of(
          "/etc:/host",
          "/x:O,upperdir=/run/systemd/system,workdir=/run/sendsigs.omit.d",
          "/x:ro,z,U",
          "/q\",readonly,\"",
          "/q\",type=bind,source=/,destination=\"/root",
          "/b\\:/etc",
          "/b\\",
          "/%n/%H",
          "/$HOME/${PATH}",
          "/two words ; ExecStartPre=/bin/touch",
          "/--privileged",
          "/b/../../up");

  private static final Map<String, String> NO_VOLUMES =
      Map.of(
          "relative/path",
          "is not absolute",
          "../up",
          "is not absolute",
          "/x/..",
          "is the container's own root",
          "/esc\u001b[2J",
          "holds a control character",
          "/line\n[Service]\nExecStartPre=/bin/touch /root/pwned",
          "holds a control character",
          "/return\rExecStartPre=/bin/touch /root/pwned",
          "holds a control character",
          "/c1\u009b2J",
          "holds a control character",
          "/none\uffff",
          "holds a control character, or one that is none");

  @Test
  void aVolumeOfAnImageOpensNothingOnTheHost() {
    String image =
        HostileImage.build(
            host,
            "overlay",
            HostileImage.volumes(
                List.of("/x:O,upperdir=/run/systemd/system,workdir=/run/sendsigs.omit.d")),
            "CMD [\"sh\", \"-c\", \"echo PWNED > /x*/pwned.service; echo PWNED > /x/pwned.service;"
                + " sleep 1000\"]");

    host.apply(
        "overlay: {image: \""
            + image
            + "\", restart: \"no\", net: none, read_only: true, cap_drop: [ALL]}\n");

    assertThat(host.pids()).containsKeys("overlay", "bystander");
    assertThat(host.exists("/run/systemd/system/pwned.service")).isFalse();
    assertThat(host.get("find", "/run/systemd/system", "-name", "pwned*")).isEmpty();
    host.berth(0, "delete", "set", "--volumes", "--yes");
  }

  @Test
  void whatAnImageDeclaresIsMountedThereAndNowhereElse() {
    String image = HostileImage.build(host, "odd", HostileImage.volumes(ODD_VOLUMES));
    String set = "odd: {image: \"" + image + "\", restart: always, net: none}\n";

    host.apply(set);

    List<Json> mounts = Json.parse("inspect", host.inspect("odd", "{{json .Mounts}}")).items();
    assertThat(mounts)
        .allSatisfy(mount -> assertThat(mount.get("Type").textOrEmpty()).isEqualTo("volume"))
        .allSatisfy(mount -> assertThat(mount.get("Name").textOrEmpty()).startsWith("odd-"))
        .allSatisfy(mount -> assertThat(mount.get("RW").isTrue()).isTrue())
        .extracting(mount -> mount.get("Destination").textOrEmpty())
        .containsExactlyInAnyOrderElementsOf(
            ODD_VOLUMES.stream().map(path -> AbsolutePath.of(path).text()).toList());
    assertThat(host.exists("/root/pwned")).isFalse();
    assertThat(host.berth(0, "plan", "--file", "/root/set.yaml").stdout())
        .contains("Nothing to do");
    String before = host.pids().get("odd");
    host.engine("exec", "odd", "sh", "-c", "echo kept > '/etc:/host/data'");
    host.apply(set.replace("net: none", "net: none, environment: {A: changed}"));
    assertThat(host.pids()).doesNotContainEntry("odd", before);
    assertThat(host.engine("exec", "odd", "cat", "/etc:/host/data")).isEqualTo("kept");
    host.berth(0, "delete", "set", "--volumes", "--yes");
    assertThat(host.engine("volume", "ls", "--quiet")).doesNotContain("odd-");
  }

  @Test
  void whatIsNoPathIsRefusedBeforeAnythingChanges() {
    String image = HostileImage.build(host, "nowhere", HostileImage.volumes(NO_VOLUMES.keySet()));
    Map<String, String> before = host.pids();

    CommandResult refused =
        host.tryApply("nowhere: {image: \"" + image + "\", restart: always, net: none}\n");

    assertThat(refused.exitCode()).as(refused.stdout() + refused.stderr()).isEqualTo(2);
    NO_VOLUMES.forEach(
        (path, why) ->
            assertThat(refused.stderr())
                .contains(
                    "/root/set.yaml:1:18: error: the image " + image + " declares the volume ")
                .contains(why));
    assertThat(refused.stderr().lines().filter(line -> line.contains("declares the volume")))
        .hasSize(NO_VOLUMES.size());
    assertThat(refused.stderr().chars()).noneMatch(c -> Character.isISOControl(c) && c != '\n');
    assertThat(host.exists("/etc/systemd/system/berth-nowhere.service")).isFalse();
    assertThat(host.pids()).isEqualTo(before);
  }

  @Test
  void labelsOfAnImageAreNoConfiguration() {
    String image =
        HostileImage.build(
            host,
            "labels",
            "LABEL \"evil\"=\"one\\n[Service]\\nExecStartPre=/bin/touch /root/pwned\"");
    String set = "labelled: {image: \"" + image + "\", restart: always, net: none}\n";

    host.apply(set);

    assertThat(host.exists("/root/pwned")).isFalse();
    assertThat(host.berth(0, "plan", "--file", "/root/set.yaml").stdout())
        .contains("Nothing to do");
    assertThat(host.pids()).containsKeys("labelled", "bystander");
    host.berth(0, "delete", "set");
    assertThat(host.pids()).containsOnlyKeys("bystander");
  }

  @Test
  void theHealthCheckOfAnImageDecidesNothingAboutTheHost() {
    String image =
        HostileImage.build(
            host, "sick", "HEALTHCHECK --timeout=200000h --retries=2000 CMD sleep 1000000");
    String set = "sick: {image: \"" + image + "\", restart: always, net: none";
    Map<String, String> before = host.pids();

    CommandResult refused = host.tryApply(set + "}\n");

    assertThat(refused.exitCode()).as(refused.stdout() + refused.stderr()).isEqualTo(2);
    assertThat(refused.stderr())
        .contains(
            "/root/set.yaml:1:15: error: the image "
                + image
                + " declares a health check with the timeout 720000000s; it has to be 1 ms to 24 h")
        .contains(" declares a health check with 2000 retries; at most 1000 are taken")
        .contains("`healthcheck: {disable: true}`");
    assertThat(host.pids()).isEqualTo(before);
    host.apply(set + ", healthcheck: {disable: true}}\n");
    host.apply(
        set + ", healthcheck: {test: \"true\", interval: 1s, timeout: 5s, retries: 2}}\n",
        "--wait");
    assertThat(host.berth(0, "health", "sick").stdout()).contains("healthy");
    host.berth(0, "delete", "set");
  }

  /** Its command has a second line that would be another container's row. */
  @Test
  void whatAnImageSaysIsShownAndDoesNothing() {
    String image =
        HostileImage.build(
            host,
            "talker",
            "LABEL io.containers.autoupdate=registry PODMAN_SYSTEMD_UNIT=systemd-journald.service",
            "LABEL dev.berth.host-checked=talker dev.berth.trial=0000000000000000",
            "LABEL \"title\"=\"\u001b]0;owned\u0007\"",
            "LABEL \"com.docker.compose.project\"=\"\u202eshop\"",
            "HEALTHCHECK --interval=1s --retries=1 CMD printf '\\033[2Jbad\\nrow\\007'; exit 1",
            "CMD [\"sh\", \"-c\", \"sleep 1000 # \\u001b[2J %n $HOME <b>\\nvictim  healthy\"]");
    host.apply("talker: {image: \"" + image + "\", restart: always, net: none}\n");
    host.engine("exec", "talker", "true");

    assertThat(host.pids()).containsKeys("talker", "bystander");
    if (!host.isDocker()) {
      assertThat(host.get("podman", "auto-update", "--dry-run")).doesNotContain("talker");
    }
    TestHost.until(
        "the check has failed",
        () -> host.berth("health", "--output", "json").stdout().contains("unhealthy"));
    String command =
        host.berth(0, "list", "-f", "value", "-c", "command", "-c", "container").stdout();
    assertThat(command.lines()).hasSize(2).anyMatch(line -> line.endsWith("healthy talker"));
    for (List<String> arguments :
        List.of(
            List.of("list"),
            List.of("list", "--all", "-f", "csv"),
            List.of("list", "-f", "json"),
            List.of("list", "-f", "yaml"),
            List.of("health"),
            List.of("health", "talker"),
            List.of("health", "--output", "yaml"),
            List.of("plan", "--file", "/root/set.yaml"),
            List.of("graph"),
            List.of("graph", "--format", "svg"),
            List.of("support", "--file", "/root/set.yaml"))) {
      CommandResult said = host.berth(arguments.toArray(String[]::new));

      assertThat((said.stdout() + said.stderr()).codePoints())
          .as("%s: %s%s", arguments, said.stdout(), said.stderr())
          .noneMatch(c -> Character.isISOControl(c) && c != '\n')
          .doesNotContain(0x202e);
      assertThat(said.stderr()).doesNotContain("this is a fault in Berth");
    }
    host.berth(0, "delete", "set");
    assertThat(host.get("systemctl", "is-active", "systemd-journald")).isEqualTo("active");
  }
}
