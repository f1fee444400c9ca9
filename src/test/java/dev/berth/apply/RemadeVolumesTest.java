package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.EngineSnapshot;
import dev.berth.host.AtomicFile;
import dev.berth.json.JsonText;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedVolume;
import dev.berth.model.RemadeVolume;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.SourcePosition;
import dev.berth.systemd.SystemdSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that were removed and made anew under a service, and those that only look so. */
class RemadeVolumesTest {
  private static final Instant NOW = Instant.now();
  private static final Instant LATER = NOW.plus(Duration.ofMinutes(1));
  private static final Instant IMAGE = NOW.minus(Duration.ofDays(9));

  @TempDir Path directory;

  private final Map<String, ObservedVolume> volumes = new LinkedHashMap<>();
  private final List<ObservedContainer> containers = new ArrayList<>();
  private final List<Collection<String>> asked = new ArrayList<>();

  @BeforeEach
  void aServiceHasAVolume() throws IOException {
    Files.createDirectories(directory.resolve("applied"));
    service("db", "data:/data");
    volume("data", Map.of(), Map.of(), Optional.of(LATER));
  }

  @Test
  void oneThatIsYoungerThanItsServicesRecordWasMadeAnew() {
    service("web", "data:/data:ro");
    assertThat(found())
        .containsExactly(
            new RemadeVolume(
                "data", LATER, List.of(new ContainerName("db"), new ContainerName("web"))));
    assertThat(found().getFirst().words())
        .startsWith("the volume 'data' of 'db' and 'web' was removed and made anew at ");
  }

  @Test
  void soWasTheVolumeOfAPathWithoutOne() throws IOException {
    service("own", "/data");
    volume("own-0123456789ab", Map.of(), Map.of(), Optional.of(LATER));
    assertThat(found()).extracting(RemadeVolume::name).containsExactly("data", "own-0123456789ab");
  }

  @Test
  void whatSomebodyMadeByHandWasNot() throws IOException {
    volume("data", Map.of("any", "label"), Map.of(), Optional.of(LATER));
    assertThat(found()).isEmpty();
    volume("data", Map.of(), Map.of("device", "/srv/data"), Optional.of(LATER));
    assertThat(found()).isEmpty();
  }

  @Test
  void whatWasThereWhenItsServiceStartedWasNot() throws IOException {
    volume("data", Map.of(), Map.of(), Optional.of(NOW.minus(Duration.ofHours(1))));
    assertThat(found()).isEmpty();
    volume("data", Map.of(), Map.of(), Optional.empty());
    assertThat(found()).isEmpty();
  }

  @Test
  void whatItsServiceHadNotBeforeWasNot() throws IOException {
    volume("data", Map.of(), Map.of(), Optional.of(NOW.minus(Duration.ofHours(1))));
    volume("new", Map.of(), Map.of(), Optional.of(LATER));
    assertThat(found()).isEmpty();
  }

  @Test
  void whatTheOtherEnginesContainerHasSaysNothing() {
    containers.clear();
    assertThat(remade().find(snapshot(), List.of(new ContainerName("db")))).isEmpty();
  }

  @Test
  void aTaskIsNoService() {
    volumes.clear();
    volumes.put(
        "data",
        new ObservedVolume("data", "local", Map.of(), "/none", Map.of(), Optional.of(LATER)));
    record("db", "data:/data", "");
    assertThat(found()).isEmpty();
  }

  @Test
  void oneThatHoldsABackupWasFilledByHand() throws IOException {
    file("data/deep/file", NOW.minus(Duration.ofDays(2)));
    assertThat(found()).isEmpty();
    assertThat(asked).containsExactly(Set.of("id-of-db"));
  }

  @Test
  void whatItsImageOrItsServiceHasPutIntoItIsNoBackup() throws IOException {
    file("data/of-image", IMAGE.minus(Duration.ofDays(1)));
    file("data/of-service", LATER.plusSeconds(1));
    assertThat(found()).hasSize(1);
  }

  /** The start itself is put on record after an engine may have made the volume anew. */
  @Test
  void anotherOneThanItsServicesStartWasPlannedWithWasMadeAnewHoweverNewTheRecord()
      throws IOException {
    Instant before = NOW.minus(Duration.ofHours(2));
    volume("data", Map.of(), Map.of(), Optional.of(NOW.minus(Duration.ofHours(1))));
    plannedWith("data", before.toString());
    assertThat(found()).extracting(RemadeVolume::name).containsExactly("data");
    new AppliedRecords(directory.resolve("applied")).confirm(rendered("db"));
    assertThat(found()).as("the files of the service were written anew").hasSize(1);

    volume("data", Map.of(), Map.of(), Optional.of(before));
    assertThat(found()).as("the one that was planned with").isEmpty();
    volume("data", Map.of(), Map.of(), Optional.of(before.minusSeconds(9)));
    assertThat(found()).isEmpty();
  }

  @Test
  void soWasAPlainOneThatBerthWasToMake() throws IOException {
    volume("data", Map.of(), Map.of(), Optional.of(NOW.minus(Duration.ofHours(1))));
    plannedWith("data", "");
    assertThat(found()).hasSize(1);
    volume("data", Map.of(Labels.OWNERSHIP, "seal"), Map.of(), Optional.of(LATER));
    assertThat(found()).isEmpty();
  }

  private void plannedWith(String volume, String made) {
    AppliedRecords records = new AppliedRecords(directory.resolve("applied"));
    Applied record = records.read(new ContainerName("db")).orElseThrow();
    records.write(
        rendered("db"),
        new Applied(
            record.digest(),
            record.target(),
            record.configuration(),
            false,
            record.image(),
            new TreeMap<>(Map.of(volume, made))));
  }

  private static Rendered rendered(String name) {
    return new Rendered(
        new ContainerSpec(
            new ContainerName(name),
            SourcePosition.of("f.yaml"),
            new EnumMap<>(Key.class),
            new TreeMap<>()),
        "set",
        "d",
        new TreeMap<>(),
        List.of(),
        Map.of(),
        Upkeep.NONE,
        List.of(),
        List.of());
  }

  private List<RemadeVolume> found() {
    return remade().find(snapshot(), containers.stream().map(ObservedContainer::name).toList());
  }

  private RemadeVolumes remade() {
    return new RemadeVolumes(
        new AppliedRecords(directory.resolve("applied")),
        ids -> {
          asked.add(Set.copyOf(ids));
          Map<String, ObservedImage> images = new LinkedHashMap<>();
          ids.forEach(id -> images.put(id, image(id)));
          return images;
        });
  }

  private static ObservedImage image(String id) {
    return new ObservedImage(
        id,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(IMAGE));
  }

  private Snapshot snapshot() {
    return new Snapshot(
        new EngineSnapshot(new EngineInfo("podman", "5.4.2"), containers, Map.of(), volumes),
        new SystemdSnapshot(257, Map.of(), List.of(), Set.of(), Map.of()),
        Optional.empty(),
        Optional.empty());
  }

  private void service(String name, String volume) {
    record(name, volume, "id-of-" + name);
    containers.add(
        new ObservedContainer(
            "id",
            new ContainerName(name),
            new Made("i", "sha", Map.of(), List.of()),
            new Life("running", 0, 1, "")));
  }

  private void record(String name, String volume, String image) {
    AtomicFile.write(
        directory.resolve("applied/" + name + ".json"),
        JsonText.compact(
            Map.of(
                "digest",
                "d",
                "target",
                "",
                "image",
                image,
                "configuration",
                Map.of(Labels.CONFIG_ID, "set", Key.VOLUMES.label() + "[0]", volume))));
  }

  private void volume(
      String name, Map<String, String> labels, Map<String, String> options, Optional<Instant> made)
      throws IOException {
    Path content = Files.createDirectories(directory.resolve(name));
    Files.setLastModifiedTime(content, FileTime.from(made.orElse(NOW)));
    volumes.put(name, new ObservedVolume(name, "local", labels, content.toString(), options, made));
  }

  private void file(String path, Instant written) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "content");
    Files.setLastModifiedTime(file, FileTime.from(written));
    Files.setLastModifiedTime(file.getParent(), FileTime.from(LATER));
  }
}
