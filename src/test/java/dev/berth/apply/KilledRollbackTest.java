package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a rollback that is killed has left, no apply goes on with the migration, and the same
 * again finishes it.
 */
class KilledRollbackTest {
  private static final String SET =
      """
      db: {image: d, restart: always, command: [serve], volumes: ['data:/data']}
      reader: {image: d, restart: always, volumes: ['data:/data'], depends_on: [db]}
      web: {image: d, restart: always, environment: {SECRET: hunter2}}
      """;

  /** Every moment takes a minute. */
  private static final int STEP = Boolean.getBoolean("berth.everyKill") ? 1 : 3;

  @TempDir(factory = CallsTest.InMemory.class)
  Path directory;

  /** Where containers are, and where they are to go. */
  enum Way {
    FROM_DOCKER,
    FROM_PODMAN;

    Asked before() {
      return this == FROM_DOCKER ? Asked.of(SET).inDockersCare() : Asked.of(SET);
    }

    String from() {
      return this == FROM_DOCKER ? "docker" : "podman";
    }

    Asked over() {
      return this == FROM_DOCKER
          ? Asked.of(SET).beside("docker").migrating()
          : Asked.of(SET).inDockersCare().beside("podman").migrating();
    }

    CallHost moved(Path root) {
      CallHost host = new CallScenario("", "").host(root);
      host.engine(from()).image("d");
      assertThat(host.apply(before()).report()).isPresent();
      host.engine(from()).volumes.fill("data");
      assertThat(host.apply(over()).report()).isPresent();
      return host;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFinishedByTheSameAgainAndNothingElseGoesOnWithIt(Way way) {
    CallHost whole = way.moved(directory.resolve("whole"));
    List<String> moved = CallScenario.all(whole);
    assertThat(whole.rollBack(way.over(), Integer.MAX_VALUE)).isEmpty();
    List<String> wanted = CallScenario.all(whole);

    int commands = 0;
    for (boolean killed = true; killed; commands += STEP) {
      CallHost host = way.moved(directory.resolve("killed-" + commands));
      Optional<String> died = host.rollBack(way.over(), commands);
      killed = died.isPresent();
      if (killed) {
        String when = "killed before " + died.get();
        List<String> left = CallScenario.all(host);

        CallHost.Outcome outcome = host.apply(way.over());

        // Where nothing had ended yet there is nothing to be done.
        assertThat(outcome.report().stream())
            .as(when)
            .allMatch(report -> report.results().isEmpty());
        if (!left.equals(moved)) {
          assertThat(outcome.refusals())
              .as(when)
              .anyMatch(
                  problem ->
                      problem.contains("is on its way back from")
                          && problem.contains("which is not finished"));
        }
        assertThat(CallScenario.all(host)).as(when).isEqualTo(left);
        assertThat(host.rollBack(way.over(), Integer.MAX_VALUE)).isEmpty();
        assertThat(CallScenario.all(host)).as(when).isEqualTo(wanted);
      }
    }
    assertThat(commands).isGreaterThan(10);
  }
}
