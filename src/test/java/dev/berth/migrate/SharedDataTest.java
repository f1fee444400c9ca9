package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Named;
import dev.berth.engine.Engine;
import dev.berth.engine.PlayedEngines;
import dev.berth.engine.Specs;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.VolumePair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has a volume's data by another name, and what that keeps from coming over. */
class SharedDataTest {
  private static final List<VolumePair> SHARED = List.of(new VolumePair("shared", "shared", ""));

  /** One that has the volume by its name, and another one. */
  private static SharedData with(String engine, boolean runs, String mount, boolean moves) {
    Engine docker = PlayedEngines.docker(runner(engine, runs, mount));
    Engine podman = PlayedEngines.podman(runner(engine, runs, mount));
    return SharedData.read(docker, podman, moves);
  }

  private static RecordedRunner runner(String engine, boolean runs, String mount) {
    return new RecordedRunner(
        line ->
            RecordedRunner.answer(
                switch (line.substring(line.indexOf(' ') + 1).replace(" -- ", " ")) {
                  case "volume ls --quiet" -> line.startsWith("docker") ? "shared\nalias" : "";
                  case "volume inspect shared alias" ->
                      "["
                          + "{\"Name\": \"shared\", \"Driver\": \"local\","
                          + " \"Mountpoint\": \"/volumes/shared/_data\"},"
                          + "{\"Name\": \"alias\", \"Driver\": \"local\","
                          + " \"Mountpoint\": \"/volumes/alias/_data\","
                          + " \"Options\": {\"type\": \"none\", \"o\": \"bind\","
                          + " \"device\": \"/volumes/shared/_data\"}}]";
                  case "volume ls --format json" -> "[]";
                  case "ps --all --quiet --no-trunc" ->
                      Stream.of(
                              line.startsWith("docker") ? "1" : "",
                              line.startsWith(engine) ? "2" : "")
                          .filter(id -> !id.isEmpty())
                          .collect(Collectors.joining("\n"));
                  case "container inspect 1" -> "[" + container("one", true, NAMED) + "]";
                  case "container inspect 2" -> "[" + container("two", runs, mount) + "]";
                  case "container inspect 1 2" ->
                      "["
                          + container("one", true, NAMED)
                          + ","
                          + container("two", runs, mount)
                          + "]";
                  default -> "";
                }));
  }

  private static final String NAMED =
      "\"Name\": \"shared\", \"Source\": \"/volumes/shared/_data\", \"Destination\": \"/d\"";

  private static String container(String name, boolean runs, String mount) {
    return "{\"Name\": \"/%s\", \"State\": {\"Running\": %s}, \"Mounts\": [{%s, \"RW\": true}]}"
        .formatted(name, runs, mount);
  }

  private static Rendered rendered(String name) {
    ContainerSpec one = Specs.spec(Map.of());
    return new Rendered(
        new ContainerSpec(new ContainerName(name), one.at(), one.values(), new TreeMap<>()),
        "set",
        "digest",
        new TreeMap<>(),
        List.of("podman", "run", "image"),
        Map.of(),
        Upkeep.NONE,
        List.of(),
        List.of());
  }

  private static String bind(String source) {
    return "\"Name\": \"\", \"Source\": \"%s\", \"Destination\": \"/d\"".formatted(source);
  }

  private static final String ALIAS =
      "\"Name\": \"alias\", \"Source\": \"/volumes/alias/_data\", \"Destination\": \"/d\"";

  private static MigrationState state(Map<String, String> carried) {
    return new MigrationState(
        Map.of(), carried, Map.of(), Map.of(), Map.of(), JournalEvent.RunBegun.NONE);
  }

  private static Optional<String> obstacle(SharedData shared, String... moving) {
    return shared.obstacle(rendered("one"), SHARED, state(Map.of()), Named.set(moving));
  }

  @ParameterizedTest
  @CsvSource({
    "docker, /volumes/shared/_data",
    "docker, /volumes/shared/_data/sub",
    "docker, /volumes/shared",
    "docker, /volumes",
    "podman, /volumes/shared/_data",
  })
  void whoRunsWithItsPathIsNotParted(String engine, String source) {
    assertThat(obstacle(with(engine, true, bind(source), false), "one"))
        .hasValue(
            "'two' of "
                + engine
                + " has "
                + source
                + ", which is in its volume 'shared': a copy would part them");
  }

  @Test
  void whoRunsWithAVolumeThatLiesThereIsNotParted() {
    assertThat(obstacle(with("docker", true, ALIAS, false), "one"))
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("'two' of docker has the volume 'alias'"));
  }

  @Test
  void whoIsAtRestIsInTheWayOfAMoveAndOfItsOwnAlone() {
    assertThat(obstacle(with("docker", false, ALIAS, false), "one")).isEmpty();
    assertThat(obstacle(with("docker", false, ALIAS, true), "one")).isPresent();
    assertThat(obstacle(with("docker", false, ALIAS, false), "one", "two")).isPresent();
  }

  @Test
  void whoSharesItByNameAndWhoIsElsewhereMayPart() {
    assertThat(obstacle(with("docker", true, NAMED, true), "one", "two")).isEmpty();
    assertThat(obstacle(with("docker", true, bind("/srv/other"), true), "one", "two")).isEmpty();
    assertThat(obstacle(with("docker", true, bind("/volumes/shared2"), true), "one")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void whatHasComeOverAsACopyIsNotFollowedByAnotherName(boolean isAlias) {
    SharedData shared =
        with("docker", true, isAlias ? ALIAS : bind("/volumes/shared/_data"), false);
    Map<String, String> carried = Map.of("shared", "shared");
    assertThat(
            shared.obstacle(
                rendered("two"), List.of(), state(carried), Set.of(new ContainerName("two"))))
        .hasValue(
            "it has data of the volume 'shared', which comes over as a copy, by another name");
    assertThat(
            shared.obstacle(
                rendered("two"), List.of(), state(Map.of()), Set.of(new ContainerName("two"))))
        .as("nothing is copied: all go on with the same")
        .isEmpty();
  }
}
