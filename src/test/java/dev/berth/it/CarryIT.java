package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.Json;
import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images carried between a real Docker and a real Podman are the same on both. */
class CarryIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String BUSYBOX = "localhost/berth-test/busybox:1";
  private static final String REGISTRY = "127.0.0.1:5000";

  @BeforeAll
  static void startDocker() {
    host.get("systemctl", "start", "docker");
  }

  static CommandResult drive(String... arguments) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/opt/jdk/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                "/opt/berth/target/classes:/opt/berth/target/test-classes:/opt/berth/target/lib/*",
                "dev.berth.it.CarryDriver"));
    argv.addAll(List.of(arguments));
    return host.run(argv.toArray(String[]::new));
  }

  private static Json carried(String... arguments) {
    CommandResult result = drive(arguments);
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return Json.parse("CarryDriver", result.stdout());
  }

  private static Map<String, String> ways(Json answer) {
    return answer.get("images").items().stream()
        .collect(
            Collectors.toMap(
                item -> item.get("reference").textOrEmpty(),
                item -> item.get("way").textOrEmpty()));
  }

  /** An image of its own with a big layer; gives its id. */
  private static String commit(String marker, String base, String... name) {
    String container = host.get("docker", "create", base, "sh");
    host.write("/root/" + marker, marker.repeat(100));
    host.get("docker", "cp", "/root/" + marker, container + ":/" + marker);
    String id = host.get("docker", "commit", container, name.length > 0 ? name[0] : "");
    host.get("docker", "rm", container);
    return id.substring("sha256:".length());
  }

  private static String podmanId(String reference) {
    return host.get("podman", "image", "inspect", "--format", "{{.Id}}", reference);
  }

  @Test
  void imagesGoFromDockerToPodmanUnderTheirNamesEachLayerOnce() {
    host.get(
        "sh",
        "-c",
        "head -c 20000000 /dev/urandom >/root/big && printf 'FROM %s\\nCOPY big /\\n' "
            + BUSYBOX
            + " >/root/Dockerfile && tar -C /root -c big | docker import - base:1");
    String one = commit("one", "base:1", "one:1");
    String two = commit("two", "base:1", "quay.io/x/two:1");
    String nameless = commit("three", "base:1");
    host.get("docker", "tag", BUSYBOX, "docker.io/library/known:1");

    Json answer =
        carried(
            "images", "docker", "podman", "one:1", "quay.io/x/two:1", nameless, "known:1", BUSYBOX);

    assertThat(ways(answer))
        .isEqualTo(
            Map.of(
                "one:1",
                "CARRIED",
                "quay.io/x/two:1",
                "CARRIED",
                nameless,
                "CARRIED",
                "known:1",
                "PRESENT",
                BUSYBOX,
                "PRESENT"));
    assertThat(podmanId("one:1")).isEqualTo(one);
    assertThat(podmanId("docker.io/library/one:1")).isEqualTo(one);
    assertThat(podmanId("quay.io/x/two:1")).isEqualTo(two);
    assertThat(podmanId(nameless)).isEqualTo(nameless);
    assertThat(podmanId("known:1")).isEqualTo(podmanId(BUSYBOX));
    // The three share the layer of 20 MB.
    assertThat(answer.get("bytes").number()).isBetween(20_000_000L, 30_000_000L);
    assertThat(host.get("podman", "run", "--rm", "--entrypoint=", "known:1", "echo", "runs"))
        .isEqualTo("runs");

    Json again = carried("images", "docker", "podman", "one:1", "quay.io/x/two:1", nameless);
    assertThat(again.get("bytes").number()).isZero();
    assertThat(ways(again).values()).containsOnly("PRESENT");

    host.get("docker", "rmi", "one:1", "quay.io/x/two:1", nameless);
    Json back = carried("images", "podman", "docker", "one:1", "quay.io/x/two:1", nameless);
    assertThat(ways(back).values()).containsOnly("CARRIED");
    assertThat(host.get("docker", "image", "inspect", "--format", "{{.Id}}", "one:1", nameless))
        .isEqualTo("sha256:" + one + "\nsha256:" + nameless);
  }

  @Test
  void aRegistryThatHasTheDigestIsAskedAndOneThatIsSilentCostsLittle() {
    host.get("systemctl", "start", "docker-registry");
    until(
        "the registry answers",
        () -> host.run("curl", "-fs", "http://" + REGISTRY + "/v2/").exitCode() == 0);
    String pushed = REGISTRY + "/pushed:1";
    String id = commit("pushed", BUSYBOX, pushed);
    String digest =
        host.get("docker", "push", pushed).replaceAll("(?s).*digest: (sha256:\\w+).*", "$1");
    String byDigest = REGISTRY + "/pushed@" + digest;

    Json answer = carried("images", "docker", "podman", pushed, byDigest);

    assertThat(ways(answer)).isEqualTo(Map.of(pushed, "PULLED", byDigest, "PULLED"));
    assertThat(answer.get("bytes").number()).isZero();
    assertThat(podmanId(pushed)).isEqualTo(id);
    assertThat(podmanId(byDigest)).isEqualTo(id);

    host.get("podman", "rmi", "--force", id);
    host.get("systemctl", "stop", "docker-registry");
    // A port that takes connections and says nothing: the worst that a registry can do.
    host.get(
        "systemd-run",
        "--unit=silent",
        "/usr/bin/python3",
        "-c",
        "import socket,time; s=socket.create_server(('127.0.0.1',5000)); time.sleep(600)");
    until("the port is taken", () -> host.get("ss", "-ltn").contains("127.0.0.1:5000"));
    long begun = System.nanoTime();
    Json silent = carried("images", "docker", "podman", pushed, byDigest);
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(30);
    assertThat(ways(silent)).isEqualTo(Map.of(pushed, "CARRIED", byDigest, "CARRIED"));
    assertThat(podmanId(pushed)).isEqualTo(id);
    assertThat(podmanId(REGISTRY + "/pushed:sha256-" + digest.substring(7, 19))).isEqualTo(id);
    host.get("systemctl", "stop", "silent");
  }

  @Test
  void anImageThatIsNotThereIsNamedBeforeAnythingIsCarried() {
    CommandResult result = drive("images", "docker", "podman", BUSYBOX, "nowhere:1");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("docker has no image nowhere:1");
  }
}
