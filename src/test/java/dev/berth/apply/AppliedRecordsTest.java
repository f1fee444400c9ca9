package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Samples;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Rendered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppliedRecordsTest {
  private static final Applied APPLIED = new Applied("d1", "", new TreeMap<>(Map.of("image", "i")));

  private static final String WEB = "web: {image: i, restart: always}\n";

  @TempDir Path directory;
  private AppliedRecords records;
  private Rendered web;
  private Rendered exec;

  @BeforeEach
  void render() {
    PlayedHost host = new PlayedHost(directory);
    records = host.records;
    var wanted = host.wanted("web: {image: i}\nsync: {action: exec, command: [web, x]}\n");
    web = wanted.container(new ContainerName("web")).orElseThrow();
    exec = wanted.container(new ContainerName("sync")).orElseThrow();
  }

  @Test
  void keepWhatWasApplied() {
    Samples.forAll(
        200,
        samples -> {
          TreeMap<String, String> configuration = new TreeMap<>();
          samples
              .list(4, () -> samples.text(10))
              .forEach(path -> configuration.put(path, samples.text(20)));
          Applied applied = new Applied("d" + samples.text(5), samples.text(5), configuration);
          records.write(web, applied);
          assertThat(records.read(web)).contains(applied);
        });
  }

  /** Should the run be killed in between, the unit that it has written is known for its own. */
  @Test
  void sayWhichUnitIsAboutToBeWrittenUntilTheyAreConfirmed() {
    Rendered service =
        new PlayedHost(directory).wanted(WEB).container(new ContainerName("web")).orElseThrow();
    records.announce(service);
    assertThat(records.announced(service)).as("without a record").isEmpty();
    records.write(service, APPLIED);
    assertThat(records.announced(service)).isEmpty();
    records.announce(service);
    assertThat(records.announced(service)).contains(service.unit().orElseThrow().text());
    assertThat(records.read(service)).contains(APPLIED);
    records.confirm(service);
    assertThat(records.announced(service)).isEmpty();
    assertThat(records.read(service)).contains(APPLIED);
  }

  @Test
  void areForTheOwnerAlone() throws IOException {
    records.write(web, APPLIED);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("web.json"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "\"text\"", "{\"digest\":1}", "null", "{} {}"})
  void countAsLostWhenTheyMakeNoSense(String text) throws IOException {
    Files.writeString(file("web.json"), text);
    assertThat(records.read(web)).isEmpty();
  }

  @Test
  void countAsLostWhenTheyAreCutOffOrNoText() throws IOException {
    records.write(web, APPLIED);
    String whole = Files.readString(file("web.json"));
    for (int length = 0; length < whole.length(); length++) {
      Files.writeString(file("web.json"), whole.substring(0, length));
      assertThat(records.read(web)).as("cut at %d", length).isEmpty();
    }
    Files.write(file("web.json"), "{\"digest\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(records.read(web)).isEmpty();
  }

  @Test
  void ofAnExecAndOfAContainerStandApart() {
    assertThat(records.read(exec)).isEmpty();
    records.write(exec, APPLIED);
    assertThat(records.read(exec)).contains(APPLIED);
    records.write(web, APPLIED);
    records.remove(new ContainerName("sync"));
    assertThat(records.read(exec)).contains(APPLIED);
    records.remove(new ContainerName("web"));
    assertThat(records.read(web)).isEmpty();
    assertThat(records.read(exec)).as("what succeeded in it").isEmpty();
  }

  @Test
  void areLostWithAWordWhereTheyCannotBeWritten() throws IOException {
    records.write(web, APPLIED);
    List<String> told = new ArrayList<>();
    // The name that would be the temporary file's is a directory with something in it.
    Path inTheWay =
        file(".berth-web.json-" + Thread.currentThread().threadId() + ".tmp").resolve("x");
    Files.createDirectories(inTheWay);

    records.telling(told::add).write(web, APPLIED);

    assertThat(told).hasSize(1);
    assertThat(told.getFirst()).startsWith("the record of web is lost: cannot write ");
    assertThat(records.read(web)).as("one of before is no record of this apply").isEmpty();
  }

  @Test
  void ofOthersAreFoundByName() {
    records.write(web, APPLIED);
    records.write(exec, APPLIED);
    assertThat(records.others(Set.of()))
        .containsExactly(Map.entry(new ContainerName("web"), APPLIED));
    assertThat(records.others(Set.of(new ContainerName("web")))).isEmpty();
  }

  /** A volume's label says whose record is to be read, and may say anything. */
  @Test
  void areReadFromTheirOwnDirectoryAlone() {
    records.write(web, APPLIED);
    assertThat(records.read(new ContainerName("web"))).contains(APPLIED);
    for (String name : List.of("../applied/web", "./web", "", directory + "/var/applied/web")) {
      assertThat(ContainerName.find(name)).as(name).isEmpty();
    }
    assertThat(records.isOfService(new ContainerName("web"))).isTrue();
  }

  private Path file(String name) {
    return directory.resolve("var/applied").resolve(name);
  }
}
