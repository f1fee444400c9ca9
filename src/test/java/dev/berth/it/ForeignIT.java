package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is not ours stays as it is, whatever it is called and however much it looks like ours. */
@ClassTemplate
class ForeignIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String UNITS = "/etc/systemd/system/";
  private static final String FOREIGN_UNIT =
      """
      [Service]
      ExecStart=/usr/bin/sleep infinity
      """;
  private static final String OTHERS_UNIT =
      FOREIGN_UNIT
          + """
          [X-Berth]
          Version=1
          ManagedBy=somebody
          ConfigId=web
          Container=theirs
          Digest=0
          """;
  private static final String WEB =
      "aa: {image: 'localhost/berth-test/busybox:1', restart: always}\n";

  @BeforeEach
  void othersHaveContainersAndUnitsHere() {
    host.get(
        "sh",
        "-c",
        host.cli()
            + " ps -aqf label=foreign | xargs -r "
            + host.cli()
            + (host.isDocker() ? " rm -f" : " rm -f -t 0"));
    host.run("/opt/berth/berth", "cleanup", "--yes");
    run("by-hand");
    run("of-somebody", "managed_by=somebody", "config_id=web", "container_name=of-somebody");
    run("with-our-config-id", "config_id=web", "container_name=with-our-config-id");
    host.write(UNITS + "berth-foreign.service", FOREIGN_UNIT);
    host.write(UNITS + "berth-theirs.service", OTHERS_UNIT);
    host.get("systemctl", "daemon-reload");
    host.get("systemctl", "start", "berth-foreign", "berth-theirs");
  }

  @Test
  void applyCleanupAndDeleteLeaveThemAlone() {
    String others = others();

    host.apply(WEB + WEB.replace("aa:", "bb:"), "--config-id", "web");
    assertThat(others()).isEqualTo(others);
    CommandResult smaller = host.apply(WEB, "--config-id", "web");
    assertThat(smaller.stdout()).contains("1 done, 1 unchanged.");
    assertThat(others()).isEqualTo(others);

    CommandResult cleaned = host.berth("cleanup", "--yes", "another");
    assertThat(cleaned.exitCode()).as(cleaned.stderr()).isZero();
    assertThat(cleaned.stdout()).contains("1 done, 0 unchanged.");
    assertThat(others()).isEqualTo(others);

    host.apply(WEB, "--config-id", "web");
    CommandResult deleted = host.berth("delete", "web", "--volumes", "--yes");
    assertThat(deleted.exitCode()).as(deleted.stderr()).isZero();
    assertThat(deleted.stdout()).contains("1 done, 0 unchanged.");
    assertThat(others()).isEqualTo(others);
  }

  @Test
  void containerWithWantedNameIsAConflictBeforeAnythingChanges() {
    assertConflict(
        """
        aa:
          image: localhost/berth-test/busybox:1
          restart: always
        by-hand:
          image: localhost/berth-test/busybox:1
          restart: always
        """,
        "/root/conflict.yaml:4:1",
        "the name 'by-hand' is taken by a container that nobody manages here");
  }

  @Test
  void containerOfSomebodyElseIsAConflictThatNamesTheOwner() {
    assertConflict(
        "of-somebody: {image: 'localhost/berth-test/busybox:1', restart: always}\n",
        "/root/conflict.yaml:1:1",
        "the name 'of-somebody' is taken by a container that 'somebody' manages");
  }

  @Test
  void containerWithOurConfigIdButNoOwnerIsAConflict() {
    assertConflict(
        "with-our-config-id: {image: 'localhost/berth-test/busybox:1'}\n",
        "/root/conflict.yaml:1:1",
        "the name 'with-our-config-id' is taken by a container that nobody manages here");
  }

  /** Where no unit is wanted none can be in the way. */
  private static boolean isNoConflictForDocker(String set, String name) {
    if (host.isDocker()) {
      String others = others();
      host.apply(set, "--config-id", "web");
      assertThat(host.pids()).containsKey(name);
      assertThat(others()).isEqualTo(others);
    }
    return host.isDocker();
  }

  @Test
  void unitThatBerthDidNotWriteIsAConflict() {
    String set = "foreign: {image: 'localhost/berth-test/busybox:1', restart: always}\n";
    if (isNoConflictForDocker(set, "foreign")) {
      return;
    }
    assertConflict(
        set,
        "/root/conflict.yaml:1:1",
        "the unit berth-foreign.service exists and was not written by Berth");
  }

  @Test
  void unitOfAnotherOwnerIsAConflict() {
    String set = "theirs: {image: 'localhost/berth-test/busybox:1', restart: always}\n";
    if (isNoConflictForDocker(set, "theirs")) {
      return;
    }
    assertConflict(
        set,
        "/root/conflict.yaml:1:1",
        "the unit berth-theirs.service belongs to the configuration 'web' of 'somebody'");
  }

  @Test
  void nameOfAnotherConfigurationOfOursIsAConflict() {
    host.apply(WEB, "--config-id", "first");
    assertConflict(WEB, "/root/conflict.yaml:1:1", "is taken by the configuration 'first'");
    assertThat(host.berth("delete", "first").exitCode()).isZero();
  }

  /** Refused by plan and by apply, with its place, and nothing on the host is another. */
  private static void assertConflict(String set, String place, String message) {
    host.write("/root/conflict.yaml", set);
    String before = everything();
    for (String command : List.of("plan", "apply")) {
      CommandResult refused =
          host.berth(command, "--file", "/root/conflict.yaml", "--config-id", "web");
      assertThat(refused.exitCode()).as("%s: %s", command, refused.stderr()).isEqualTo(2);
      assertThat(refused.stderr()).contains(place + ": error: ", message, "nothing has changed");
    }
    assertThat(everything()).isEqualTo(before);
  }

  private static void run(String name, String... labels) {
    StringBuilder script =
        new StringBuilder("exec " + host.cli() + " run --detach --label foreign=yes");
    for (String label : labels) {
      script.append(" --label ").append(label);
    }
    host.get("sh", "-c", script + " --name " + name + " localhost/berth-test/busybox:1");
  }

  private static String others() {
    return containers("--filter label=foreign")
        + host.get(
            "sh",
            "-c",
            "cd "
                + UNITS
                + "; grep -H . berth-foreign* berth-theirs*; stat -c '%n %i %y' berth-foreign*"
                + " berth-theirs*")
        + host.get(
            "systemctl",
            "show",
            "--property=Id,ActiveState,MainPID",
            "berth-foreign",
            "berth-theirs");
  }

  private static String containers(String filter) {
    return host.get(
        "sh",
        "-c",
        "ENGINE inspect --format '{{.Id}} {{.Name}} {{.State.Status}} {{.State.Pid}} {{json .Config.Labels}}' $(ENGINE ps -aq FILTER)"
            .replace("ENGINE", host.cli())
            .replace("FILTER", filter));
  }

  private static String everything() {
    return others()
        + containers("")
        + host.engine("volume", "ls", "--quiet")
        + host.get(
            "sh",
            "-c",
            "find "
                + UNITS
                + " /etc/berth /var/lib/berth/applied -type f | sort | xargs stat -c '%n %i %y'");
  }
}
