package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images come from a registry before anything is stopped, or nothing is stopped at all. */
@ClassTemplate
class PullIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String REGISTRY = "127.0.0.1:5000";

  @BeforeEach
  void startRegistry() {
    host.get("systemctl", "start", "docker-registry");
    until("the registry answers", PullIT::registryAnswers);
  }

  private static boolean registryAnswers() {
    return host.run("curl", "-fs", "http://" + REGISTRY + "/v2/").exitCode() == 0;
  }

  /** Puts an image into the registry under a name that the host then does not have. */
  private static String pushed(String image, String name) {
    String reference = REGISTRY + "/" + name + ":1";
    push(image, reference);
    assertThat(host.tryEngine("image", "inspect", reference).exitCode()).isNotZero();
    return reference;
  }

  private static void push(String image, String reference) {
    String local = "localhost/berth-test/" + image + ":1";
    if (host.isDocker()) {
      String former =
          host.tryEngine("image", "inspect", "--format", "{{.Id}}", reference).stdout().strip();
      host.engine("tag", local, reference);
      host.engine("push", "-q", reference);
      host.engine("rmi", reference);
      if (!former.isEmpty()) {
        host.engine("tag", former, reference);
      }
    } else {
      host.engine("push", "-q", local, reference);
    }
  }

  private static String service(String name, String image, String... lines) {
    return """
    %s:
      image: %s
      restart: always
    """
            .formatted(name, image)
        + String.join("", java.util.Arrays.stream(lines).map(line -> "  " + line + "\n").toList());
  }

  /** All that starts containers. */
  private static String starters() {
    return host.isDocker()
        ? host.get("sh", "-c", "docker inspect $(docker ps -aq)")
        : host.get(
            "sh", "-c", "cd /etc/systemd/system && find . -ls | sort -k11 && sha256sum berth-*");
  }

  @Test
  void imagesAreFetchedSideBySideBeforeTheyAreNeeded() {
    String set =
        service("one", pushed("busybox", "side-one"))
            + service("two", pushed("volume", "side-two"))
            + service("three", pushed("web", "side-three"));

    CommandResult result = host.apply(set, "--config-id", "side", "-v");

    List<String> said =
        result
            .stderr()
            .lines()
            .filter(line -> line.matches("(begin|done) .*(pull|create) .*"))
            .map(line -> line.replaceAll("^(begin|done) +(pull|create).*", "$1 $2"))
            .toList();
    assertThat(said.subList(0, 3)).containsOnly("begin pull");
    assertThat(said.lastIndexOf("done pull")).isLessThan(said.indexOf("begin create"));
    assertThat(host.pids()).containsKeys("one", "two", "three");
  }

  @Test
  void nothingIsTouchedWhenOneImageCannotBeHad() {
    host.apply(
        service("kept", "localhost/berth-test/busybox:1")
            + service("unwanted", "localhost/berth-test/busybox:1"),
        "--config-id",
        "partial");
    Map<String, String> pids = host.pids();
    String starters = starters();

    CommandResult result =
        host.tryApply(
            service("kept", "localhost/berth-test/busybox:1", "environment: {MODE: new}")
                + service("here", pushed("busybox", "partial-here"))
                + service("lost", REGISTRY + "/no-such-image:1"),
            "--config-id",
            "partial",
            "-v");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stdout())
        .containsPattern("failed +pull image 127.0.0.1:5000/no-such-image:1: .*manifest unknown")
        .containsPattern("skipped +replace kept: an image is missing, so nothing was touched")
        .containsPattern("skipped +remove unwanted: an image is missing, so nothing was touched");
    assertThat(result.stderr()).contains("try 4 of 4 failed").doesNotContain("try 5");
    assertThat(host.pids()).isEqualTo(pids);
    assertThat(starters()).isEqualTo(starters);
  }

  @Test
  void aRegistryThatComesUpBetweenTriesIsWaitedFor() throws InterruptedException {
    String image = pushed("busybox", "late");
    host.write("/root/late.yaml", service("late", image));
    host.get("systemctl", "stop", "docker-registry");

    Process apply =
        host.start("sh", "-c", "/opt/berth/berth apply -vf /root/late.yaml >/root/late.out 2>&1");
    until(
        "the first try has failed",
        () ->
            host.exists("/root/late.out")
                && host.read("/root/late.out").contains("try 1 of 4 failed"));
    host.get("systemctl", "start", "docker-registry");

    assertThat(apply.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(apply.exitValue()).as(host.read("/root/late.out")).isZero();
    assertThat(host.read("/root/late.out")).contains("connection refused");
    assertThat(host.pids()).containsKey("late");
  }

  @Test
  void anImageThatMustNotBeFetchedIsAProblemWithItsPlace() {
    String image = pushed("busybox", "never");
    CommandResult absent =
        host.tryApply(service("never", image, "pull_policy: never"), "--config-id", "never");
    assertThat(absent.exitCode()).isEqualTo(2);
    assertThat(absent.stderr())
        .contains("/root/set.yaml:2:10: error: image '" + image + "' is not on the host");
    assertThat(host.pids()).doesNotContainKey("never");

    host.engine("tag", "localhost/berth-test/busybox:1", image);
    host.get("systemctl", "stop", "docker-registry");
    host.apply(service("never", image, "pull_policy: never"), "--config-id", "never");
    assertThat(host.pids()).containsKey("never");
  }

  @Test
  void anImageThatIsAlwaysFetchedReplacesItsContainerOnlyWhenItDiffers() {
    String image = pushed("busybox", "always");
    String set = service("always", image, "pull_policy: always");
    host.apply(set, "--config-id", "always");
    String pid = host.pids().get("always");

    CommandResult same = host.apply(set, "--config-id", "always");
    assertThat(same.stdout()).contains("1 done, 1 unchanged.");
    assertThat(host.pids()).containsEntry("always", pid);

    push("volume", image);
    CommandResult newer = host.apply(set, "--config-id", "always");
    assertThat(newer.stderr()).contains("replace always");
    assertThat(host.pids().get("always")).isNotNull().isNotEqualTo(pid);
    assertThat(host.engine("inspect", "--format", "{{.Image}}", "always"))
        .isEqualTo(
            host.engine(
                "image", "inspect", "--format", "{{.Id}}", "localhost/berth-test/volume:1"));
  }
}
