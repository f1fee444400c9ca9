package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.Engine;
import dev.berth.engine.PlayedEngines;
import dev.berth.host.RecordedRunner;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Left;
import dev.berth.migrate.JournalEvent.NetworkBegun;
import dev.berth.migrate.JournalEvent.Returning;
import dev.berth.migrate.JournalEvent.VolumeBegun;
import dev.berth.migrate.NetworkStep.Way;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SharedResourcesTest {
  private static final Network NETWORK =
      Network.bridge("app", List.of(), false, false, "", "", new TreeMap<>(), List.of());

  private final List<JournalEntry> entries = new ArrayList<>();

  /** Who runs here with a volume. */
  private final Map<String, String> ran = new HashMap<>();

  private void add(JournalEvent event) {
    entries.add(new JournalEntry(Instant.EPOCH, event));
  }

  private void leaving(String container, boolean ran, Attachments attachments) {
    add(new Leaving(new ContainerName(container), Runs.container(ran).with(attachments)));
  }

  private Map<ContainerName, String> holding(String container) {
    return ties().holding(new ContainerName(container));
  }

  private SharedResources ties() {
    Engine here =
        PlayedEngines.podman(
            new RecordedRunner(
                line ->
                    RecordedRunner.answer(
                        line.equals("podman volume ls --format json")
                            ? "[]"
                            : ran.getOrDefault(
                                line.replaceFirst(".*--filter=volume=(\\S+).*", "$1"), ""))));
    return new SharedResources(MigrationState.of(entries), here);
  }

  private static Attachments on(String network) {
    return new Attachments(Map.of(), Set.of(network));
  }

  private static Attachments with(String path, String volume) {
    return new Attachments(Map.of(path, volume), Set.of());
  }

  @Test
  void aNetworkThatWasTakenHoldsWhoIsOnItAndOneThatIsOnBothSidesDoesNot() {
    leaving("one", true, on("app"));
    leaving("two", true, on("app"));
    add(new Left(new ContainerName("one"), List.of(), true));
    add(new NetworkBegun(new CarriedNetwork(NETWORK, Way.BESIDE, List.of())));
    assertThat(holding("two")).isEmpty();

    add(new NetworkBegun(new CarriedNetwork(NETWORK, Way.INSTEAD, List.of())));
    assertThat(holding("two"))
        .containsExactly(Map.entry(new ContainerName("one"), "is on its network app"));
  }

  @Test
  void aVolumeHoldsAtWhateverPathsItIs() {
    leaving("one", true, with("/data", "shared"));
    leaving("two", true, with("/other path", "shared"));
    leaving("three", true, with("/data", "own"));
    for (String name : List.of("one", "two", "three")) {
      add(new Left(new ContainerName(name), List.of(), true));
    }
    assertThat(holding("two"))
        .containsExactly(Map.entry(new ContainerName("one"), "uses a volume of it"));
    assertThat(holding("three")).isEmpty();
  }

  @Test
  void aVolumeThatWasMovedHoldsBeforeItsMoveIsDone() {
    leaving("one", true, with("/data", "shared"));
    leaving("two", true, with("/data", "shared"));
    add(new VolumeBegun(new ContainerName("one"), "shared", "here", true));
    ran.put("here", "stranger");
    assertThat(holding("two"))
        .containsExactly(Map.entry(new ContainerName("stranger"), "uses a volume of it"));
  }

  @Test
  void aChainHoldsAsAWhole() {
    leaving("one", true, with("/data", "first"));
    leaving("two", true, new Attachments(Map.of("/a", "first", "/b", "second"), Set.of()));
    leaving("three", true, with("/data", "second"));
    for (String name : List.of("one", "two", "three")) {
      add(new Left(new ContainerName(name), List.of(), true));
    }
    SharedResources ties = ties();
    assertThat(
            ties.held(
                List.of(
                    new ContainerName("one"),
                    new ContainerName("two"),
                    new ContainerName("three"))))
        .isEmpty();
    assertThat(ties.held(List.of(new ContainerName("one"), new ContainerName("two"))))
        .containsOnlyKeys(new ContainerName("one"), new ContainerName("two"));
  }

  @Test
  void whoIsStoppedOrOnItsWayBackHoldsNobody() {
    leaving("one", false, with("/data", "shared"));
    leaving("two", true, with("/data", "shared"));
    leaving("three", true, with("/data", "shared"));
    add(new Arrived(new ContainerName("one")));
    add(new Arrived(new ContainerName("three")));
    add(new Returning(new ContainerName("three")));
    assertThat(holding("two")).isEmpty();
  }
}
