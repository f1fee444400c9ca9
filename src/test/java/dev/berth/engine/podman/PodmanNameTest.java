package dev.berth.engine.podman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.Engine;
import dev.berth.model.ContainerName;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A name that might begin another container's id must never select that other container. */
class PodmanNameTest {
  private final Engine podman =
      Podman.of(
          command -> {
            throw new AssertionError("nothing is to be run");
          },
          "podman",
          "/usr/bin/podman");

  @Test
  void aNameOfHexadecimalDigitsIsSelectedByFilter() {
    assertThat(PodmanName.selection(new ContainerName("db"))).containsExactly("--filter=name=^db$");
    assertThat(PodmanName.selection(new ContainerName("0f".repeat(32))))
        .containsExactly("--filter=name=^" + "0f".repeat(32) + "$");
  }

  @Test
  void anyOtherNameStandsForItself() {
    for (String name : List.of("web", "db1x", "DB", "d-b", "0f".repeat(32) + "0")) {
      assertThat(PodmanName.selection(new ContainerName(name))).containsExactly(name);
    }
  }

  @Test
  void everyCommandThatStopsOrRemovesIsSafe() {
    assertThat(podman.commandLine().beforeRun(new ContainerName("cafe")))
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.list(String.class))
        .endsWith("rm", "--force", "--ignore", "--filter=name=^cafe$");
    assertThat(podman.commandLine().beforeRun(new ContainerName("web"))).isEmpty();
  }
}
