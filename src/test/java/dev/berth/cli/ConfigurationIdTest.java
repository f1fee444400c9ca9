package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.HostPaths;
import dev.berth.host.Account;
import dev.berth.service.Caller;
import dev.berth.systemd.Scope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** What is no configuration's id is wrong use, whatever command it is given to. */
class ConfigurationIdTest {
  private static final List<String> LINES =
      List.of(
          "plan --file x --config-id %",
          "apply --file x --config-id %",
          "validate --file x --config-id %",
          "debug --file x --container c --config-id %",
          "migrate --file x --config-id %",
          "graph --file x --config-id %",
          "list --config-id %",
          "health --config-id %",
          "graph %",
          "delete %",
          "delete shop %",
          "cleanup --yes %",
          "logs %");

  private static final Map<String, String> NONE =
      Map.of(
          "",
          "a configuration id is empty",
          " \t",
          "a configuration id is empty",
          "sh op",
          "has no blanks",
          "sh\u00a0op",
          "has no blanks",
          "sh\nop",
          "has no blanks",
          "sh\u001b[1mop",
          "has no blanks",
          "sh\u202eop",
          "has no blanks",
          "s".repeat(256),
          "has at most 255 characters, this one 256");

  @TempDir Path directory;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

  private Console console() {
    return new Console(
        new PrintStream(data, true, StandardCharsets.UTF_8),
        new PrintStream(talk, true, StandardCharsets.UTF_8),
        Map.of());
  }

  private Caller caller(boolean isPaunch) {
    return new Caller(new Account(0, "root", Path.of("/root")), this::paths, isPaunch);
  }

  private HostPaths paths(Scope scope) {
    return new HostPaths(directory, directory, directory, directory, Optional.empty());
  }

  static Stream<Arguments> wrongUse() {
    return LINES.stream()
        .flatMap(
            line ->
                NONE.entrySet().stream().map(id -> Arguments.of(line, id.getKey(), id.getValue())));
  }

  @ParameterizedTest
  @MethodSource("wrongUse")
  void whatIsNoneIsWrongUseEverywhere(String line, String id, String why) {
    String[] words =
        Arrays.stream(line.split(" ")).map(word -> word.replace("%", id)).toArray(String[]::new);
    for (boolean isPaunch : new boolean[] {false, true}) {
      talk.reset();
      assertThat(Main.run(words, console(), caller(isPaunch), new Interruption())).isEqualTo(2);
      assertThat(talk.toString(StandardCharsets.UTF_8))
          .contains(line.startsWith("logs") ? "is no name of a container or a configuration" : why)
          .doesNotContain("\u001b")
          .doesNotContain("\u202e");
    }
    assertThat(data.size()).isZero();
  }

  @Test
  void everyOptionIsReadAlike() {
    List<String> read = new ArrayList<>();
    new Commands(new CommandWiring(console(), caller(false)), new Interruption())
        .commandLine()
        .getSubcommands()
        .forEach(
            (name, command) ->
                command.getCommandSpec().args().stream()
                    .filter(
                        argument ->
                            argument instanceof OptionSpec option
                                && option.longestName().equals("--config-id"))
                    .forEach(
                        argument -> {
                          read.add(name);
                          assertThat(argument.converters())
                              .as(name)
                              .hasSize(1)
                              .hasOnlyElementsOfType(ConfigurationId.class);
                        }));
    assertThat(read)
        .contains("apply", "plan", "list", "health", "graph", "migrate", "debug", "validate");
  }

  @Test
  void whatPaunchGaveIsOne() {
    assertThat(new ConfigurationId().convert("/var/lib/step_1:größer"))
        .isEqualTo("/var/lib/step_1:größer");
    assertThat(new ConfigurationId().convert("s".repeat(255))).hasSize(255);
  }
}
