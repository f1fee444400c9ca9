package dev.berth.engine;

import static dev.berth.host.RecordedRunner.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.berth.engine.docker.Docker;
import dev.berth.engine.docker.DockerCheck;
import dev.berth.engine.podman.Podman;
import dev.berth.host.CommandResult;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers of engines that were cut off, changed, or are another version's: each is read, or refused
 * with a message that names the engine's command.
 */
class EngineAnswersTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int STEP = 50;
  private static final List<String> OTHERS =
      List.of("null", "true", "7", "-1e300", "\"\"", "\"x\"", "[]", "[[7]]", "{}", "{\"x\":[7]}");

  /** A command that reads, and what it once answered. */
  private enum Answer {
    PODMAN_PS_4("podman ps", "podman/ps-4.3.1.json"),
    PODMAN_PS_5("podman ps", "podman/ps-health-5.4.2.json"),
    PODMAN_VOLUMES("podman volume ls", "podman/volumes-4.3.1.json"),
    PODMAN_IMAGES("podman image inspect", "podman/image-inspect-health.json"),
    PODMAN_RUNS("podman container inspect", "podman/container-inspect-partial-5.4.2.json"),
    DOCKER_CONTAINERS("docker container inspect", "docker/containers-26.1.5.json"),
    DOCKER_VOLUMES("docker volume inspect", "docker/volumes-26.1.5.json"),
    DOCKER_IMAGES("docker image inspect", "docker/images-26.1.5.json"),
    DOCKER_RUNS("docker container inspect", "docker/runs-26.1.5.json");

    private final String command;
    private final String golden;

    Answer(String command, String file) {
      this.command = command;
      this.golden = file(file);
    }

    private int size() {
      return MAPPER.readTree(golden).size();
    }

    /** What Berth makes of another answer to this command. */
    Object read(String text) {
      Engine engine = command.startsWith("podman") ? podman(text) : docker(text);
      return name().endsWith("RUNS")
          ? engine.runtime().runs(List.of(new ContainerName("a")))
          : engine.runtime().observe(references(), true);
    }

    private List<String> references() {
      return name().endsWith("IMAGES")
          ? IntStream.range(0, size()).mapToObj(i -> "image:" + i).toList()
          : List.of();
    }

    private Engine podman(String text) {
      return Podman.of(
          new RecordedRunner(
              line -> {
                if (line.startsWith(command)) {
                  return answer(text);
                }
                return answer(line.endsWith("--version") ? "podman version 5.4.2" : "[]");
              }),
          "podman",
          "/usr/bin/podman");
    }

    private Engine docker(String text) {
      return Docker.of(
          new RecordedRunner(
              line -> {
                if (line.startsWith(command)) {
                  return answer(text);
                }
                return line.startsWith("docker version") ? answer("26.1.5") : listed(line);
              }),
          "docker",
          "/usr/bin/docker",
          () -> {},
          new DockerCheck(false, false));
    }

    /** What is inspected only when it was listed. */
    private CommandResult listed(String line) {
      boolean isAsked = line.startsWith(command.replace(" inspect", " ls"));
      boolean isContainer = this == DOCKER_CONTAINERS && line.startsWith("docker ps");
      if (isContainer) {
        return answer("a".repeat(64) + " Up");
      }
      return answer(isAsked && this == DOCKER_VOLUMES ? "one" : "");
    }
  }

  @ParameterizedTest
  @EnumSource(Answer.class)
  void whatIsCutOffIsRefused(Answer answer) {
    String whole = answer.golden.strip();
    assertThat(answer.read(whole)).isNotNull();
    for (int end = 0; end < whole.length(); end += STEP) {
      String cut = whole.substring(0, end);
      assertThatThrownBy(() -> answer.read(cut))
          .as("cut after %s characters", end)
          .isInstanceOf(EngineException.class)
          .hasMessageStartingWith(answer.command + " answered ");
    }
  }

  @ParameterizedTest
  @EnumSource(Answer.class)
  void fieldsOfAnotherVersionAreNoMatter(Answer answer) {
    JsonNode root = MAPPER.readTree(answer.golden);
    eachNode(
        root,
        node -> {
          // Labels and volumes have the names of their own choice.
          if (node instanceof ObjectNode object && (object.has("Id") || object.has("Mountpoint"))) {
            object.set("FieldOfTheFuture", MAPPER.readTree("{\"deep\":[1,null,{}]}"));
          }
        });
    assertThat(root.toString()).contains("FieldOfTheFuture");
    assertThat(answer.read(root.toString())).isEqualTo(answer.read(answer.golden));
  }

  @ParameterizedTest
  @EnumSource(Answer.class)
  void aValueOfAnotherTypeIsReadAsNothingOrRefused(Answer answer) {
    JsonNode root = MAPPER.readTree(answer.golden);
    List<String> unexpected = new ArrayList<>();
    for (String other : OTHERS) {
      eachPlace(root, MAPPER.readTree(other), () -> judge(answer, root.toString(), unexpected));
      judge(answer, other, unexpected);
    }
    assertThat(unexpected).isEmpty();
  }

  private static void judge(Answer answer, String text, List<String> unexpected) {
    Throwable failure = catchThrowable(() -> answer.read(text));
    boolean isExpected =
        failure == null
            || (failure instanceof EngineException
                && failure.getMessage().startsWith(answer.command + " ")
                && !failure.getMessage().contains("java."));
    if (!isExpected) {
      unexpected.add(failure + " of " + text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Id, without Id",
    "Names, without a name",
    "State, without State",
    "Labels, whose Labels are not texts"
  })
  void aContainerThatCannotBeToldFromOthersIsRefused(String field, String words) {
    JsonNode root = MAPPER.readTree(Answer.PODMAN_PS_5.golden);
    ((ObjectNode) root.get(0)).set(field, MAPPER.readTree("[[7]]"));
    assertThatThrownBy(() -> Answer.PODMAN_PS_5.read(root.toString()))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("podman ps answered a container " + words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "Error: cannot connect", "aaaa Up"})
  void aListOfDockersThatNamesNoContainersIsNotAnEmptyOne(String text) {
    Engine docker =
        Docker.of(
            new RecordedRunner(
                line ->
                    answer(
                        line.startsWith("docker version")
                            ? "26.1.5"
                            : line.startsWith("docker ps") ? text + "\n" : "")),
            "docker",
            "/usr/bin/docker",
            () -> {},
            new DockerCheck(false, false));
    assertThatThrownBy(() -> docker.runtime().observe(List.of(), false))
        .isInstanceOf(EngineException.class)
        .hasMessage("docker ps answered what is no container's id");
  }

  @Test
  void anAnswerThatIsLongIsReadOnceAndDeepOnesAreRefused() {
    JsonNode one = MAPPER.readTree(Answer.PODMAN_PS_5.golden).get(0);
    String many = "[" + (one + ",").repeat(5000) + one + "]";
    assertThat(((EngineSnapshot) Answer.PODMAN_PS_5.read(many)).containers()).hasSize(5001);
    assertThatThrownBy(() -> Answer.PODMAN_PS_5.read("[".repeat(1_000_000)))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("podman ps answered what is not JSON");
  }

  /** Puts another value into each place in turn, and then back what was there. */
  private static void eachPlace(JsonNode node, JsonNode other, Runnable look) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        JsonNode before = object.get(name);
        object.set(name, other);
        look.run();
        object.set(name, before);
        eachPlace(before, other, look);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode before = array.get(i);
        array.set(i, other);
        look.run();
        array.set(i, before);
        eachPlace(before, other, look);
      }
    }
  }

  private static void eachNode(JsonNode node, Consumer<JsonNode> work) {
    node.values().forEach(child -> eachNode(child, work));
    work.accept(node);
  }

  private static String file(String name) {
    try (InputStream stream =
        Optional.ofNullable(EngineAnswersTest.class.getResourceAsStream(name)).orElseThrow()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
