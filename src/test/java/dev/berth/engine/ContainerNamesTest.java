package dev.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineDetails.Kind;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerNamesTest {
  private static final String ID = "a".repeat(64);
  private static final String OTHER = "b".repeat(64);

  private final RecordedRunner runner = new RecordedRunner(ContainerNamesTest::answer);
  private final ContainerNames names = new ContainerNames(Map::of);
  private final Engine docker = names.on(PlayedEngines.docker(runner));

  private static dev.berth.host.CommandResult answer(String line) {
    String inspected =
        "[{\"Id\": \"%s\", \"Name\": \"/shop-db-1\", \"Image\": \"sha256:i\","
            + " \"State\": {\"Status\": \"exited\"}},"
            + " {\"Id\": \"%s\", \"Name\": \"/shop-db\", \"Image\": \"sha256:i\","
            + " \"State\": {\"Status\": \"exited\"}}]";
    return RecordedRunner.answer(
        line.contains("--format={{.Names}}")
            ? "shop-db-1\nshop-db\nelse\n"
            : line.startsWith("docker ps")
                ? ID + " Up\n" + OTHER + " Up\n"
                : line.startsWith("docker container inspect")
                    ? inspected.formatted(ID, OTHER)
                    : line.startsWith("docker version") ? "26.1.5" : "");
  }

  @Test
  void withoutAnyNameNothingElseIsAsked() {
    assertThat(docker.details().users(Kind.VOLUME, "data", false))
        .containsExactly(
            new ContainerName("shop-db-1"),
            new ContainerName("shop-db"),
            new ContainerName("else"));
    assertThat(runner.lines()).hasSize(1);
  }

  @Test
  void oneIsSeenUnderItsNameHereAndAnotherOfThatNameUnderItsId() {
    names.learn(Map.of(ID, new ContainerName("shop-db")));
    assertThat(docker.runtime().observe(List.of(), false).containers())
        .extracting(ObservedContainer::name)
        .containsExactly(new ContainerName("shop-db"), new ContainerName(OTHER));
    assertThat(docker.details().users(Kind.VOLUME, "data", false))
        .containsExactly(
            new ContainerName("shop-db"), new ContainerName(OTHER), new ContainerName("else"));
    assertThat(docker.details().described(Kind.CONTAINER, List.of("shop-db")))
        .extracting(container -> container.get("Name").textOrEmpty())
        .containsExactly("shop-db", OTHER);
    assertThat(names.of(List.of(new ContainerName("shop-db"), new ContainerName("else"))))
        .isEqualTo(Map.of(ID, new ContainerName("shop-db")));
  }

  @Test
  void whatIsDoneToItIsDoneToItsId() {
    names.learn(Map.of(ID, new ContainerName("shop-db")));
    docker.control().start(new ContainerName("shop-db"));
    docker.control().setRestart(new ContainerName("shop-db"), "no");
    docker.control().stop(new ContainerName("shop-db"), Duration.ofSeconds(1));
    docker.control().remove(new ContainerName("shop-db"), Duration.ZERO);
    docker.control().start(new ContainerName("shop-db-1"));
    assertThat(runner.lines())
        .hasSizeGreaterThanOrEqualTo(5)
        .noneMatch(line -> line.matches(".*[ /^]shop-db( .*|[$].*)?"))
        .anyMatch(line -> line.contains("--filter \"id=$2\"") && line.contains(" " + ID + " "))
        .contains("docker start " + ID, "docker update --restart=no " + ID)
        .contains("docker start shop-db-1");
  }
}
