package dev.berth.engine.cli;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.Sharing;
import dev.berth.model.Sharing.Namespace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers of Podman 5.4.2 and Docker 26.1, trimmed. */
class SharingReaderTest {
  private static final String GUEST =
      """
      [{"Id": "aa", "Name": "guest", "HostConfig": {"NetworkMode": "container:f7cf", \
      "PidMode": "container:f7cf", "IpcMode": "shareable", "UsernsMode": "", "VolumesFrom": ["l"]}, \
      "Mounts": [{"Type": "volume", "Name": "dat", "Source": "/var/lib/v/dat/_data", \
      "Destination": "/data"}, {"Type": "bind", "Source": "/srv", "Destination": "/own"}, \
      {"Type": "tmpfs", "Source": "", "Destination": "/t"}]}]
      """;

  @Test
  void readsAllWithOneProcessWhoeverIsAbsent() {
    RecordedRunner runner =
        new RecordedRunner(line -> failure(125, GUEST, "Error: no such container gone\n"));
    Map<String, Sharing> found =
        new SharingReader(runner, "podman")
            .read(List.of(new ContainerName("guest"), new ContainerName("gone")));
    assertThat(runner.lines()).containsExactly("podman container inspect -- guest gone");
    assertThat(found)
        .containsExactly(
            Map.entry(
                "aa",
                new Sharing(
                    Map.of(Namespace.NETWORK, "f7cf", Namespace.PID, "f7cf"),
                    Map.of(),
                    Map.of("/data", "dat"))));
  }

  @Test
  void asksNothingWhereNothingIsShared() {
    RecordedRunner runner = new RecordedRunner(line -> answer("[]"));
    assertThat(new SharingReader(runner, "podman").read(List.of())).isEmpty();
    assertThat(runner.lines()).isEmpty();
  }

  @Test
  void anyOtherFailureIsOne() {
    RecordedRunner runner = new RecordedRunner(line -> failure(125, "", "Error: no storage\n"));
    assertThatThrownBy(
            () -> new SharingReader(runner, "podman").read(List.of(new ContainerName("a"))))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no storage");
  }
}
