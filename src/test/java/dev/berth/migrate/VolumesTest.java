package dev.berth.migrate;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.engine.PlayedEngines;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.host.ProcessRunner;
import dev.berth.host.ProcessStreams;
import dev.berth.host.RecordedRunner;
import dev.berth.host.Selinux;
import dev.berth.migrate.VolumeEntry.Kind;
import dev.berth.model.ObservedVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {
  private static final Map<String, String> MADE = Map.of(VolumeStep.MIGRATION, "m1");

  @TempDir Path directory;

  private CommandRunner processes = new ProcessRunner(command -> {});
  private final ProcessStreams streams = new ProcessStreams(command -> {}, Map.of());

  /** A host without SELinux has no kernel/enforce. */
  private VolumeLabel label(boolean keepsLabels) {
    return new VolumeLabel(
        Selinux.in(processes, directory.resolve("kernel"), directory.resolve("selinux")),
        path -> keepsLabels);
  }

  private void shell(String script) {
    assertThat(
            processes
                .run(
                    Command.reading(
                        List.of("sh", "-ec", "cd \"$1\"; " + script, "", "" + directory)))
                .stderr())
        .isEmpty();
  }

  private Map<String, VolumeEntry> entries(String name) {
    VolumeEntries entries = VolumeEntries.of(streams, directory.resolve(name), () -> false);
    Map<String, VolumeEntry> found = new TreeMap<>();
    for (var entry = entries.next(); entry.isPresent(); entry = entries.next()) {
      found.put(entry.get().path(), entry.get());
    }
    entries.end();
    return found;
  }

  private List<String> differences(String one, String other) {
    return VolumeComparison.differences(
        streams, directory.resolve(one), directory.resolve(other), () -> false);
  }

  @Test
  void aListingTellsWhatACopyHasToKeep() {
    shell(
        "mkdir -p v/empty; printf hello >v/file; chmod 4750 v/file; ln v/file v/second;"
            + " ln -s /nowhere v/link; mkfifo v/pipe; touch -d '2001-02-03 04:05:06.789Z' v/file;"
            + " mkdir v/$(head -c 120 /dev/zero | tr '\\0' x)");

    Map<String, VolumeEntry> entries = entries("v");

    assertThat(entries).containsKeys(".", "empty", "x".repeat(120)).hasSize(7);
    VolumeEntry file = entries.get("file");
    assertThat(file)
        .returns(Kind.FILE, VolumeEntry::type)
        .returns(04750, VolumeEntry::mode)
        .returns(5L, VolumeEntry::size)
        .returns("981173106.789", VolumeEntry::modified);
    assertThat(entries.get("second"))
        .returns(Kind.HARD_LINK, VolumeEntry::type)
        .returns("file", VolumeEntry::link);
    assertThat(entries.get("link"))
        .returns(Kind.SYMBOLIC_LINK, VolumeEntry::type)
        .returns("/nowhere", VolumeEntry::link);
    assertThat(entries.get("pipe").type()).isEqualTo(Kind.FIFO);
  }

  @Test
  void aCopyIsTheSameWhetherItsZerosAreHolesOrWritten() {
    shell(
        "mkdir a b; truncate -s 3000000 a/f; printf x | dd of=a/f bs=1 seek=1500001 conv=notrunc"
            + " status=none; cp --sparse=never --preserve=all a/f b/f; touch -r a b");
    assertThat(differences("a", "b")).isEmpty();
    shell("printf y | dd of=b/f bs=1 seek=2999999 conv=notrunc status=none; touch -r a/f b/f");
    assertThat(differences("a", "b")).containsExactly("f: content differs");
  }

  @Test
  void eachThingThatDiffersIsNamed() {
    shell(
        "mkdir -p a/d b/d; touch a/d/f b/d/f; chmod 600 b/d/f; touch a/d/gone b/d/new a/later;"
            + " find a b -exec touch -d 2001-02-03Z {} +; touch -d 2001-02-04Z b/d");
    assertThat(differences("a", "b"))
        .containsExactly(
            "d: time 981158400 became 981244800",
            "d/f: mode 0644 became 0600",
            "the copy has d/new where the volume has d/gone");
  }

  @Test
  void whatIsOnOneSideAloneIsNamedAtTheEndToo() {
    shell("mkdir a b; touch a/f b/f b/more; find a b -exec touch -d 2001-02-03Z {} +");
    assertThat(differences("a", "b"))
        .containsExactly("the copy has more where the volume has nothing");
    assertThat(differences("b", "a"))
        .containsExactly("the copy has nothing where the volume has more");
  }

  @Test
  void ofManyDifferencesAFewAreToldAndAllIsRead() {
    shell(
        "mkdir a b; cd a; touch $(seq 3000); cd ..; cp -a a/. b; chmod 600 b/*;"
            + " find a b -exec touch -d 2001-02-03Z {} +");
    assertThat(differences("a", "b"))
        .hasSize(VolumeComparison.TOLD)
        .contains("1: mode 0644 became 0600");
  }

  @Test
  void aDirectoryThatCannotBeReadIsAnError() {
    assertThatThrownBy(() -> entries("nowhere"))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("cannot read")
        .hasMessageContaining("nowhere");
  }

  @Test
  void spaceIsWantedWithAMargin() {
    long free = 1_000_000_000;
    assertThat(VolumePlanner.shortage(500_000_000, free, directory)).isEmpty();
    assertThat(VolumePlanner.shortage(950_000_000, free, directory))
        .get()
        .asString()
        .isEqualTo(
            "volumes: they take 950 MB and, with a margin, need 1065 MB below "
                + directory
                + ", where 1000 MB are free");
  }

  @Test
  void aVolumeOfAnotherIsNeverOverwritten() throws IOException {
    VolumePlan plan =
        planner(volume("data", "source", "{}"), volume("data", "target", "{}"))
            .plan(Map.of("data", "data"), VolumeMode.COPY, "m1", Map.of());
    assertThat(plan.obstacles())
        .singleElement()
        .asString()
        .startsWith("volume data: exists already");
    assertThat(
            planner(
                    volume("data", "source", "{}"),
                    volume("data", "target", "{\"" + VolumeStep.MIGRATION + "\": \"m1\"}"))
                .plan(Map.of("data", "data"), VolumeMode.COPY, "m1", Map.of())
                .obstacles())
        .isEmpty();
  }

  @Test
  void whatPodmanDoesNotKnowIsAnObstacleThatNamesIt() throws IOException {
    String plugin = volume("data", "source", "{}").replace("local", "rclone");
    assertThat(
            planner(plugin, "")
                .plan(Map.of("data", "data"), VolumeMode.COPY, "m1", Map.of())
                .obstacles())
        .containsExactly(new Obstacle("volume data", "Driver rclone is a plugin of docker"));
    assertThat(VolumeOptions.unknown(Map.of("type", "nfs", "o", "addr=x"), EngineName.PODMAN))
        .isEmpty();
    assertThat(VolumeOptions.unknown(Map.of("o", "uid=1"), EngineName.DOCKER)).containsExactly("o");
    assertThat(VolumeOptions.unknown(Map.of("mountpoint", "/x"), EngineName.PODMAN))
        .containsExactly("mountpoint");
    assertThat(VolumeOptions.carried(Map.of("type", "tmpfs", "SIZE", "1m", "o", "size=1m")))
        .isEqualTo(Map.of("type", "tmpfs", "o", "size=1m"));
  }

  @Test
  void anUnfinishedCopyIsMadeAnewAndNothingElse() throws IOException {
    Path target = Files.createDirectories(directory.resolve("target/data/_data"));
    shell("mkdir -p source/data/_data; echo all >source/data/_data/file");
    VolumeStep step = step(VolumeStep.Way.COPY);
    VolumeCarrier carrier = carrier(volume("data", "target", "{\"dev.berth.migration\":\"m1\"}"));
    shell("mkdir target/data/.berth-copy; echo ha >target/data/.berth-copy/half");
    assertThat(carrier.isComplete(step)).isFalse();

    carrier.carry(step);

    assertThat(target.resolve("file")).hasContent("all");
    assertThat(target.resolve("half")).doesNotExist();
    assertThat(carrier.isComplete(step)).isTrue();
    Files.writeString(target.resolve("file"), "written since");
    carrier.carry(step);
    assertThat(target.resolve("file")).hasContent("written since");
  }

  @Test
  void aRenameCanBeTakenBack() {
    shell("mkdir -p source/data/_data target/data/_data; echo all >source/data/_data/file");
    VolumeStep step = step(VolumeStep.Way.RENAME);
    VolumeCarrier carrier = carrier(volume("data", "target", "{\"dev.berth.migration\":\"m1\"}"));

    carrier.carry(step);
    carrier.carry(step);
    assertThat(directory.resolve("target/data/_data/file")).hasContent("all");
    assertThat(directory.resolve("source/data/_data")).doesNotExist();

    carrier.undo(step);
    assertThat(directory.resolve("source/data/_data/file")).hasContent("all");
  }

  @Test
  void whatComesOverIsLabelledBeforeItTakesItsPlace() throws IOException {
    withSelinux();
    List<String> labelled = new ArrayList<>();
    processes = played(labelled, answer(""));
    shell("mkdir -p source/data/_data target/data/_data; echo all >source/data/_data/file");

    carrier(volume("data", "target", "{\"dev.berth.migration\":\"m1\"}"))
        .carry(step(VolumeStep.Way.COPY));
    assertThat(labelled).containsExactly("target/data/.berth-copy holds file");

    labelled.clear();
    shell("rm -r target/data/_data; mkdir target/data/_data");
    carrier(volume("data", "target", "{\"dev.berth.migration\":\"m1\"}"))
        .carry(step(VolumeStep.Way.RENAME));
    assertThat(labelled).containsExactly("source/data/_data holds file");
    assertThat(directory.resolve("target/data/_data/file")).hasContent("all");
  }

  @Test
  void whatCannotBeLabelledStaysWhereItWas() throws IOException {
    withSelinux();
    processes = played(new ArrayList<>(), failure(1, "", "chcon: Read-only file system"));
    shell("mkdir -p source/data/_data target/data/_data; echo all >source/data/_data/file");
    VolumeCarrier carrier = carrier(volume("data", "target", "{\"dev.berth.migration\":\"m1\"}"));

    for (VolumeStep.Way way : List.of(VolumeStep.Way.COPY, VolumeStep.Way.RENAME)) {
      assertThatThrownBy(() -> carrier.carry(step(way)))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("cannot label ")
          .hasMessageContaining("Read-only");
    }
    assertThat(directory.resolve("source/data/_data/file")).hasContent("all");
    assertThat(directory.resolve("target/data/_data")).isEmptyDirectory();
  }

  @Test
  void whereAMountHasOneLabelNothingIsLabelled() throws IOException {
    withSelinux();
    assertThat(label(false).argv(directory)).isEmpty();
    assertThat(label(true).argv(directory).orElseThrow())
        .containsExactly(
            "chcon",
            "--recursive",
            "-P",
            "--no-dereference",
            "--",
            "u:object_r:container_file_t:s0",
            directory.toString());
  }

  private void withSelinux() throws IOException {
    Files.createDirectories(directory.resolve("kernel"));
    Files.writeString(directory.resolve("kernel/enforce"), "1");
    Files.createDirectories(directory.resolve("selinux/targeted/contexts"));
    Files.writeString(
        directory.resolve("selinux/targeted/contexts/lxc_contexts"),
        "file = \"u:object_r:container_file_t:s0\"\n");
  }

  /** Runs everything but what only a kernel with SELinux can do. */
  private CommandRunner played(List<String> labelled, CommandResult result) {
    CommandRunner real = processes;
    return command -> {
      if (!command.argv().contains("chcon")) {
        return real.run(command);
      }
      Path tree = Path.of(command.argv().getLast());
      labelled.add(directory.relativize(tree) + " holds " + String.join(" ", tree.toFile().list()));
      return result;
    };
  }

  @Test
  void theVolumeOfAnotherMigrationIsLeft() {
    VolumeCarrier carrier = carrier(volume("data", "target", "{\"dev.berth.migration\":\"m0\"}"));
    assertThatThrownBy(() -> carrier.undo(step(VolumeStep.Way.COPY)))
        .hasMessage("the volume data on podman is not of this migration");
  }

  private VolumeStep step(VolumeStep.Way way) {
    ObservedVolume source =
        new ObservedVolume(
            "data", Map.of(), directory.resolve("source/data/_data").toString(), Map.of());
    return new VolumeStep(source, "data", way, 0, MADE);
  }

  private String volume(String name, String side, String labels) {
    return "{\"Name\":\"%s\",\"Driver\":\"local\",\"Mountpoint\":\"%s\",\"Options\":null,\"Labels\":%s}"
        .formatted(name, directory.resolve(side).resolve(name).resolve("_data"), labels);
  }

  private VolumePlanner planner(String source, String target) throws IOException {
    Files.createDirectories(directory.resolve("source/data/_data"));
    return new VolumePlanner(
        engine(EngineName.DOCKER, source), engine(EngineName.PODMAN, target), processes, directory);
  }

  private VolumeCarrier carrier(String target) {
    return new VolumeCarrier(
        engine(EngineName.PODMAN, target), processes, streams, () -> false, label(true));
  }

  private static Engine engine(EngineName kind, String volume) {
    return PlayedEngines.of(kind, new RecordedRunner(line -> answer("[" + volume + "]")));
  }
}
