package dev.berth.engine.podman;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.cli.EngineImages;
import dev.berth.host.CommandResult;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.ImageHealthcheck;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.model.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers captured from Podman, trimmed. */
class PodmanReadingTest {
  private static final String ID = "a".repeat(64);

  @ParameterizedTest
  @ValueSource(strings = {"4.3.1", "5.4.2"})
  void readsContainers(String version) {
    RecordedRunner runner = playing(version, answer(file("ps-" + version + ".json")));
    EngineSnapshot snapshot = podman(runner).runtime().observe(List.of(), false);
    assertThat(snapshot.engine().version()).isEqualTo(version);
    ObservedContainer web = named(snapshot, "web");
    assertThat(web.isRunning()).isTrue();
    assertThat(web.pid()).isPositive();
    assertThat(web.imageId()).matches("[0-9a-f]{64}");
    assertThat(web.labels()).isEqualTo(Map.of("managed_by", "berth", "note", "a, \"b\""));
    assertThat(web.made().command()).containsExactly("sleep", "300");
    ObservedContainer once = named(snapshot, "once");
    assertThat(once.hasExited()).isTrue();
    assertThat(once.exitCode()).isEqualTo(3);
    assertThat(once.labels()).isEmpty();
    assertThat(runner.lines())
        .containsExactlyInAnyOrder("podman --version", "podman ps --all --no-trunc --format json");
  }

  @Test
  void readsVolumesOnlyWhenAsked() {
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                line.contains("--version")
                    ? answer("podman version 4.3.1")
                    : answer(line.contains("volume") ? file("volumes-4.3.1.json") : "[]"));
    EngineSnapshot snapshot = podman(runner).runtime().observe(List.of(), true);
    assertThat(snapshot.volumes().get("web-data").labels()).containsEntry("managed_by", "berth");
    assertThat(runner.lines()).hasSize(3).contains("podman volume ls --format json");
  }

  @ParameterizedTest
  @CsvSource({"4.3.1, localhost/eng/bb:1, nope:1", "5.4.2, localhost/berth-test/volume:1, nope:1"})
  void mapsImagesThatArePartlyAbsent(String version, String present, String absent) {
    List<String> references =
        version.startsWith("4") ? List.of(absent, present) : List.of(absent, present, "nope:2");
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                failure(
                    125,
                    file("image-inspect-partial-" + version + ".json"),
                    file("image-inspect-partial-" + version + ".err")));
    var images = new EngineImages(runner, "podman").inspect(references);
    assertThat(images).containsOnlyKeys(present);
    assertThat(images.get(present).volumes()).isNotEmpty();
    assertThat(images.get(present).id()).matches("[0-9a-f]{64}");
    assertThat(runner.lines()).hasSize(1);
  }

  @Test
  void mapsImagesByTheOrderOfTheQuestion() {
    RecordedRunner runner =
        new RecordedRunner(line -> answer("[{\"Id\":\"1\"},{\"Id\":\"sha256:2\"},{\"Id\":\"3\"}]"));
    var images = new EngineImages(runner, "podman").inspect(List.of("c", "a", "b", "a"));
    assertThat(images.get("a").id()).isEqualTo("1");
    assertThat(images.get("b").id()).isEqualTo("2");
    assertThat(images.get("c").id()).isEqualTo("3");
    assertThat(runner.lines()).containsExactly("podman image inspect -- a b c");
  }

  @Test
  void asksOneByOneWhenTheAnswerDoesNotAddUp() {
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                line.endsWith("-- a")
                    ? answer("[{\"Id\":\"1\"}]")
                    : line.endsWith("-- b")
                        ? failure(125, "[]", "Error: b: image not known")
                        : failure(125, "[{\"Id\":\"1\"}]", "Error: other words"));
    var images = new EngineImages(runner, "podman").inspect(List.of("a", "b"));
    assertThat(images).containsOnlyKeys("a");
    assertThat(runner.lines()).hasSize(3);
  }

  @Test
  void doesNotTakeAFailureForAbsence() {
    RecordedRunner runner = new RecordedRunner(line -> failure(125, "", "Error: database locked"));
    assertThatThrownBy(() -> new EngineImages(runner, "podman").inspect(List.of("a")))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("database locked");
  }

  @Test
  void refusesEveryTruncatedAnswer() {
    String whole = file("ps-5.4.2.json").strip();
    for (int length = 0; length < whole.length(); length += 7) {
      String cut = whole.substring(0, length);
      RecordedRunner runner = playing("5.4.2", answer(cut));
      assertThatThrownBy(() -> podman(runner).runtime().observe(List.of(), false))
          .as("cut at %d", length)
          .isInstanceOf(EngineException.class);
    }
  }

  @Test
  void toleratesMissingFields() {
    String answer = "[{\"Id\":\"" + ID + "\",\"Names\":\"n\",\"State\":\"dead\",\"New\":[1,{}]}]";
    RecordedRunner runner = playing("9.0", answer(answer));
    ObservedContainer only =
        podman(runner).runtime().observe(List.of(), false).containers().getFirst();
    assertThat(only.id()).isEqualTo(ID);
    assertThat(only.made().image()).isEmpty();
    assertThat(only.labels()).isEmpty();
  }

  @Test
  void treatsAVolumeThatIsThereAsCreated() {
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                failure(
                    125, "", "Error: volume with name v1 already exists: volume already exists"));
    assertThat(
            podman(runner)
                .control()
                .createVolume(Volume.local("v1", Map.of("b", "2", "a", "1"), Map.of()))
                .succeeded())
        .isTrue();
    assertThat(runner.lines()).containsExactly("podman volume create --label=a=1 --label=b=2 v1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.3.1", "5.4.2"})
  void readsHealthFromTheList(String version) {
    RecordedRunner runner = playing(version, answer(file("ps-health-" + version + ".json")));
    EngineSnapshot snapshot = podman(runner).runtime().observe(List.of(), false);
    assertThat(named(snapshot, "h1").health()).isEqualTo(Status.HEALTHY);
    assertThat(named(snapshot, "h2").health()).isEqualTo(Status.UNHEALTHY);
    assertThat(named(snapshot, "h3").health()).isEqualTo(Status.STARTING);
    assertThat(named(snapshot, "n1").health()).isEqualTo(Status.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.3.1", "5.4.2"})
  void readsHealthWithItsLogOfAllContainersAtOnce(String version) {
    String answers = "container-inspect-partial-" + version;
    RecordedRunner runner =
        new RecordedRunner(line -> failure(125, file(answers + ".json"), file(answers + ".err")));
    var health =
        podman(runner)
            .runtime()
            .health(
                List.of(
                    new ContainerName("h1"),
                    new ContainerName("h2"),
                    new ContainerName("nope"),
                    new ContainerName("h3"),
                    new ContainerName("n1")));
    assertThat(health)
        .containsOnlyKeys(
            new ContainerName("h1"),
            new ContainerName("h2"),
            new ContainerName("h3"),
            new ContainerName("n1"));
    assertThat(health.get(new ContainerName("h1")).status()).isEqualTo(Status.HEALTHY);
    assertThat(health.get(new ContainerName("h1")).failingStreak()).isZero();
    assertThat(health.get(new ContainerName("h2")).status()).isEqualTo(Status.UNHEALTHY);
    assertThat(health.get(new ContainerName("h2")).failingStreak()).isGreaterThanOrEqualTo(2);
    assertThat(health.get(new ContainerName("h2")).checks())
        .isSortedAccordingTo(Comparator.comparing(Check::start))
        .allSatisfy(
            check -> {
              assertThat(check.exitCode()).isEqualTo(1);
              assertThat(check.output().strip()).isEqualTo("bad");
              assertThat(check.start()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
              assertThat(check.end()).isAfter(check.start());
            });
    assertThat(health.get(new ContainerName("h3")).status()).isEqualTo(Status.STARTING);
    assertThat(health.get(new ContainerName("n1")).status()).isEqualTo(Status.NONE);
    assertThat(health.get(new ContainerName("n1")).checks()).isEmpty();
    assertThat(runner.lines()).containsExactly("podman container inspect -- h1 h2 nope h3 n1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.3.1", "5.4.2"})
  void readsHowRunsGo(String version) {
    String answers = "container-inspect-partial-" + version;
    RecordedRunner runner =
        new RecordedRunner(line -> failure(125, file(answers + ".json"), file(answers + ".err")));
    var runs =
        podman(runner)
            .runtime()
            .runs(
                List.of(
                    new ContainerName("h1"), new ContainerName("nope"), new ContainerName("n1")));
    assertThat(runs.get(new ContainerName("h1")).isRunning()).isTrue();
    assertThat(runs.get(new ContainerName("h1")).restarts()).isZero();
    assertThat(runs.get(new ContainerName("h1")).error()).isEmpty();
    assertThat(runs.get(new ContainerName("h1")).health().status()).isEqualTo(Status.HEALTHY);
    assertThat(runs).doesNotContainKey(new ContainerName("nope"));
    assertThat(runner.lines()).hasSize(1);
  }

  @Test
  void readsNoHealthWhereNoneOfTheContainersIsThere() {
    RecordedRunner runner =
        new RecordedRunner(line -> failure(125, "[]\n", "Error: no such container nope"));
    assertThat(podman(runner).runtime().health(List.of(new ContainerName("nope")))).isEmpty();
    assertThat(podman(runner).runtime().health(List.of())).isEmpty();
    assertThat(runner.lines()).hasSize(1);
  }

  @Test
  void doesNotTakeAFailureForTheAbsenceOfAContainer() {
    RecordedRunner runner = new RecordedRunner(line -> failure(125, "", "Error: database locked"));
    assertThatThrownBy(() -> podman(runner).runtime().health(List.of(new ContainerName("a"))))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("database locked");
  }

  @Test
  void seesWhetherAnImageDeclaresAHealthcheck() {
    RecordedRunner runner = new RecordedRunner(line -> answer(file("image-inspect-health.json")));
    var images = new EngineImages(runner, "podman").inspect(List.of("a", "b", "c"));
    assertThat(images.get("a").healthcheck()).as("none at all").isEmpty();
    assertThat(images.get("b").healthcheck()).as("declared").isPresent();
    assertThat(images.get("c").healthcheck()).as("NONE").isEmpty();
  }

  @Test
  void readsTheNumbersOfAnImagesHealthcheckAsTheyAre() {
    String numbers =
        "{'Test':['CMD','a'],'Interval':-5,'Timeout':9223372036854775807,'StartPeriod':1,"
            + "'StartInterval':2,'Retries':1e30}";
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                answer(
                    "[{'Id':'1','Healthcheck':N},{'Id':'2','Config':{'Healthcheck':N}}]"
                        .replace("N", numbers)
                        .replace('\'', '"')));
    var images = new EngineImages(runner, "podman").inspect(List.of("a", "b"));

    ImageHealthcheck wanted =
        new ImageHealthcheck(List.of("CMD", "a"), -5, Long.MAX_VALUE, 1, 2, Long.MAX_VALUE);
    assertThat(images.get("a").healthcheck()).contains(wanted);
    assertThat(images.get("b").healthcheck()).contains(wanted);
  }

  private static RecordedRunner playing(String version, CommandResult ps) {
    return new RecordedRunner(
        line -> line.contains("--version") ? answer("podman version " + version) : ps);
  }

  private static Engine podman(RecordedRunner runner) {
    return Podman.of(runner, "podman", "/usr/bin/podman");
  }

  private static ObservedContainer named(EngineSnapshot snapshot, String name) {
    return snapshot.containers().stream()
        .filter(container -> container.name().equals(new ContainerName(name)))
        .findFirst()
        .orElseThrow();
  }

  private static String file(String name) {
    try (InputStream stream = PodmanReadingTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
