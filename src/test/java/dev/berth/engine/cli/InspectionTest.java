package dev.berth.engine.cli;

import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.host.RecordedRunner;
import dev.berth.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectionTest {
  private static List<Json> answers(String kind, String complaint) {
    RecordedRunner runner =
        new RecordedRunner(line -> failure(1, "[{\"Name\": \"here\"}]", complaint));
    List<Json> answers = new Inspection(runner, "engine").answers(kind, List.of("here", "gone"));
    assertThat(runner.lines()).containsExactly("engine " + kind + " inspect -- here gone");
    return answers;
  }

  /** The words of Podman 4.3 and 5.4, and of Docker 26. */
  @ParameterizedTest
  @CsvSource({
    "container, Error: inspecting object: no such container gone",
    "container, Error: no such container gone",
    "container, Error response from daemon: No such container: gone",
    "volume, Error: no such volume gone",
    "volume, Error response from daemon: get gone: no such volume",
    "network, Error: network gone: unable to find network with name or ID gone: network not found",
    "network, Error response from daemon: network gone not found",
    "image, Error: gone: image not known",
    "image, Error response from daemon: No such image: gone:latest",
  })
  void whatIsNotThereIsLeftOut(String kind, String complaint) {
    String log = "time=\"2026-01-01T00:00:00Z\" level=warning msg=\"a thing\"\n";
    for (String told : List.of(complaint, "\n" + log + complaint + "\n")) {
      assertThat(answers(kind, told))
          .extracting(answer -> answer.get("Name").textOrEmpty())
          .containsExactly("here");
    }
  }

  /** An answer that lacks one because the engine failed would make its container a new one. */
  @ParameterizedTest
  @CsvSource({
    "Error: no such container gone, Error: database is locked",
    "Error: no such container gone, time=\"now\" level=error msg=\"cannot read the store\"",
    "'', ''",
  })
  void noFailureIsTakenForAbsence(String first, String second) {
    String complaint = first + "\n" + second;
    assertThatThrownBy(() -> answers("container", complaint))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("failed with exit status 1");
  }

  @Test
  void nobodyIsAskedForNothing() {
    RecordedRunner runner = new RecordedRunner(line -> failure(1, "", "asked: " + line));
    assertThat(new Inspection(runner, "engine").answers("volume", List.of())).isEmpty();
    assertThat(runner.lines()).isEmpty();
  }
}
