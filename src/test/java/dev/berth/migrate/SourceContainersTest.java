package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.PlayedEngines;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.Ownership;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceContainersTest {
  private static final String CONTAINERS =
      """
      [{"Id": "3", "Name": "/db-bundle-docker-0", "Image": "sha256:a", "Config": {}},
       {"Id": "2", "Name": "/second", "Image": "sha256:b", "State": {"Running": true},
        "HostConfig": {"VolumesFrom": ["first"], "Binds": ["data:/data"]},
        "Mounts": [{"Type": "volume", "Name": "n1", "Destination": "/lent"},
          {"Type": "volume", "Name": "n2", "Destination": "/own"}],
        "Config": {"Image": "moved:1", "Volumes": {"/lent": {}, "/own": {}},
          "Labels": {"managed_by": "tripleo-Controller"}}},
       {"Id": "1", "Name": "/first", "Image": "sha256:a", "State": {"Running": false},
        "Mounts": [{"Type": "volume", "Name": "n1", "Destination": "/lent"}],
        "Config": {"Image": "app:1", "Labels": {"managed_by": "x", "dev.berth.digest": "d",
          "config_id": "site"}}}]
      """;

  private final RecordedRunner runner =
      new RecordedRunner(
          line ->
              RecordedRunner.answer(
                  switch (line) {
                    case "docker ps --all --quiet --no-trunc" -> "3\n2\n1\n";
                    case "docker container inspect -- 3 2 1" -> CONTAINERS;
                    case "docker image inspect -- sha256:a sha256:b" ->
                        "[{\"Id\": \"sha256:a\"}, {\"Id\": \"sha256:b\", \"Config\":"
                            + " {\"Volumes\": {\"/lent\": {}, \"/own\": {}}}}]";
                    case "docker image inspect -- app:1 moved:1" ->
                        "[{\"Id\": \"sha256:a\"}, {\"Id\": \"sha256:c\"}]";
                    default -> throw new AssertionError(line);
                  }));
  private final SourceContainers containers = SourceContainers.read(PlayedEngines.docker(runner));

  private static ObservedContainer seen(String name, String managedBy, String state) {
    return new ObservedContainer(
        name,
        new ContainerName(name),
        new Made(
            "i",
            "",
            Map.of("managed_by", managedBy, "config_id", "site", "dev.berth.digest", "d"),
            List.of()),
        new Life(state, 0, 0, ""));
  }

  @Test
  void eachIsSomebodysByWhatTheHostKnowsOfIt() {
    ObservedContainer paunchs =
        new ObservedContainer(
            "2",
            new ContainerName("second"),
            new Made("i", "", Map.of("managed_by", "tripleo-Controller"), List.of()),
            new Life("running", 0, 0, ""));
    assertThat(
            containers.all(
                List.of(
                    seen("first", "x", "exited").with(Ownership.proven("x", "site")),
                    paunchs,
                    seen("db-bundle-docker-0", "x", "exited"))))
        .containsExactly(
            new SourceContainer(
                new ContainerName("first"), SourceContainer.Keeper.BERTH, "x", "site", false),
            new SourceContainer(
                new ContainerName("second"),
                SourceContainer.Keeper.FORMER,
                "tripleo-Controller",
                "",
                true),
            new SourceContainer(
                new ContainerName("db-bundle-docker-0"),
                SourceContainer.Keeper.PACEMAKER,
                "x",
                "site",
                false));
  }

  @Test
  void labelsThatNothingProvesMakeNobodyTheirKeeper() {
    ObservedContainer impostor =
        new ObservedContainer(
            "2",
            new ContainerName("second"),
            new Made("i", "", Map.of("managed_by", "paunch"), List.of()),
            new Life("restarting", 0, 0, ""));
    assertThat(
            containers.all(
                List.of(
                    seen("first", "x", "exited"),
                    impostor.with(impostor.ownership().inherited()),
                    seen("came-meanwhile", "x", "running"))))
        .containsExactly(
            new SourceContainer(
                new ContainerName("first"), SourceContainer.Keeper.NOBODY, "x", "site", false),
            new SourceContainer(
                new ContainerName("second"), SourceContainer.Keeper.NOBODY, "paunch", "", true));
  }

  @Test
  void whatNobodyLendsAndNobodyNamedIsSaid() {
    assertThat(
            containers
                .rebuilt(List.of(new ContainerName("first"), new ContainerName("second")))
                .getLast()
                .keys())
        .containsEntry("volumes", List.of("data:/data", "/own"));
  }

  @Test
  void anImageWhoseNameHasMovedOnIsNamedByItsId() {
    assertThat(containers.rebuilt(List.of(new ContainerName("first"), new ContainerName("second"))))
        .extracting(rebuilt -> rebuilt.name().text(), rebuilt -> rebuilt.keys().get("image"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("first", "app:1"),
            org.assertj.core.groups.Tuple.tuple("second", "b"));
    assertThat(
            new Rebuilt(new ContainerName("web"), Map.of("image", "i"), Map.of(), List.of())
                .withImage("j")
                .text())
        .isEqualTo("web:\n  image: j\n");
  }
}
