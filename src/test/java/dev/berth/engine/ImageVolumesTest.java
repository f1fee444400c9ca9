package dev.berth.engine;

import static dev.berth.engine.Specs.list;
import static dev.berth.engine.Specs.scalar;
import static dev.berth.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerPath;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.ObservedImage;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the author of an image declares as a volume never becomes an option. */
class ImageVolumesTest {
  private static final EngineInfo PODMAN = new EngineInfo("podman", "5.4.2");
  private static final EngineInfo OLD_PODMAN = new EngineInfo("podman", "4.3.1");
  private static final EngineInfo DOCKER = new EngineInfo("docker", "20.10.1");

  @Test
  void goesWhereNothingInItHasAMeaning() {
    assertThat(argument("/data")).isEqualTo("--volume=NAME:/data");
    assertThat(argument("/x:O,upperdir=/run/systemd/system"))
        .isEqualTo(
            "--mount=type=volume,source=NAME,\"destination=/x:O,upperdir=/run/systemd/system\"");
    assertThat(argument("/etc:/host"))
        .isEqualTo("--mount=type=volume,source=NAME,\"destination=/etc:/host\"");
    assertThat(argument("/x\",type=bind,source=/,dst=\"/y"))
        .isEqualTo(
            "--mount=type=volume,source=NAME,"
                + "\"destination=/x\"\",type=bind,source=/,dst=\"\"/y\"");
    assertThat(argument("/x\\:y"))
        .isEqualTo("--mount=type=volume,source=NAME,\"destination=/x\\:y\"");
  }

  private static String argument(String declared) {
    RunVolumes volumes = RunVolumes.of(spec(Map.of()), List.of(declared));
    assertThat(volumes.arguments()).hasSize(1);
    return volumes.arguments().getFirst().replace(volumes.names().getFirst(), "NAME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/data", "/a=b c", "/x:ro", "/x,y", "/\"", "/\"\",\"", "/\\", "/\\:", "/ä,"})
  void isReadBackAsItWasWritten(String path) {
    String argument = VolumeArgument.of("name", ContainerPath.of(path));

    assertThat(VolumeArgument.parse(argument)).contains(new VolumeArgument("name", path));
  }

  @Test
  void isRefusedWhereItIsNoPath() {
    assertThat(problems(PODMAN, Map.of(), "data"))
        .containsExactly("the image i declares the volume 'data', which is not absolute");
    assertThat(problems(DOCKER, Map.of(), "/x\u001b[2J\n"))
        .containsExactly(
            "the image i declares the volume '/x\\x1b[2J\\n', which holds a control character, or"
                + " one that is none");
    assertThat(problems(PODMAN, Map.of(), "/x/.."))
        .containsExactly(
            "the image i declares the volume '/x/..', which is the container's own root");
    assertThat(problems(PODMAN, Map.of(), "/data", "/x:y")).isEmpty();
    assertThat(problems(DOCKER, Map.of(), "/data", "/x:y")).isEmpty();
    assertThat(problems(OLD_PODMAN, Map.of(), "/data", "/x:y"))
        .containsExactly(
            "the image i declares the volume '/x:y', which podman 4.3.1 cannot be told of");
  }

  @Test
  void isOfNoConcernWhereItsPathIsTaken() {
    assertThat(problems(PODMAN, Map.of(Key.TMPFS, list("/../")), "/")).isEmpty();
    assertThat(problems(PODMAN, Map.of(Key.VOLUMES_FROM, list("other")), "data")).isEmpty();
  }

  @Test
  void isRefusedWhereItIsTooMuch() {
    String[] many = IntStream.range(0, 101).mapToObj(i -> "/v" + i).toArray(String[]::new);

    assertThat(problems(PODMAN, Map.of(), many))
        .containsExactly(
            "the image i declares 101 volumes; more than 100 are not made for a container");
  }

  private static List<String> problems(
      EngineInfo engine, Map<Key, dev.berth.model.Value> values, String... volumes) {
    Map<Key, dev.berth.model.Value> all = new java.util.EnumMap<>(Key.class);
    all.putAll(values);
    all.put(Key.IMAGE, scalar("i"));
    Problems problems = new Problems();
    ImageVolumes.check(
        spec(all), Optional.of(new ObservedImage("id", List.of(volumes), false)), engine, problems);
    return problems.sorted().stream().map(Problem::message).toList();
  }
}
