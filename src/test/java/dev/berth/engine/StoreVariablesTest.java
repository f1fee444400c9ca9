package dev.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreVariablesTest {
  private static final StoreVariables USERS = StoreVariables.podman(Path.of("/home/eve"));

  @Test
  void namesWhatIsSetInOneEnvironmentOnly() {
    Map<String, String> none = Map.of("PATH", "/usr/bin");
    for (String name :
        List.of("CONTAINERS_STORAGE_CONF", "CONTAINER_HOST", "STORAGE_OPTS", "CONTAINERS_CONF")) {
      Map<String, String> one = Map.of(name, "/x");
      assertThat(StoreVariables.podman().differing(one, none)).containsExactly(name);
      assertThat(StoreVariables.podman().differing(none, one)).containsExactly(name);
      assertThat(StoreVariables.podman().differing(one, one)).isEmpty();
      assertThat(StoreVariables.podman().areSet(one)).isTrue();
    }
  }

  @Test
  void whatSaysTheUsualSaysNothing() {
    Map<String, String> usual =
        Map.of(
            "XDG_DATA_HOME", "/home/eve/.local/share",
            "XDG_CONFIG_HOME", "/home/eve/.config",
            "CONTAINER_HOST", "");
    assertThat(USERS.areSet(usual)).isFalse();
    assertThat(USERS.differing(usual, Map.of())).isEmpty();
    assertThat(USERS.differing(Map.of("XDG_DATA_HOME", "/data"), usual))
        .containsExactly("XDG_DATA_HOME");
    assertThat(StoreVariables.docker().areSet(Map.of("DOCKER_HOST", "unix:///var/run/docker.sock")))
        .isFalse();
    assertThat(StoreVariables.docker().areSet(Map.of("DOCKER_HOST", "unix:///srv/docker.sock")))
        .isTrue();
  }

  @Test
  void rootsPodmanHasNoDirectoriesOfAUser() {
    assertThat(StoreVariables.podman().areSet(Map.of("XDG_DATA_HOME", "/data"))).isFalse();
  }
}
