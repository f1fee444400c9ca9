package dev.berth.it;

import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Data outlive the container that wrote them, and only their owner removes them. */
@ClassTemplate
class VolumeIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static String set(String name, String... lines) {
    return """
    %s:
      image: localhost/berth-test/volume:1
      restart: always
    """
            .formatted(name)
        + String.join("", java.util.Arrays.stream(lines).map(line -> "  " + line + "\n").toList());
  }

  private static void write(String container, String path, String text) {
    host.engine("exec", container, "sh", "-c", "echo " + text + " >" + path);
  }

  private static String read(String container, String path) {
    return host.engine("exec", container, "cat", path);
  }

  private static String volumes() {
    return host.engine("volume", "ls", "--format", "{{.Name}}");
  }

  private static String inspect(String container, String field) {
    return host.tryEngine("inspect", "--format", "{{" + field + "}}", container).stdout().strip();
  }

  /** Kills one of its processes, and waits until it has been started anew. */
  private static void crash(String container, String pidField) {
    String started = inspect(container, ".State.StartedAt");
    host.get("kill", "-KILL", inspect(container, pidField));
    until(
        container + " runs anew",
        () ->
            inspect(container, ".State.Status").equals("running")
                && !inspect(container, ".State.StartedAt").equals(started));
  }

  @Test
  void dataOfAnImagesVolumeOutliveCrashReplacementAndDelete() {
    host.apply(set("keeper"), "--config-id", "keeper");
    write("keeper", "/data/file", "precious");

    crash("keeper", ".State.Pid");
    assertThat(read("keeper", "/data/file")).isEqualTo("precious");
    if (!host.isDocker()) {
      crash("keeper", ".State.ConmonPid");
      assertThat(read("keeper", "/data/file")).isEqualTo("precious");
    }

    String id = inspect("keeper", ".Id");
    host.apply(set("keeper", "environment: {MODE: other}"), "--config-id", "keeper");
    assertThat(inspect("keeper", ".Id")).isNotEqualTo(id);
    assertThat(read("keeper", "/data/file")).isEqualTo("precious");

    host.berth("delete", "keeper");
    assertThat(host.hasContainer("keeper")).isFalse();
    host.apply(set("keeper"), "--config-id", "keeper");
    assertThat(read("keeper", "/data/file")).isEqualTo("precious");

    host.apply(set("other"), "--config-id", "keeper");
    host.apply(set("keeper"), "--config-id", "keeper");
    assertThat(read("keeper", "/data/file")).isEqualTo("precious");
  }

  /** The engine's own start of a service makes a volume anew that somebody has removed. */
  @Test
  void aVolumeThatWasMadeAnewIsToldUntilItsServiceIsAppliedOrItsDataAreBack() {
    // The image may have been built minutes ago, and what is older than it comes from it.
    long sinceImage = now();
    host.engine("volume", "create", "users-own");
    String file = "/root/lost.yaml";
    host.write(file, set("lost", "volumes: [\"lost-data:/d\", \"users-own:/own\"]"));
    String[] supervised = {"env", "BERTH_SUPERVISOR=systemd", "/opt/berth/berth"};
    assertThat(berth(supervised, "apply", "-f", file, "--config-id", "lost"))
        .contains("create volume lost-data");
    assertThat(berth(supervised, "plan", "-f", file, "--config-id", "lost"))
        .doesNotContain("made anew");

    host.get("sleep", "1.1"); // Docker tells the time of a volume in whole seconds.
    removeWithVolumes("lost", "users-own");
    String plan = berth(supervised, "plan", "-f", file, "--config-id", "lost");
    assertThat(plan)
        .contains("the volume 'users-own' of 'lost' was removed and made anew at ")
        .contains("Nothing to do")
        .doesNotContain("lost-data");
    assertThat(berth(supervised, "list")).contains("the volume 'users-own' of 'lost' was removed");

    // A backup that is put back brings older files along.
    write("lost", "/own/file", "precious");
    host.engine("exec", "lost", "touch", "-d", "@" + sinceImage, "/own/file");
    host.engine("exec", "lost", "touch", "-d", "@" + (now() - 7200), "/data/file");
    assertThat(berth(supervised, "plan", "-f", file, "--config-id", "lost"))
        .doesNotContain("made anew");

    host.engine("exec", "lost", "rm", "/own/file");
    removeWithVolumes("lost", "lost-data");
    assertThat(berth(supervised, "apply", "-f", file, "--config-id", "lost"))
        .contains("the volume 'lost-data' of 'lost' was removed")
        .contains("the volume 'users-own' of 'lost' was removed");
    host.get("systemctl", "stop", "berth-lost.service");
    assertThat(berth(supervised, "apply", "-f", file, "--config-id", "lost"))
        .contains("start lost");
    assertThat(berth(supervised, "plan", "-f", file, "--config-id", "lost"))
        .doesNotContain("made anew");

    host.get("systemctl", "stop", "berth-lost.service");
    host.engine("volume", "rm", "lost-data");
    assertThat(berth(supervised, "plan", "-f", file, "--config-id", "lost"))
        .contains("needed by 'lost', which had it: it was removed, and what was in it is gone");
  }

  /** It is another one that the service is started with than the one that was planned. */
  @Test
  void aVolumeThatIsRemovedWhileAnApplyRunsIsToldByIt() {
    host.engine("volume", "create", "raced-own");
    String file = "/root/raced.yaml";
    String first = raced(2001);
    host.write(file, first);
    String[] supervised = {"env", "BERTH_SUPERVISOR=systemd", "/opt/berth/berth"};
    host.get("touch", "/root/raced.go");
    berth(supervised, "apply", "-f", file);
    host.get("rm", "/root/raced.begun");
    for (String volume : List.of("raced-data", "raced-own")) {
      host.get("sleep", "1.1"); // Docker tells the time of a volume in whole seconds.
      host.write(file, raced(volume.equals("raced-own") ? 2002 : 2003));
      host.get("rm", "/root/raced.go");
      Process apply =
          host.start(
              "sh",
              "-c",
              "%s apply -f %s --quiet > /root/raced.out 2>&1"
                  .formatted(String.join(" ", supervised), file));
      until("the first waits for its health", () -> host.exists("/root/raced.begun"));
      String id = removed("raced-after", volume);
      host.get("touch", "/root/raced.go");
      untilAnew("raced-after", id);
      until("the apply ends", () -> !apply.isAlive());
      host.get("rm", "/root/raced.begun");

      String told = "the volume '" + volume + "' of 'raced-after' was removed and made anew at ";
      assertThat(apply.exitValue()).isZero();
      assertThat(host.get("cat", "/root/raced.out"))
          .as("what a quiet apply tells")
          .contains("warning: " + told);
      assertThat(berth(supervised, "plan", "-f", file)).contains(told, "Nothing to do");
      assertThat(berth(supervised, "list")).contains(told);
    }
    host.get("systemctl", "stop", "berth-raced-after.service");
    assertThat(berth(supervised, "apply", "-f", file)).contains("start raced-after");
    assertThat(berth(supervised, "plan", "-f", file)).doesNotContain("made anew");
  }

  /** The second is restarted with the first, once that is healthy. */
  private static String raced(int seconds) {
    return """
    raced-before:
      image: localhost/berth-test/busybox:1
      restart: always
      net: none
      volumes: ["/root:/out"]
      command: [sh, -c, "touch /out/raced.begun; until [ -e /out/raced.go ]; do sleep 0.1; done; touch /tmp/ok; sleep %d"]
      healthcheck: {test: "test -e /tmp/ok", interval: 1s, retries: 60}
    raced-after:
      image: localhost/berth-test/busybox:1
      restart: always
      net: none
      start_order: 1
      command: [sleep, "3000"]
      stop_signal: SIGKILL
      volumes: ["raced-data:/data", "raced-own:/own"]
      depends_on: {raced-before: {condition: service_healthy}}
    """
        .formatted(seconds);
  }

  private static long now() {
    return java.time.Instant.now().getEpochSecond();
  }

  /** What they print on either stream. */
  private static String berth(String[] berth, String... arguments) {
    CommandResult result =
        host.run(
            java.util.stream.Stream.of(berth, arguments)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stdout() + result.stderr();
  }

  private static void removeWithVolumes(String container, String volume) {
    String id = removed(container, volume);
    untilAnew(container, id);
  }

  /** Removes both before systemd has started it again; the id that it had. */
  private static String removed(String container, String volume) {
    String id = inspect(container, ".Id");
    String script = "until %s rm --force %s && %1$s volume rm %s; do :; done";
    host.get("sh", "-c", script.formatted(host.cli(), container, volume));
    return id;
  }

  private static void untilAnew(String container, String id) {
    until(
        container + " runs anew",
        () ->
            inspect(container, ".State.Status").equals("running")
                && !inspect(container, ".Id").equals(id));
  }

  @Test
  void theVolumesCarryTheLabelsOfTheirOwner() {
    host.apply(
        set("owner", "volumes: [\"named-of-owner:/named\", /anonymous]"), "--config-id", "owners");

    String labelled =
        host.engine(
            "volume",
            "ls",
            "--format",
            "{{.Name}}",
            "--filter",
            "label=managed_by=berth",
            "--filter",
            "label=config_id=owners",
            "--filter",
            "label=container_name=owner");
    assertThat(labelled.lines()).hasSize(3).contains("named-of-owner");
    assertThat(
            host.engine(
                "inspect",
                "--format",
                "{{range .Mounts}}{{.Type}} {{.Name}} {{println .Destination}}{{end}}",
                "owner"))
        .contains("volume named-of-owner /named")
        .containsPattern("volume owner-[0-9a-f]{12} /data")
        .containsPattern("volume owner-[0-9a-f]{12} /anonymous");
  }

  @Test
  void deleteWithVolumesRemovesThoseOfItsConfigurationAlone() {
    host.apply(set("gone", "volumes: [\"gone-named:/named\"]"), "--config-id", "gone");
    host.apply(set("stays", "volumes: [\"stays-named:/named\"]"), "--config-id", "stays");
    assertThat(volumes()).contains("gone-named", "stays-named");

    assertThat(host.berth("delete", "gone", "--volumes", "--yes").exitCode()).isZero();

    assertThat(volumes().lines())
        .noneMatch(name -> name.startsWith("gone-"))
        .anyMatch(name -> name.matches("stays-[0-9a-f]{12}"))
        .contains("stays-named");
    assertThat(host.pids()).containsKey("stays").doesNotContainKey("gone");
  }

  @Test
  void volumesThatADeleteLeftAreRemovedByALaterOne() {
    host.apply(set("left"), "--config-id", "left");
    host.berth("delete", "left");
    assertThat(volumes()).containsPattern("left-[0-9a-f]{12}");

    assertThat(host.berth("delete", "left", "--volumes", "--yes").exitCode()).isZero();

    assertThat(volumes()).doesNotContain("left-");
  }

  @Test
  void aForeignVolumeIsUsedAndNeverRemoved() {
    host.engine("volume", "create", "--label", "owner=somebody", "foreign");
    host.engine(
        "run",
        "--rm",
        "-v",
        "foreign:/f",
        "localhost/berth-test/busybox:1",
        "sh",
        "-c",
        "echo theirs >/f/file");

    host.apply(set("guest", "volumes: [\"foreign:/named\"]"), "--config-id", "guest");
    assertThat(read("guest", "/named/file")).isEqualTo("theirs");
    assertThat(host.berth("delete", "guest", "--volumes", "--yes").exitCode()).isZero();

    assertThat(volumes().lines()).contains("foreign").noneMatch(name -> name.startsWith("guest-"));
    assertThat(host.engine("volume", "inspect", "--format", "{{json .Labels}}", "foreign"))
        .isEqualTo("{\"owner\":\"somebody\"}");
  }
}
