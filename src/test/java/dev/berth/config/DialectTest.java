package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Paunch's files are read otherwise than others: words of a command, users of checks. */
class DialectTest {
  private static final Dialect BLANKS = new Dialect(false, Optional.of(Dialect.Words.BLANKS));
  private static final Dialect SHELL = new Dialect(false, Optional.of(Dialect.Words.SHELL));

  @TempDir Path directory;

  private List<String> words(String name, String text, Dialect dialect) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Reading.Result result = Reading.plain().dialect(dialect).path(file);
    assertThat(result.errors()).isEmpty();
    return result.container("c").texts(Key.COMMAND);
  }

  private static String json(String command) {
    return "{\"image\": \"i\", \"command\": \""
        + command.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"}";
  }

  /** TripleO's tasks run on the first host of a service alone, by a script that ends in eval. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "su nova -s /bin/bash -c '/usr/bin/nova-manage db sync'|/usr/bin/nova-manage db sync",
        "su panko -s /bin/bash -c '/usr/bin/panko-dbsync  '|/usr/bin/panko-dbsync",
        "su nova -s /bin/bash -c \"/usr/bin/nova-manage db sync\"|/usr/bin/nova-manage db sync",
        "su nova -s /bin/bash -c '/m cell"
            + " --database_connection=\"{scheme}://{hostname}/c?{query}\"'|/m cell"
            + " --database_connection=\"{scheme}://{hostname}/c?{query}\"",
        "su ironic -s /bin/bash -c 'ironic-dbsync --config-file /etc/ironic/ironic.conf'"
            + "|ironic-dbsync --config-file /etc/ironic/ironic.conf"
      })
  void aQuotedTaskOfTripleoRunsAsItsAuthorMeant(String command, String given) throws Exception {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    script(bin.resolve("su"), "for word; do printf '<%s>\\n' \"$word\"; done");
    script(bin.resolve("bootstrap_host_exec"), "shift\nPATH=$(dirname \"$0\"):$PATH\neval $*");
    List<String> words =
        words("c.json", json(bin + "/bootstrap_host_exec nova_api " + command), Dialect.OF_FILE);

    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")).subList(1, 5));
    // Blanks at the end of the last word are lost twice over, as with Paunch.
    arguments.add(given);
    assertThat(printed.replaceAll(" +>", ">").lines().map(line -> line.replaceAll("^<|>$", "")))
        .containsExactlyElementsOf(arguments);
  }

  /**
   * A process of its own writes it: what this one had open for writing, a test beside might hand on
   * to a child for a moment, and the kernel would run no such file ("Text file busy").
   */
  private static void script(Path file, String text) throws Exception {
    Process writer =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "printf '%s' \"$2\" >\"$1\" && chmod +x \"$1\"",
                "sh",
                file.toString(),
                "#!/bin/sh\n" + text + "\n")
            .start();
    assertThat(writer.waitFor()).isZero();
  }

  @Test
  void theFormOfAFileSaysHowItIsSplit() throws IOException {
    String command = "sh -c 'a b'";
    List<String> blanks = List.of("sh", "-c", "'a", "b'");
    List<String> shell = List.of("sh", "-c", "a b");
    String yaml = "image: i\ncommand: " + command + "\n";

    assertThat(words("c.json", json(command), Dialect.OF_FILE)).isEqualTo(blanks);
    assertThat(words("hashed-c.json", json(command), Dialect.OF_FILE)).isEqualTo(blanks);
    assertThat(words("c.yaml", yaml, Dialect.OF_FILE)).isEqualTo(shell);
    assertThat(words("c.yaml", yaml, Dialect.OF_FILE.ofPaunch())).isEqualTo(blanks);
    assertThat(words("c.json", json(command), SHELL)).isEqualTo(shell);
    assertThat(words("c.json", json(command), SHELL.ofPaunch())).isEqualTo(shell);
    assertThat(words("c.yaml", yaml, BLANKS)).isEqualTo(blanks);
    assertThat(
            Reading.plain()
                .text("{\"c\": " + json(command) + "}")
                .container("c")
                .texts(Key.COMMAND))
        .isEqualTo(blanks);
    assertThat(
            Reading.plain()
                .text("{c: {image: i, command: \"" + command + "\"}}")
                .container("c")
                .texts(Key.COMMAND))
        .isEqualTo(shell);
  }

  @Test
  void aDirectoryOfStepsIsPaunchsWhateverItsFilesAre() throws IOException {
    Path step = Files.createDirectory(directory.resolve("step_1"));
    Files.writeString(step.resolve("c.yaml"), "image: i\ncommand: sh -c 'a b'\n");
    assertThat(Reading.plain().steps().path(directory).container("c").texts(Key.COMMAND))
        .containsExactly("sh", "-c", "'a", "b'");
  }

  @Test
  void whereTheTwoDifferItIsSaidOnceWhichWasTakenAndHowToGetTheOther() throws IOException {
    Path file = Files.writeString(directory.resolve("c.json"), json("su nova -c 'a b' 'c d'"));
    assertThat(Reading.plain().path(file).texts())
        .containsExactly(
            file
                + ":1:27: warning: `command`: is split at blanks, as Paunch did, and keeps its"
                + " quotes (--command-words shell splits it as a shell does; a list of words leaves"
                + " no doubt)");
    assertThat(Reading.plain().keys("command: su nova -c 'a b'").texts())
        .containsExactly(
            "<stdin>:3:12: warning: `command`: is split as a shell splits it, where Paunch split at"
                + " blanks only (--command-words blanks splits it so; a list of words leaves no"
                + " doubt)");
    assertThat(Reading.plain().dialect(BLANKS).keys("command: it's").texts()).hasSize(1);
    assertThat(Reading.plain().keys("command: it's").errors())
        .singleElement()
        .asString()
        .contains("--command-words blanks");
    assertThat(Reading.plain().keys("command: sleep  60").texts()).isEmpty();
  }

  /** Expectations from {@code str.split()} of Python 3.11. */
  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "\n", "\u000b", "\f", "\r", "\u001c", "\u0085", "\u00a0"})
  void blanksAreThoseOfPython(String blank) {
    assertThat(BlankWords.split(blank + "a" + blank + blank + "b\\ 'c" + blank))
        .containsExactly("a", "b\\", "'c");
    assertThat(BlankWords.split("a\u200bb\ufeffc")).containsExactly("a\u200bb\ufeffc");
    assertThat(BlankWords.split(blank)).isEmpty();
  }

  @Test
  void aHealthCheckIsRootsWhereTheFileIsPaunchs() throws IOException {
    String json =
        "{\"image\": \"i\", \"user\": \"nova\", \"healthcheck\": {\"test\": \"a\"%s},"
            + " \"check_interval\": 5}";
    assertThat(checkedBy("c.json", json.formatted(""))).isEqualTo("root");
    assertThat(checkedBy("c.json", json.formatted(", \"user\": \"nova\""))).isEqualTo("nova");
    assertThat(checkedBy("c.yaml", json.formatted(""))).isEmpty();
    assertThat(checkedBy("c.json", "{\"image\": \"i\", \"healthcheck\": {\"test\": \"NONE\"}}"))
        .isEmpty();
  }

  @Test
  void whatPaunchIgnoredIsAWarningInItsFilesAlone() throws IOException {
    String stray = "{\"image\": \"i\", \"test\": \"x\", \"state\": {\"a\": 1}}";
    Path json = Files.writeString(directory.resolve("c.json"), stray);
    Reading.Result result = Reading.plain().path(json);
    assertThat(result.texts())
        .containsExactly(
            json + ":1:16: warning: unknown key `test` has no effect (Paunch ignored it, too)",
            json + ":1:29: warning: unknown key `state` has no effect (Paunch ignored it, too)");
    Path yaml = Files.writeString(directory.resolve("c.yaml"), stray);
    assertThat(Reading.plain().path(yaml).texts())
        .hasSize(2)
        .allMatch(line -> line.contains(": error: unknown key `"));
    Path slip =
        Files.writeString(directory.resolve("d.json"), "{\"image\": \"i\", \"enviroment\": {}}");
    assertThat(Reading.plain().path(slip).texts())
        .containsExactly(
            slip + ":1:16: error: unknown key `enviroment` (did you mean `environment`?)");
  }

  @Test
  void aStrayKeyStaysAWarningHoweverManyThereAre() throws IOException {
    StringBuilder set = new StringBuilder("{");
    for (int i = 0; i < 300; i++) {
      set.append(i == 0 ? "" : ", ").append("\"c").append(i);
      set.append("\": {\"image\": \"i\", \"state\": 1}");
    }
    Path json = Files.writeString(directory.resolve("many.json"), set.append("}").toString());
    assertThat(Reading.plain().path(json).texts())
        .isNotEmpty()
        .allMatch(line -> line.contains(": warning: "));
  }

  @Test
  void theOptionsNamesOfPodmanAreKeysToo() throws IOException {
    Path json =
        Files.writeString(
            directory.resolve("c.json"),
            "{\"image\": \"i\", \"device\": [\"/dev/fuse\"], \"sysctl\": {\"net.a\": 1},"
                + " \"annotation\": {\"k\": \"v\"}}");
    Reading.Result result = Reading.plain().path(json);
    assertThat(result.texts()).isEmpty();
    ContainerSpec spec = result.container("c");
    assertThat(spec.texts(Key.DEVICES)).containsExactly("/dev/fuse");
    assertThat(spec.fields(Key.SYSCTLS)).containsEntry("net.a", "1");
    assertThat(spec.fields(Key.ANNOTATIONS)).containsEntry("k", "v");
  }

  private String checkedBy(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    Reading.Result result = Reading.plain().path(file);
    assertThat(result.texts()).isEmpty();
    return result.container("c").healthcheck().orElseThrow().user().orElse("");
  }
}
