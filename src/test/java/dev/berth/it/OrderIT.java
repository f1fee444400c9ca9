package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who comes first at an apply, and what follows whom. */
@ClassTemplate
class OrderIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static String service(String name, String... lines) {
    return """
    %s:
      image: localhost/berth-test/busybox:1
      restart: always
    """
            .formatted(name)
        + String.join("", java.util.Arrays.stream(lines).map(line -> "  " + line + "\n").toList());
  }

  private static long upSince(String name) {
    if (host.isDocker()) {
      return nanos(host.inspect(name, "{{.State.StartedAt}}"));
    }
    return Long.parseLong(
        host.get(
            "systemctl",
            "show",
            "-P",
            "ActiveEnterTimestampMonotonic",
            "berth-" + name + ".service"));
  }

  private static long nanos(String time) {
    return ChronoUnit.NANOS.between(Instant.EPOCH, Instant.parse(time));
  }

  private static long beganAt(String name) {
    if (host.isDocker()) {
      return nanos(host.inspect(name, "{{.Created}}"));
    }
    return Long.parseLong(
        host.get(
            "systemctl",
            "show",
            "-P",
            "InactiveExitTimestampMonotonic",
            "berth-" + name + ".service"));
  }

  @Test
  void aGroupBeginsWhenTheOneBeforeItIsUp() {
    host.apply(
        service("third", "start_order: 3")
            + service("first_a", "start_order: 1")
            + service("second", "start_order: 2")
            + service("first_b", "start_order: 1"),
        "--config-id",
        "groups",
        "--parallel",
        "8");

    List<String> first = List.of("first_a", "first_b");
    assertThat(first).allMatch(name -> upSince(name) <= beganAt("second"));
    assertThat(upSince("second")).isLessThanOrEqualTo(beganAt("third"));
  }

  @Test
  void whatIsDependedOnIsUpFirst() {
    host.apply(
        service("roof", "depends_on: [wall]")
            + service("wall", "depends_on: [floor]")
            + service("floor"),
        "--config-id",
        "house",
        "--parallel",
        "8");

    assertThat(List.of("floor", "wall", "roof"))
        .isSortedAccordingTo(Comparator.comparingLong(OrderIT::upSince));
    assertThat(upSince("floor")).isLessThanOrEqualTo(beganAt("wall"));
    assertThat(upSince("wall")).isLessThanOrEqualTo(beganAt("roof"));
  }

  private static void step(int number, String name, String content) {
    host.write("/root/steps/step_" + number + "/" + name + ".yaml", content);
  }

  private static String single(String... lines) {
    return "image: localhost/berth-test/busybox:1\n" + String.join("\n", lines) + "\n";
  }

  @Test
  void stepsFollowOneAnotherUntilOneFails() {
    step(1, "ground", single("restart: always"));
    step(2, "work", single("detach: false", "command: [sh, -c, 'exit 5']"));
    step(2, "beside", single("restart: always"));
    step(3, "top", single("restart: always", "environment: {MODE: one}"));

    CommandResult failed = host.berth("apply", "--steps", "--file", "/root/steps");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.stdout())
        .contains("failed   run work: ended with exit code 5")
        .contains("skipped  create top: the step before it failed");
    assertThat(host.pids()).containsKeys("ground", "beside").doesNotContainKey("top");

    step(2, "work", single("detach: false", "command: ['true']"));
    CommandResult mended = host.berth("apply", "--steps", "--file", "/root/steps");
    assertThat(mended.exitCode()).as(mended.stdout()).isZero();
    assertThat(upSince("ground")).isLessThan(upSince("top"));
    assertThat(host.engine("inspect", "--format", "{{.Config.Labels.config_id}}", "ground", "top"))
        .isEqualTo("tripleo_step1\ntripleo_step3");

    Map<String, String> pids = host.pids();
    step(2, "work", single("detach: false", "command: ['false']"));
    step(3, "top", single("restart: always", "environment: {MODE: two}"));
    assertThat(host.berth("apply", "--steps", "--file", "/root/steps").exitCode()).isEqualTo(1);
    assertThat(host.pids()).as("a failed step leaves later ones alone").isEqualTo(pids);
    assertThat(host.engine("exec", "top", "sh", "-c", "echo $MODE")).isEqualTo("one");
  }

  @Test
  void oneStepCanBeAppliedAlone() {
    host.write("/root/alone/step_1/early.yaml", single("restart: always"));
    host.write("/root/alone/step_2/late.yaml", single("restart: always", "depends_on: [early]"));
    String[] apply = {"apply", "--steps", "--config-id", "alone", "-f", "/root/alone", "--step"};

    host.get(words("/opt/berth/berth", apply, "1"));
    assertThat(host.pids()).containsKey("early").doesNotContainKey("late");
    host.get(words("/opt/berth/berth", apply, "2"));
    assertThat(host.pids()).containsKeys("early", "late");
  }

  private static String[] words(String first, String[] middle, String last) {
    List<String> words = new ArrayList<>(List.of(first));
    words.addAll(List.of(middle));
    words.add(last);
    return words.toArray(String[]::new);
  }

  @Test
  void whoLivesInAnothersNamespaceFollowsItsReplacement() {
    String guest = service("guest", "net: container:landlord");
    host.apply(service("landlord", "net: none") + guest, "--config-id", "shared");
    Map<String, String> before = host.pids();

    host.apply(
        service("landlord", "net: none", "environment: {MODE: new}") + guest,
        "--config-id",
        "shared");

    Map<String, String> after = host.pids();
    assertThat(after.get("landlord")).isNotNull().isNotEqualTo(before.get("landlord"));
    assertThat(after.get("guest")).isNotNull().isNotEqualTo(before.get("guest"));
    assertThat(networkOf(after.get("guest"))).isEqualTo(networkOf(after.get("landlord")));
    CommandResult again =
        host.apply(
            service("landlord", "net: none", "environment: {MODE: new}") + guest,
            "--config-id",
            "shared");
    assertThat(again.stdout()).contains("0 done, 2 unchanged.");
  }

  private static String networkOf(String pid) {
    return host.get("readlink", "/proc/" + pid + "/ns/net");
  }

  @Test
  void anExecFindsItsTargetUp() {
    String set =
        """
        register:
          action: exec
          start_order: 1
          command: [desk, sh, -c, "echo registered >>/tmp/book"]
        """
            + service("desk");

    host.apply(set, "--config-id", "desk");
    assertThat(host.engine("exec", "desk", "cat", "/tmp/book")).isEqualTo("registered");
    host.apply(set, "--config-id", "desk");
    assertThat(host.engine("exec", "desk", "cat", "/tmp/book"))
        .as("it runs at every apply")
        .isEqualTo("registered\nregistered");
  }

  @Test
  void anExecWaitsForATargetThatIsNotUpYet() throws InterruptedException {
    host.engine("create", "--name", "sleeper", "localhost/berth-test/busybox:1");
    host.write(
        "/root/waker.yaml",
        """
        waker:
          action: exec
          command: [sleeper, touch, /tmp/woken]
        """);

    Process apply =
        host.start("sh", "-c", "/opt/berth/berth apply -vf /root/waker.yaml >/root/waker.out 2>&1");
    until(
        "the exec was tried",
        () ->
            host.exists("/root/waker.out")
                && host.read("/root/waker.out").contains("waker | Error"));
    host.engine("start", "sleeper");

    assertThat(apply.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(apply.exitValue()).as(host.read("/root/waker.out")).isZero();
    host.engine("exec", "sleeper", "test", "-e", "/tmp/woken");
  }

  @Test
  void anExecForChangesRunsWhenItOrItsTargetChanged() {
    String exec =
        """
        migrate:
          action: exec
          when: changed
          start_order: 1
          command: [schema, sh, -c, "echo x >>/out/migrations"]
        """;
    host.get("mkdir", "-p", "/srv/schema");
    String target = service("schema", "volumes: [\"/srv/schema:/out\"]");
    host.apply(exec + target, "--config-id", "schema");
    host.apply(exec + target, "--config-id", "schema");
    assertThat(host.read("/srv/schema/migrations")).isEqualTo("x\n");

    host.apply(exec + target + "  environment: {MODE: new}\n", "--config-id", "schema");
    assertThat(host.read("/srv/schema/migrations")).as("its target changed").hasSize(4);

    String other = exec.replace("echo x", "echo y");
    host.apply(other + target + "  environment: {MODE: new}\n", "--config-id", "schema");
    assertThat(host.read("/srv/schema/migrations")).as("it changed").endsWith("y\n");
    host.apply(other + target + "  environment: {MODE: new}\n", "--config-id", "schema");
    assertThat(host.read("/srv/schema/migrations")).isEqualTo("x\nx\ny\n");
  }

  @Test
  void anExecForChangesThatFailedRunsAgain() {
    String set =
        """
        fragile:
          action: exec
          when: changed
          start_order: 1
          command: [ground2, test, -e, /tmp/ready]
        """
            + service("ground2");
    assertThat(host.tryApply(set, "--config-id", "fragile").exitCode()).isEqualTo(1);
    host.engine("exec", "ground2", "touch", "/tmp/ready");
    assertThat(host.apply(set, "--config-id", "fragile").stdout()).contains("1 done, 1 unchanged.");
    assertThat(host.apply(set, "--config-id", "fragile").stdout()).contains("0 done, 2 unchanged.");
  }
}
