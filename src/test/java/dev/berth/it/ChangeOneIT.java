package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One of thirty containers changes in the files: only what has to happen to it happens. */
@ClassTemplate
class ChangeOneIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private Map<String, String> before = Map.of();

  @BeforeEach
  void thirtyContainersRun() {
    host.apply(new Thirty().text(), "--config-id", "thirty");
    before = host.pids();
    assertThat(before).hasSize(30);
  }

  @Test
  void changedVariableReplacesItsContainerAndIsNamedWithoutItsValue() {
    String changed = new Thirty().replace("c07", "MODE: one", "MODE: s3cret-mode").text();

    CommandResult plan = plan(changed);
    assertThat(plan.exitCode()).isEqualTo(3);
    assertThat(plan.stdout())
        .contains("replace c07")
        .contains("changed: environment.MODE")
        .contains("1 step, 29 containers are as wanted")
        .doesNotContain("s3cret-mode", Thirty.SECRET);
    CommandResult json = plan(changed, "--output", "json");
    assertThat(json.stdout().replaceAll("\\s", ""))
        .contains("\"action\":\"replace\",\"subject\":\"c07\"")
        .contains("\"reasons\":[\"changed:environment.MODE\"]")
        .doesNotContain("s3cret-mode", Thirty.SECRET);

    CommandResult applied = host.apply(changed, "--config-id", "thirty");
    assertThat(applied.stdout()).contains("1 done, 29 unchanged.").doesNotContain("s3cret-mode");
    assertOnlyNew("c07");
    assertThat(host.engine("exec", "c07", "sh", "-c", "echo $MODE")).isEqualTo("s3cret-mode");
    assertThat(host.engine("exec", "c08", "sh", "-c", "echo $MODE")).isEqualTo("one");
  }

  @Test
  void valuesStandInNoLabelNoUnitAndNoWorldReadableFile() {
    assertThat(host.engine("ps", "--format", "json")).doesNotContain(Thirty.SECRET);
    assertThat(
            host.run(
                    "sh",
                    "-c",
                    "find /etc/berth /var/lib/berth /etc/systemd/system -type f -perm /077"
                        + " -exec grep -l "
                        + Thirty.SECRET
                        + " {} +")
                .stdout())
        .isEmpty();
  }

  @Test
  void equivalentFormsOrderAndCommentsChangeNothing() {
    Thirty detailed =
        new Thirty()
            .with(
                "c07",
                "network_mode: host",
                "shm_size: 64m",
                "stop_grace_period: 1m30s",
                "command: [sh, -c, 'busybox sleep 1000']");
    host.apply(detailed.text(), "--config-id", "thirty");
    before = host.pids();

    String sameAgain =
        """
        # The same as before, by another hand.
        c07:
          command: sh -c "busybox sleep 1000"
          stop_grace_period: 90
          net: host
          shm_size: 65536kb
          environment: [PASSWORD=%s, "MODE=one"]   # a list now
          restart: "always"
          action: run
          image: localhost/berth-test/busybox:1
        """
                .formatted(Thirty.SECRET)
            + new Thirty().without("c07").text();
    CommandResult plan = plan(sameAgain);
    assertThat(plan.exitCode()).as(plan.stdout()).isZero();
    assertThat(host.apply(sameAgain, "--config-id", "thirty").stdout())
        .contains("0 done, 30 unchanged.");
    assertThat(host.pids()).isEqualTo(before);
  }

  @Test
  void changedRestartPolicyKeepsTheProcess() {
    String changed = new Thirty().replace("c07", "restart: always", "restart: on-failure:3").text();

    assertThat(plan(changed).stdout())
        .contains(host.isDocker() ? "set restart policy of c07" : "update unit c07", "1 step");
    host.apply(changed, "--config-id", "thirty");

    assertThat(host.pids()).isEqualTo(before);
    assertThat(policyOf07()).isEqualTo("on-failure");
    assertThat(plan(changed).exitCode()).isZero();
  }

  private static String policyOf07() {
    return host.isDocker()
        ? host.inspect("c07", "{{.HostConfig.RestartPolicy.Name}}")
        : host.get("systemctl", "show", "-P", "Restart", "berth-c07.service");
  }

  @Test
  void containerThatLeftTheFileGoesWithAllThatBelongedToIt() {
    CommandResult applied = host.apply(new Thirty().without("c07").text(), "--config-id", "thirty");

    assertThat(applied.stdout()).contains("1 done, 29 unchanged.");
    Map<String, String> rest = new TreeMap<>(before);
    rest.remove("c07");
    assertThat(host.pids()).isEqualTo(rest);
    assertThat(host.engine("ps", "--all", "--format", "{{.Names}}").lines()).doesNotContain("c07");
    assertThat(
            host.get(
                "find", "/etc/systemd/system", "/etc/berth", "/var/lib/berth", "-name", "*c07*"))
        .isEmpty();
    assertThat(host.get("systemctl", "show", "-P", "LoadState", "berth-c07.service"))
        .isEqualTo("not-found");
  }

  @Test
  void containerThatLeftTheFileStaysWithNoCleanup() {
    CommandResult applied =
        host.apply(new Thirty().without("c07").text(), "--config-id", "thirty", "--no-cleanup");

    assertThat(applied.stdout()).contains("0 done, 29 unchanged.");
    assertThat(host.pids()).isEqualTo(before);
    assertThat(policyOf07()).isEqualTo("always");
  }

  @Test
  void imageThatWasTaggedAnewReplacesItsContainer() {
    String set = new Thirty().replace("c07", "berth-test/busybox:1", "moving:1").text();
    host.engine("tag", "localhost/berth-test/busybox:1", "localhost/moving:1");
    host.apply(set, "--config-id", "thirty");
    before = host.pids();
    assertThat(plan(set).exitCode()).isZero();

    host.engine("tag", "localhost/berth-test/volume:1", "localhost/moving:1");

    assertThat(plan(set).stdout()).contains("replace c07", "image differs: ");
    host.apply(set, "--config-id", "thirty");
    assertOnlyNew("c07");
    assertThat(host.engine("inspect", "--format", "{{.Image}}", "c07"))
        .isEqualTo(host.engine("image", "inspect", "--format", "{{.Id}}", "localhost/moving:1"));
    assertThat(plan(set).exitCode()).isZero();
  }

  private void assertOnlyNew(String container) {
    Map<String, String> now = new TreeMap<>(host.pids());
    Map<String, String> former = new TreeMap<>(before);
    assertThat(now.remove(container)).isNotNull().isNotEqualTo(former.remove(container));
    assertThat(now).isEqualTo(former);
  }

  private static CommandResult plan(String set, String... options) {
    host.write("/root/planned.yaml", set);
    String[] argv = new String[options.length + 6];
    argv[0] = "plan";
    argv[1] = "--exit-code";
    argv[2] = "--config-id";
    argv[3] = "thirty";
    argv[4] = "--file";
    argv[5] = "/root/planned.yaml";
    System.arraycopy(options, 0, argv, 6, options.length);
    return host.berth(argv);
  }
}
