package dev.berth.engine.docker;

import static dev.berth.engine.Specs.unitRequest;
import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.engine.EngineSnapshot;
import dev.berth.host.CommandResult;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Answers captured from Docker 26.1, trimmed. */
class DockerReadingTest {
  private static final List<String> IMAGES =
      List.of("localhost/berth-test/busybox:1", "localhost/berth-test/volume:1", "nope", "nope:1");

  /** What is asked instead of the usual; empty leaves it. */
  private static RecordedRunner playing(Function<String, Optional<CommandResult>> exceptions) {
    return new RecordedRunner(
        line ->
            exceptions
                .apply(line)
                .orElseGet(
                    () ->
                        switch (line.split(" ")[1] + " " + line.split(" ")[2]) {
                          case "version --format={{.Server.Version}}" -> answer("26.1.5+dfsg1\n");
                          case "ps --all" -> answer(file("ps-26.1.5.txt"));
                          case "container inspect" -> partly("containers");
                          case "image inspect" -> partly("images");
                          case "image ls" -> answer(file("image-ls-26.1.5.txt"));
                          case "volume ls" -> answer("gone\nplain\nweb-data\n");
                          case "volume inspect" -> partly("volumes");
                          default -> throw new AssertionError(line);
                        }));
  }

  private static CommandResult partly(String name) {
    return failure(1, file(name + "-26.1.5.json"), file(name + "-26.1.5.err"));
  }

  @Test
  void readsEverythingWithAConstantNumberOfProcesses() {
    RecordedRunner runner = playing(line -> Optional.empty());
    EngineSnapshot snapshot = docker(runner).runtime().observe(IMAGES, true);
    assertThat(snapshot.engine().isAtLeast(26, 1)).isTrue();
    assertThat(snapshot.containers()).hasSize(7);
    assertThat(named(snapshot, "at1").life().restarts()).isEqualTo(2);
    assertThat(named(snapshot, "at1").life().outOfMemory()).isFalse();
    ObservedContainer web = named(snapshot, "web");
    assertThat(web.isRunning()).isTrue();
    assertThat(web.pid()).isPositive();
    assertThat(web.made().image()).isEqualTo("localhost/berth-test/busybox:1");
    assertThat(web.imageId()).matches("[0-9a-f]{64}");
    assertThat(web.labels()).isEqualTo(Map.of("managed_by", "berth", "note", "a, \"b\""));
    assertThat(web.made().command()).containsExactly("sleep", "300");
    ObservedContainer once = named(snapshot, "once");
    assertThat(once.hasExited()).isTrue();
    assertThat(once.exitCode()).isEqualTo(3);
    assertThat(once.labels()).isEmpty();
    assertThat(named(snapshot, "h1").health()).isEqualTo(Status.HEALTHY);
    assertThat(named(snapshot, "h2").health()).isEqualTo(Status.UNHEALTHY);
    assertThat(named(snapshot, "h3").health()).isEqualTo(Status.STARTING);
    assertThat(snapshot.images())
        .containsOnlyKeys("localhost/berth-test/busybox:1", "localhost/berth-test/volume:1");
    assertThat(snapshot.images().get("localhost/berth-test/busybox:1").id())
        .isEqualTo(web.imageId());
    assertThat(snapshot.images().get("localhost/berth-test/volume:1").volumes()).isNotEmpty();
    assertThat(snapshot.volumes()).containsOnlyKeys("plain", "web-data");
    assertThat(snapshot.volumes().get("web-data").labels()).containsEntry("x", "a,b");
    assertThat(snapshot.volumes().get("plain").labels()).isEmpty();
    assertThat(runner.lines()).hasSize(7);
  }

  @Test
  void namesTheImageOfWhatWasRunByItsId() {
    String id = "sha256:add9897505f339b6c94ec90b3f9ee85a5d4de02d49e0e71cb1beca4d226ed48d";
    String containers = file("containers-26.1.5.json");
    for (String given : List.of(id, id.replace("sha256:", ""))) {
      String byId =
          containers.replace(
              "\"Image\": \"localhost/berth-test/busybox:1\"", "\"Image\": \"" + given + "\"");
      RecordedRunner runner =
          playing(
              line ->
                  line.contains("container inspect")
                      ? Optional.of(answer(byId))
                      : Optional.empty());
      assertThat(named(docker(runner).runtime().observe(IMAGES, true), "web").made().image())
          .isEqualTo("localhost/berth-test/busybox:1");
    }
  }

  @Test
  void inspectsNothingWhereThereIsNothing() {
    RecordedRunner runner =
        playing(line -> line.contains(" ps ") ? Optional.of(answer("")) : Optional.empty());
    assertThat(docker(runner).runtime().observe(List.of(), false).containers()).isEmpty();
    assertThat(runner.lines()).hasSize(3);
  }

  @Test
  void doesNotTakeAFailureForAbsence() {
    for (String kind : List.of("container", "volume", "image")) {
      RecordedRunner runner =
          playing(
              line ->
                  line.contains(kind + " inspect")
                      ? Optional.of(failure(1, "[]", "Cannot connect to the Docker daemon"))
                      : Optional.empty());
      assertThatThrownBy(() -> docker(runner).runtime().observe(IMAGES, true))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("Cannot connect to the Docker daemon");
    }
  }

  @Test
  void refusesEveryTruncatedAnswer() {
    String whole = file("containers-26.1.5.json").strip();
    for (int length = 0; length < whole.length(); length += 97) {
      String cut = whole.substring(0, length);
      RecordedRunner runner =
          playing(
              line ->
                  line.contains("container inspect") ? Optional.of(answer(cut)) : Optional.empty());
      assertThatThrownBy(() -> docker(runner).runtime().observe(List.of(), false))
          .as("cut at %d", length)
          .isInstanceOf(EngineException.class);
    }
  }

  @Test
  void toleratesUnknownMissingAndHugeFields() {
    String huge =
        "[{\"Id\":\"i\",\"Name\":\"/n\",\"Image\":\"sha256:j\",\"State\":{\"Status\":\"dead\"},"
            + "\"New\":[1,{}],\"Path\":\"/p\",\"Args\":[\""
            + "x".repeat(1_000_000)
            + "\"]}]";
    RecordedRunner runner =
        playing(
            line ->
                line.contains("container inspect") ? Optional.of(answer(huge)) : Optional.empty());
    ObservedContainer only =
        docker(runner).runtime().observe(List.of(), false).containers().getFirst();
    assertThat(only.imageId()).isEqualTo("j");
    assertThat(only.made().command()).first().isEqualTo("/p");
    assertThat(only.life().status()).isEmpty();
  }

  @Test
  void readsHowRunsGoOfAllContainersAtOnce() {
    RecordedRunner runner = new RecordedRunner(line -> partly("runs"));
    var runs =
        docker(runner)
            .runtime()
            .runs(
                List.of(
                    new ContainerName("web"),
                    new ContainerName("nope"),
                    new ContainerName("h1"),
                    new ContainerName("h2"),
                    new ContainerName("h3"),
                    new ContainerName("at1"),
                    new ContainerName("bad")));
    assertThat(runs)
        .containsOnlyKeys(
            new ContainerName("web"),
            new ContainerName("h1"),
            new ContainerName("h2"),
            new ContainerName("h3"),
            new ContainerName("at1"),
            new ContainerName("bad"));
    assertThat(runs.get(new ContainerName("web")).isRunning()).isTrue();
    assertThat(runs.get(new ContainerName("web")).health().status()).isEqualTo(Status.NONE);
    assertThat(runs.get(new ContainerName("h2")).health().status()).isEqualTo(Status.UNHEALTHY);
    assertThat(runs.get(new ContainerName("h2")).health().checks())
        .extracting(Check::output)
        .allMatch("bad\n"::equals)
        .isNotEmpty();
    assertThat(runs.get(new ContainerName("at1")).restarts()).isEqualTo(2);
    assertThat(runs.get(new ContainerName("at1")).exitCode()).isEqualTo(5);
    assertThat(runs.get(new ContainerName("bad")).state()).isEqualTo("created");
    assertThat(runs.get(new ContainerName("bad")).exitCode()).isEqualTo(127);
    assertThat(runs.get(new ContainerName("bad")).error()).contains("/nope");
    assertThat(runner.lines()).hasSize(1);
    assertThat(
            docker(runner)
                .runtime()
                .health(List.of(new ContainerName("h1")))
                .get(new ContainerName("h1"))
                .status())
        .isEqualTo(Status.HEALTHY);
  }

  @Test
  void asksForTheIdWhereANameMightBeginOne() {
    Engine docker = docker(new RecordedRunner(line -> answer("")));
    assertThat(docker.commandLine().beforeRun(new ContainerName("cafe")).getFirst())
        .startsWith("/bin/sh", "-c")
        .contains("^/?cafe$");
    assertThat(docker.commandLine().beforeRun(new ContainerName("web")))
        .containsExactly(List.of("/usr/bin/docker", "rm", "--force", "web"));
    assertThat(docker.commandLine().unitCommands(unitRequest("a.b", List.of("run"))).stop())
        .containsSubsequence("stop", "a.b", "^/?a[.]b$")
        .endsWith("22", "/usr/bin/docker", "stop", "--time=2");
  }

  private static Engine docker(RecordedRunner runner) {
    return Docker.of(runner, "docker", "/usr/bin/docker", () -> {}, new DockerCheck(false, false));
  }

  private static ObservedContainer named(EngineSnapshot snapshot, String name) {
    return snapshot.containers().stream()
        .filter(container -> container.name().equals(new ContainerName(name)))
        .findFirst()
        .orElseThrow();
  }

  private static String file(String name) {
    try (InputStream stream = DockerReadingTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
