package dev.berth.migrate;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.Engine;
import dev.berth.engine.PlayedEngines;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandStreams;
import dev.berth.host.PipeResult;
import dev.berth.host.RecordedRunner;
import dev.berth.migrate.CarriedImage.Way;
import dev.berth.model.ObservedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String DIGEST = "sha256:" + "d".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "web, docker.io, docker.io/library/web, latest",
    "web:1, docker.io, docker.io/library/web, 1",
    "me/web:1, docker.io, docker.io/me/web, 1",
    "docker.io/library/web:1, docker.io, docker.io/library/web, 1",
    "localhost/web:1, localhost, localhost/web, 1",
    "host:5000/x/web, host:5000, host:5000/x/web, latest",
    "quay.io/x/web:2.8, quay.io, quay.io/x/web, 2.8"
  })
  void aReferenceNamesItsRegistry(String reference, String host, String repository, String tag) {
    ImageName name = ImageName.parse(reference);
    assertThat(name.host()).isEqualTo(host);
    assertThat(name.fullRepository()).isEqualTo(repository);
    assertThat(name.tag()).isEqualTo(tag);
    assertThat(name.hasDigest()).isFalse();
  }

  @Test
  void aDigestIsNoTagAndAnIdIsNoName() {
    ImageName name = ImageName.parse("quay.io/x/web:2@" + DIGEST);
    assertThat(name.digest()).isEqualTo(DIGEST);
    assertThat(name.tag()).isEmpty();
    assertThat(name.repository()).isEqualTo("quay.io/x/web");
    assertThat(name.standIn()).isEqualTo("quay.io/x/web:sha256-dddddddddddd");
    assertThat(ImageName.isId("sha256:" + A, A)).isTrue();
    assertThat(ImageName.isId("aaaaaaaaaaaa", A)).isTrue();
    assertThat(ImageName.isId("aaaaaaaaaaaa", B)).isFalse();
    assertThat(ImageName.isId("web", A)).isFalse();
  }

  @Test
  void whatIsThereStaysWhatARegistryMayHaveIsAskedForTheRestIsCarried() {
    Map<String, ObservedImage> wanted = new LinkedHashMap<>();
    wanted.put("there:1", image(A));
    wanted.put(
        "quay.io/x/pulled:1", image(B, "other.io/y@" + DIGEST, "quay.io/x/pulled@" + DIGEST));
    wanted.put("built:1", image("c".repeat(64), "localhost/built@" + DIGEST));
    wanted.put("sha256:" + "e".repeat(64), image("e".repeat(64)));

    ImagePlan plan = ImagePlan.of(wanted, Set.of(A));

    assertThat(plan.present()).containsExactly(A);
    assertThat(plan.pulls()).isEqualTo(Map.of(B, "quay.io/x/pulled@" + DIGEST));
    assertThat(plan.missing()).containsExactly(B, "c".repeat(64), "e".repeat(64));
    assertThat(plan.archived(plan.missing()))
        .containsExactly("quay.io/x/pulled:1", "built:1", "e".repeat(64));
  }

  @Test
  void aRepositoryWithoutATagIsItsLatestAndNotEachOfItsTags() {
    Map<String, ObservedImage> wanted = Map.of("web", image(A));
    assertThat(ImagePlan.of(wanted, Set.of()).archived(Set.of(A))).containsExactly("web:latest");
  }

  @Test
  void oneArchiveCarriesAllThatNoRegistryHas() {
    Played played = new Played();
    played.source.put("one:1", A);
    played.source.put("quay.io/x/two:1", B);
    ImageCarrier carrier = played.carrier();

    List<CarriedImage> carried =
        carrier.carry(carrier.plan(List.of("one:1", "quay.io/x/two:1")), bytes -> {});

    assertThat(played.pipes).containsExactly("docker save one:1 quay.io/x/two:1 | podman load");
    assertThat(carried)
        .containsExactly(
            new CarriedImage("one:1", A, "one:1", Way.CARRIED),
            new CarriedImage("quay.io/x/two:1", B, "quay.io/x/two:1", Way.CARRIED));
    assertThat(played.runner.lines())
        .contains("podman tag " + A + " docker.io/library/one:1")
        .noneMatch(line -> line.startsWith("podman pull"));
  }

  @Test
  void aNameThatArrivesAsAnotherImageIsAnError() {
    Played played = new Played();
    played.source.put("localhost/one:1", A);
    played.arrivesAs = B;
    ImageCarrier carrier = played.carrier();
    ImagePlan plan = carrier.plan(List.of("localhost/one:1"));

    assertThatThrownBy(() -> carrier.carry(plan, bytes -> {}))
        .isInstanceOf(MigrationException.class)
        .hasMessage("podman did not get the same image for localhost/one:1");
  }

  @Test
  void anImageThatTheSourceLacksIsNamed() {
    ImageCarrier carrier = new Played().carrier();
    assertThatThrownBy(() -> carrier.plan(List.of("no:1", "nor:2")))
        .hasMessage("docker has no image no:1, nor:2");
  }

  @Test
  void aRegistryThatGivesNoAnswerIsAskedOnce() {
    RecordedRunner runner = new RecordedRunner(line -> failure(125, "", "connection refused"));
    Engine target = PlayedEngines.podman(runner);

    Set<String> pulled =
        new ImagePulls(target, () -> false)
            .pull(
                Map.of(
                    A, "quay.io/a@" + DIGEST, B, "quay.io/b@" + DIGEST, "c", "x.io/c@" + DIGEST));

    assertThat(pulled).isEmpty();
    assertThat(runner.lines()).hasSize(2);
    assertThat(runner.lines().stream().filter(line -> line.contains("quay.io"))).hasSize(1);
  }

  @Test
  void aRegistryThatHasNotThisOneMayHaveTheNext() {
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                line.equals("podman pull -- quay.io/b@" + DIGEST)
                    ? answer("")
                    : line.startsWith("podman image inspect")
                        ? answer(inspected(B))
                        : failure(125, "", "reading manifest: manifest unknown"));
    Map<String, String> digests = new LinkedHashMap<>();
    digests.put(A, "quay.io/a@" + DIGEST);
    digests.put(B, "quay.io/b@" + DIGEST);

    Set<String> pulled = new ImagePulls(PlayedEngines.podman(runner), () -> false).pull(digests);

    assertThat(pulled).containsExactly(B);
  }

  private static ObservedImage image(String id, String... digests) {
    return new ObservedImage(
        id,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(digests));
  }

  private static String inspected(String id) {
    return "[{\"Id\": \"sha256:" + id + "\", \"RepoTags\": [], \"RepoDigests\": []}]";
  }

  /** A Docker with images and a Podman without. */
  private static final class Played implements CommandStreams {
    final Map<String, String> source = new LinkedHashMap<>();
    final Map<String, String> target = new ConcurrentHashMap<>();
    final List<String> pipes = new ArrayList<>();
    final RecordedRunner runner = new RecordedRunner(this::played);
    String arrivesAs = "";

    ImageCarrier carrier() {
      return new ImageCarrier(
          PlayedEngines.docker(runner), PlayedEngines.podman(runner), this, () -> false);
    }

    private CommandResult played(String line) {
      List<String> words = List.of(line.split(" "));
      if (line.startsWith("podman tag")) {
        target.put(words.get(3), arrivesAs.isEmpty() ? words.get(2) : arrivesAs);
        return answer("");
      }
      Map<String, String> side = line.startsWith("docker") ? source : target;
      List<String> asked = words.subList(4, words.size());
      String found =
          asked.stream()
              .filter(side::containsKey)
              .map(it -> inspected(side.get(it)).replaceAll("^.|.$", ""))
              .collect(Collectors.joining(",", "[", "]"));
      String absent =
          asked.stream()
              .filter(it -> !side.containsKey(it))
              .map(it -> "Error: No such image: " + it + "\n")
              .collect(Collectors.joining());
      return absent.isEmpty() ? answer(found) : failure(1, found, absent);
    }

    @Override
    public PipeResult pipe(Command from, Command to, LongConsumer onBytes) {
      pipes.add(String.join(" ", from.argv()) + " | " + String.join(" ", to.argv()));
      source.forEach((name, id) -> target.put(name, arrivesAs.isEmpty() ? id : arrivesAs));
      return new PipeResult(answer(""), answer(""), false, 1);
    }

    @Override
    public <T> Read<T> read(Command from, Reader<T> reader) {
      throw new AssertionError("nothing is read here");
    }
  }
}
