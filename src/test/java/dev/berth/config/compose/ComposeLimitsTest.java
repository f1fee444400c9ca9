package dev.berth.config.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.berth.config.ComposeOptions;
import dev.berth.config.ConfigReader;
import dev.berth.config.ReadOptions;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that mean harm, or are only very large, end with a problem and soon. */
@Timeout(20)
class ComposeLimitsTest {
  @TempDir Path directory;

  private final Problems problems = new Problems();

  private Desired read(String compose, String... more) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), compose);
    for (int i = 0; i < more.length; i += 2) {
      Files.writeString(directory.resolve(more[i]), more[i + 1]);
    }
    return new ConfigReader(
            ReadOptions.defaults(), new ComposeFrontEnd(Map.of(), ComposeOptions.NONE))
        .read(directory.toString(), problems);
  }

  private String told() {
    return problems.sorted().toString();
  }

  @Test
  void defaultsWithoutEndAreAProblem() throws IOException {
    read(
        "services: {web: {image: x, network_mode: none, labels: {a: \""
            + "${U:-".repeat(5000)
            + "x"
            + "}".repeat(5000)
            + "\"}}}");
    assertThat(told()).contains("nested deeper than 100 levels");
  }

  @Test
  void variablesThatMultiplyAreAProblem() throws IOException {
    String chain =
        IntStream.range(1, 10)
            .mapToObj(i -> "A" + i + "=" + ("${A" + (i - 1) + "}").repeat(10) + "\n")
            .collect(Collectors.joining());
    read(
        "services: {web: {image: x, network_mode: none, labels: {a: '${A9}'}}}",
        ".env",
        "A0=" + "x".repeat(100) + "\n" + chain);
    assertThat(told()).contains("more than 1048576 characters");
  }

  @Test
  void manyPortsAreOneRange() throws IOException {
    Desired desired =
        read(
            "services: {web: {image: x, network_mode: bridge, ports:"
                + " ['20000-29999:20000-29999']}}");
    assertThat(told()).isEqualTo("[]");
    assertThat(
            desired
                .container(new ContainerName(directory.getFileName() + "-web"))
                .orElseThrow()
                .texts(Key.PORTS))
        .containsExactly("20000-29999:20000-29999/tcp");
  }

  @Test
  void aLongChainOfServicesEnds() throws IOException {
    String services =
        IntStream.range(1, 2000)
            .mapToObj(i -> "  s" + i + ": {extends: s" + (i - 1) + ", network_mode: none}\n")
            .collect(Collectors.joining());
    Desired desired = read("services:\n  s0: {image: x, network_mode: none}\n" + services);
    assertThat(told()).isEqualTo("[]");
    assertThat(desired.containers()).hasSize(2000);
  }

  @Test
  void aChainThatIsReadFromItsEndIsAProblemAndNoFault() throws IOException {
    String services =
        IntStream.range(0, 5000)
            .mapToObj(i -> "  s" + i + ": {image: x, extends: s" + (i + 1) + "}\n")
            .collect(Collectors.joining());
    assertThatCode(() -> read("services:\n" + services + "  s5000: {image: x}\n"))
        .doesNotThrowAnyException();
    assertThat(told()).contains("services extend one another");
  }

  @Test
  void thousandsOfContainersOfOneServiceAreAProblem() throws IOException {
    read("services: {web: {image: x, network_mode: none, scale: 100000}}");
    assertThat(told()).contains("more than 1000 containers of one service");
  }

  @Test
  void variablesThatCannotBeReadAreAProblem() throws IOException {
    Files.createSymbolicLink(directory.resolve(".env"), directory.resolve(".env"));
    read("services: {web: {image: x, network_mode: none}}");
    assertThat(told()).contains(".env");
  }

  @Test
  void aPathCannotWriteALineOfItsOwn() throws IOException {
    read("include: [\"x\\n/srv/compose.yaml: valid\"]\nservices: {web: {image: x}}\n");
    assertThat(told()).contains("control character").doesNotContain("\n/srv");
  }

  @Test
  void bothKindsOfTmpfsCount() throws IOException {
    for (String order :
        List.of(
            "volumes: [{type: tmpfs, target: /t}], tmpfs: [/run]",
            "tmpfs: [/run], volumes: [{type: tmpfs, target: /t}]")) {
      Desired desired = read("services: {web: {image: x, network_mode: none, " + order + "}}");
      assertThat(desired.containers().findFirst().orElseThrow().texts(Key.TMPFS))
          .containsExactlyInAnyOrder("/t", "/run");
    }
  }

  @Test
  void aDollarSignThatIsMeantIsNoWarning() throws IOException {
    Desired desired =
        read("services: {web: {image: x, network_mode: none, environment: {H: '$${HOME}'}}}");
    assertThat(told()).isEqualTo("[]");
    assertThat(desired.containers().findFirst().orElseThrow().fields(Key.ENVIRONMENT))
        .containsEntry("H", "${HOME}");
  }

  @Test
  void aLongFileOfVariablesIsReadSoon() throws IOException {
    String lines =
        IntStream.range(0, 100_000).mapToObj(i -> "V" + i + "=a\n").collect(Collectors.joining());
    Desired desired =
        read(
            "services: {web: {image: x, network_mode: none, env_file: web.env}}", "web.env", lines);
    assertThat(told()).isEqualTo("[]");
    assertThat(desired.containers().findFirst().orElseThrow().fields(Key.ENVIRONMENT))
        .hasSize(100_000);
  }

  @Test
  void aVariableThatNamesNoFileIsAProblem() throws IOException {
    read("services: {web: {image: x, network_mode: none}}", ".env", "COMPOSE_FILE=:\n");
    assertThat(told()).contains("COMPOSE_FILE names no file");
  }
}
