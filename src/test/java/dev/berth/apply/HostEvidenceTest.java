package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineSnapshot;
import dev.berth.model.ContainerName;
import dev.berth.model.EngineInfo;
import dev.berth.model.Labels;
import dev.berth.model.LegacyContainer;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership.Standing;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose labels count: not those that came along with an image. */
class HostEvidenceTest {
  @TempDir Path directory;
  private final List<Collection<String>> asked = new ArrayList<>();
  private final Map<String, ObservedImage> atHand = new HashMap<>();

  private static ObservedContainer container(Map<String, String> labels) {
    return new ObservedContainer(
        "id",
        new ContainerName("three"),
        new Made("i", "id-of-i", labels, List.of()),
        new Life("running", 0, 1, ""));
  }

  private static ObservedImage image(Map<String, String> labels) {
    return new ObservedImage(
        "id-of-i",
        List.of(),
        labels,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private ObservedContainer judged(
      Map<String, String> labels, Optional<Map<String, String>> ofImage) {
    EngineSnapshot found =
        new EngineSnapshot(
            new EngineInfo("podman", "5.4.2"), List.of(container(labels)), atHand, Map.of());
    return new HostEvidence(
            found,
            Optional.empty(),
            List.of(),
            new AppliedRecords(directory),
            new MadeContainers(directory))
        .judged(
            ids -> {
              asked.add(ids);
              return ofImage.map(its -> Map.of("id-of-i", image(its))).orElse(Map.of());
            })
        .containers()
        .getFirst();
  }

  @Test
  void anOwnerThatTheImageNamesToDidNotMakeIt() {
    Map<String, String> labels =
        Map.of(Labels.MANAGED_BY, "paunch", Labels.CONFIG_ID, "s", Labels.CONTAINER_NAME, "three");
    ObservedContainer judged = judged(labels, Optional.of(labels));
    assertThat(judged.ownership().standing()).isEqualTo(Standing.INHERITED);
    assertThat(LegacyContainer.made(judged)).isFalse();
    assertThat(LegacyContainer.isImpostor(judged)).isTrue();
    assertThat(judged.ownership().isImpostorOf("paunch")).isTrue();
    assertThat(asked).containsExactly(java.util.Set.of("id-of-i"));
  }

  @Test
  void anOwnerThatTheImageDoesNotNameIsBelieved() {
    Map<String, String> labels = Map.of(Labels.MANAGED_BY, "tripleo-Controller");
    assertThat(
            LegacyContainer.made(judged(labels, Optional.of(Map.of(Labels.MANAGED_BY, "other")))))
        .isTrue();
    assertThat(LegacyContainer.made(judged(labels, Optional.of(Map.of(Labels.CONFIG_ID, "s")))))
        .isTrue();
    assertThat(LegacyContainer.made(judged(labels, Optional.empty()))).as("image is gone").isTrue();
  }

  @Test
  void onlyForThatAndOnlyWhereItIsNotAtHandAnImageIsRead() {
    assertThat(LegacyContainer.made(judged(Map.of(Labels.MANAGED_BY, "berth"), Optional.empty())))
        .isFalse();
    assertThat(
            LegacyContainer.made(
                judged(Map.of(Labels.MANAGED_BY, "paunch", Labels.DIGEST, "d"), Optional.empty())))
        .isFalse();
    Map<String, String> labels = Map.of(Labels.MANAGED_BY, "paunch");
    atHand.put("some:1", image(labels));
    assertThat(LegacyContainer.made(judged(labels, Optional.empty()))).isFalse();
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"podman, true", "docker, false"})
  void aUnitProvesWhatItsOwnEngineHas(String engine, boolean proves) {
    ObservedUnit unit =
        new ObservedUnit(
            new UnitName("berth-three.service"),
            Optional.of("[Service]\nExecStart=/usr/bin/" + engine + " run --name=three i\n"),
            Optional.of(new UnitOwner("berth", "s", new ContainerName("three"), "d")),
            "loaded",
            "active",
            "running",
            "enabled",
            "success",
            false,
            0);
    EngineSnapshot found =
        new EngineSnapshot(new EngineInfo("podman", "5.4.2"), List.of(), Map.of(), Map.of());
    HostEvidence evidence =
        new HostEvidence(
            found,
            Optional.empty(),
            List.of(unit),
            new AppliedRecords(directory),
            new MadeContainers(directory));
    assertThat(evidence.unit(new ContainerName("three")).isPresent()).isEqualTo(proves);
  }
}
