package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything a path may be. */
class PathsTest {
  /** As TripleO wrote it: names and containers, each with the hash of its files. */
  private static final String HASHED =
      """
      {"web": {"image": "i", "environment": {"TRIPLEO_CONFIG_HASH": "0cc1"}},
       "db": {"image": "i", "environment": {"TRIPLEO_CONFIG_HASH": "0cc2"}}}
      """;

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void aFileWithOneContainerNamesIt() throws IOException {
    var result = Reading.plain().path(write("hashed-web.json", "{\"image\": \"i\"}"));
    assertThat(result.texts()).isEmpty();
    assertThat(result.names()).containsExactly("web");
    assertThat(result.desired().sets())
        .extracting(Desired.ContainerSet::configId)
        .containsExactly("hashed-web");
  }

  @Test
  void aFileMapsNamesToContainersInItsOrder() throws IOException {
    var result =
        Reading.plain()
            .path(write("my set.yaml", "z: {image: i}\na: {image: i}\nimage: {image: i}"));
    assertThat(result.texts()).isEmpty();
    assertThat(result.names()).containsExactly("z", "a", "image");
    assertThat(result.desired().sets().getFirst().configId()).isEqualTo("my_set");
  }

  @Test
  void oneContainerWithoutItsImageIsStillOneContainer() throws IOException {
    Path file = write("web.json", "{\"net\": \"host\", \"tty\": true}");
    assertThat(Reading.plain().path(file).texts())
        .containsExactly(file + ":1:1: error: the container `web` has no `image` (name one)");
  }

  @Test
  void aDirectoryHoldsFilesSortedByName() throws IOException {
    write("b.yaml", "image: i");
    write("a.yml", "x: {image: i}\ny: {image: i}");
    write("c.json", "{\"image\": \"i\"}");
    write(".hidden.yaml", "image: [");
    write("notes.txt", "image: [");
    Files.createDirectory(folder.resolve("sub.yaml"));
    var result = Reading.plain().configId("id").path(folder);
    assertThat(result.texts()).isEmpty();
    assertThat(result.names()).containsExactly("x", "y", "b", "c");
    assertThat(result.desired().sets().getFirst().configId()).isEqualTo("id");
  }

  @Test
  void hashedFilesAreTheOnlyOnesWhereThereIsOne() throws IOException {
    write("a.json", "{\"image\": \"i\"}");
    write("hashed-b.json", "{\"image\": \"i\"}");
    write("c.yaml", "image: i");
    assertThat(Reading.plain().path(folder).names()).containsExactly("b");
  }

  @Test
  void stepsAreSetsOneAfterTheOther() throws IOException {
    write("step_10/c.json", "{\"image\": \"i\", \"depends_on\": [\"b\"]}");
    write("step_2/b.json", "{\"image\": \"i\"}");
    Files.createDirectory(folder.resolve("step_1"));
    write("other/d.json", "{");
    var all = Reading.plain().steps().path(folder);
    assertThat(all.texts()).isEmpty();
    assertThat(all.desired().sets())
        .extracting(Desired.ContainerSet::configId)
        .containsExactly("tripleo_step1", "tripleo_step2", "tripleo_step10");
    assertThat(all.names()).containsExactly("b", "c");

    var one = Reading.plain().configId("x").step(10).path(folder);
    assertThat(one.texts()).isEmpty();
    assertThat(one.names()).containsExactly("c");
    assertThat(one.desired().sets().getFirst().configId()).isEqualTo("x_step10");
  }

  @Test
  void whatLooksLikeAStepAndIsNoneIsTold() throws IOException {
    write("step_1/a.json", "{\"image\": \"i\"}");
    Path zero = write("step_0/b.json", "{\"image\": \"i\"}").getParent();
    Path two = write("step_02/c.json", "{\"image\": \"i\"}").getParent();
    Path file = write("step_3", "");
    var result = Reading.plain().steps().path(folder);
    assertThat(result.names()).containsExactly("a");
    String number =
        ":1:1: warning: is left out: steps are numbered from 1 to 9999, without a zero in front"
            + " (rename it where it is to count)";
    assertThat(result.texts())
        .containsExactly(
            zero + number,
            two + number,
            file
                + ":1:1: warning: is left out: it is no directory (rename it where it is to"
                + " count)");
  }

  @Test
  void aFileOfAStepIsCalledAsTripleODoes() throws IOException {
    Path file = write("hashed-container-startup-config-step_3.json", HASHED);
    var result = Reading.plain().path(file);
    assertThat(result.texts()).isEmpty();
    assertThat(result.names()).containsExactly("web", "db");
    assertThat(result.desired().sets())
        .extracting(Desired.ContainerSet::configId)
        .containsExactly("tripleo_step3");
    assertThat(
            result.desired().container(new ContainerName("web")).orElseThrow().values().toString())
        .contains("TRIPLEO_CONFIG_HASH", "0cc1");
    assertThat(Reading.plain().configId("x").path(file).desired().sets())
        .extracting(Desired.ContainerSet::configId)
        .containsExactly("x");
  }

  @Test
  void filesOfStepsAreStepsAndTheHashedOnesCount() throws IOException {
    write("hashed-container-startup-config-step_2.json", HASHED);
    write("container-startup-config-step_2.json", HASHED.replace("0cc1", "none"));
    write("hashed-docker-container-startup-config-step_1.json", "{\"a\": {\"image\": \"i\"}}");
    write("other.json", "[]");
    var result = Reading.plain().steps().path(folder);
    assertThat(result.texts()).isEmpty();
    assertThat(result.desired().sets())
        .extracting(Desired.ContainerSet::configId)
        .containsExactly("tripleo_step1", "tripleo_step2");
    assertThat(result.names()).containsExactly("a", "web", "db");
    assertThat(
            result.desired().container(new ContainerName("web")).orElseThrow().values().toString())
        .contains("0cc1");
    assertThat(Reading.plain().path(folder).texts())
        .containsExactly(
            folder.resolve("container-startup-config-step_2.json")
                + ":1:1: error: holds the containers of a step (give --steps, or this file alone)");
  }

  @Test
  void theDirectoryOfAStepStandsBeforeItsFile() throws IOException {
    Path file = write("hashed-container-startup-config-step_2.json", HASHED);
    Path beside = folder.resolve("container-startup-config/step_2");
    write("container-startup-config/step_2/hashed-new.json", "{\"image\": \"i\"}");
    write("container-startup-config/step_2/new.json", "{\"image\": \"old\"}");
    var all = Reading.plain().steps().path(folder);
    assertThat(all.names()).containsExactly("new");
    assertThat(all.desired().sets().getFirst().configId()).isEqualTo("tripleo_step2");
    assertThat(all.texts())
        .containsExactly(
            file
                + ":1:1: warning: is left out: "
                + beside
                + " holds this step (remove the one that is over)");
    var one = Reading.plain().path(file);
    assertThat(one.names()).containsExactly("new");
    assertThat(one.desired().sets().getFirst().configId()).isEqualTo("tripleo_step2");
    assertThat(one.texts())
        .containsExactly(
            file
                + ":1:1: warning: is left out: as by Paunch, the directory "
                + beside
                + " is read in its place (remove the one that is over)");
    Files.delete(file);
    var gone = Reading.plain().path(file);
    assertThat(gone.names()).containsExactly("new");
    assertThat(gone.texts()).isEmpty();
  }

  @Test
  void stepsThatAreNotThere() throws IOException {
    Files.createDirectory(folder.resolve("step_1"));
    assertThat(Reading.plain().step(3).path(folder).texts())
        .containsExactly(
            folder
                + ":1:1: error: no directory step_3 in it (steps are directories named step_1,"
                + " step_2 …)");
    assertThat(Reading.plain().path(folder).texts())
        .containsExactly(
            folder
                + ":1:1: error: no *.json, *.yaml or *.yml file in it (it holds steps: give"
                + " --steps)");
  }

  @Test
  void aDependencyOnALaterStepAndANameInTwoSteps() throws IOException {
    Path early = write("step_1/a.yaml", "image: i\ndepends_on: [b]\n");
    Path first = write("step_2/b.yaml", "image: i\n");
    Path second = write("step_3/b.yaml", "image: i\n");
    assertThat(Reading.plain().steps().path(folder).texts())
        .containsExactly(
            early
                + ":2:14: error: `a` depends on `b`, which comes later, with tripleo_step2 (move"
                + " one of the two to another step)",
            second
                + ":1:1: error: a second container `b`; the first is at "
                + first
                + ":1:1 (rename or remove one of the two)");
  }

  @Test
  void twoFilesWithOneName() throws IOException {
    Path first = write("a.yaml", "image: i");
    Path second = write("b.yaml", "a: {image: i}");
    assertThat(Reading.plain().path(folder).errors())
        .singleElement()
        .asString()
        .startsWith(second + ":1:1: error: a second container `a`; the first is at " + first);
  }

  @Test
  void whatIsNotThere() throws IOException {
    Path nothing = folder.resolve("none.yaml");
    assertThat(Reading.plain().path(nothing).texts())
        .containsExactly(nothing + ":1:1: error: `" + nothing + "` does not exist");
    assertThat(Reading.plain().path(folder).texts())
        .containsExactly(
            folder
                + ":1:1: error: no *.json, *.yaml or *.yml file in it (to remove containers use"
                + " berth delete)");
    assertThat(Reading.plain().path(write("e.yaml", "")).texts())
        .containsExactly(
            folder + "/e.yaml:1:1: error: empty (write at least one container, or `{}`)");
  }

  @Test
  void standardInputIsASet() {
    var result = Reading.plain().configId("x").text("a: {image: i}");
    assertThat(result.names()).containsExactly("a");
    assertThat(result.desired().sets().getFirst().configId()).isEqualTo("x");
  }

  @Test
  void overridesReplaceKeysWhole() throws IOException {
    Path file = write("o.json", "{\"a\": {\"privileged\": \"maybe\"}}");
    var result =
        Reading.plain()
            .override("{\"a\": {\"network_mode\": \"none\", \"environment\": {\"B\": 1}}}")
            .override("{a: {environment: {C: 1}, tty: null}}")
            .override("@" + file)
            .override("{\"aa\": {\"tty\": 5}}")
            .text("a: {image: i, net: host, environment: {A: 1}, tty: true}");
    assertThat(result.flat("a")).hasToString("{environment.C=1, net=none}");
    assertThat(result.texts())
        .containsExactly(
            "--overrides:1:2: error: overrides for `aa`, which is no container here (did you mean"
                + " `a`?)",
            file + ":1:22: error: `privileged`: wants true or false, not a text of 5 characters");
  }

  @Test
  void contentOfEnvironmentFilesCounts() throws IOException {
    Path file = write("x.env", "A=1\n");
    String keys = "env_file: " + file;
    var before = Reading.plain().keys(keys).flat("c");
    assertThat(before).containsKey("content of env_file[0]");
    write("x.env", "A=2\n");
    assertThat(Reading.plain().keys(keys).flat("c")).isNotEqualTo(before);
  }

  @Test
  void namesInAnEnvFileThatCannotBeMeantAreReportedWhereTheyStand() throws IOException {
    Path file =
        write("app.env", "# A = comment\n  A=1\nPW = hunter2\n\nB= x\n=hunter2\nC\nÄ B=2\n");

    assertThat(Reading.plain().keys("env_file: " + file).texts())
        .containsExactly(
            file
                + ":3:1: error: the name of a variable that ends with a blank (write NAME=value,"
                + " without blanks around the equals sign)",
            file + ":6:1: error: an empty name (write NAME=value)");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(DocumentText.MOST_BYTES + 1L);
    }
    assertThat(Reading.plain().keys("env_file: " + file).texts())
        .singleElement()
        .asString()
        .startsWith(file + ":1:1: error: larger than 4194304 bytes");
  }
}
