package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.service.Caller;
import dev.berth.service.HostSetting;
import dev.berth.service.SettingsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What a package holds beside the program says what the program says. */
class PackagedFilesTest {
  @TempDir static Path directory;

  private static CommandLine berth;

  @BeforeAll
  static void write() throws IOException {
    PackagedFiles.main(new String[] {directory.toString(), "2026-11-25"});
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    berth =
        new Commands(
                new CommandWiring(
                    new Console(nowhere, nowhere, Map.of()), Caller.ofProcess(Map.of())),
                new Interruption())
            .commandLine();
  }

  private static List<OptionSpec> shown(CommandLine command) {
    return command.getCommandSpec().options().stream().filter(option -> !option.hidden()).toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  @Test
  void everyCommandHasAPageThatNamesEachOfItsOptions() throws IOException {
    Set<String> pages = new TreeSet<>(Set.of("berth.1"));
    for (Map.Entry<String, CommandLine> command : berth.getSubcommands().entrySet()) {
      String name = "berth-" + command.getKey() + ".1";
      pages.add(name);
      String page = read("man/" + name);
      assertThat(page).startsWith(".\\\" Made from").contains(".SH \"EXAMPLES\"", "2026-11-25");
      for (OptionSpec option : shown(command.getValue())) {
        assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
      }
      assertThat(read("man/berth.1")).contains("\\fBberth\\-" + command.getKey() + "\\fR(1)");
    }
    try (Stream<Path> written = Files.list(directory.resolve("man"))) {
      assertThat(written.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(pages);
    }
  }

  @Test
  void noLineOfAPageIsTakenForARequest() throws IOException {
    assertThat(read("man/berth-graph.1").lines())
        .filteredOn(line -> line.startsWith("."))
        .allMatch(line -> line.matches("\\.(TH|SH|TP|nf|fi|\\\\\").*"));
    assertThat(read("man/berth-plan.1")).contains("echo \\(aqthe host differs\\(aq");
  }

  @Test
  void statusesAreThoseOfTheReference() throws IOException {
    String reference = Files.readString(Path.of("docs/reference/exit-status.md"));
    ExitStatus.MEANINGS.forEach(
        meaning -> assertThat(reference).contains("\n| " + meaning.status() + " | "));
  }

  @Test
  void completionsKnowEachCommandAndOption() throws IOException {
    String zsh = read("completions/_berth");
    String fish = read("completions/berth.fish");
    String bash = read("completions/berth");
    berth
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(zsh).contains("    '" + name + ":", "        " + name + ")\n");
              assertThat(fish).contains(" -a " + name + " -d ");
              for (OptionSpec option : shown(command)) {
                String longest = option.longestName();
                assertThat(bash).contains("'" + longest + "'");
                assertThat(zsh).containsPattern("'\\*?" + longest + "=?\\[");
                assertThat(fish)
                    .containsPattern("from " + name + "' .*-l " + longest.substring(2) + " ");
              }
            });
  }

  @Test
  void theSettingsFileNamesEachSettingAndSetsNone() throws IOException {
    Path file = directory.resolve("berth.yaml");
    ByteArrayOutputStream talk = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(talk, true, StandardCharsets.UTF_8);
    assertThat(SettingsFile.read(file, new Console(stream, stream, Map.of()))).isEmpty();
    assertThat(talk.toString(StandardCharsets.UTF_8)).isEmpty();

    for (HostSetting setting : HostSetting.values()) {
      if (setting.isInFile()) {
        assertThat(Files.readString(file)).contains("\n#" + setting.key() + ":");
      }
    }
  }

  @Test
  void theSettingsOfTheFileAreTakenWhenTheirSignIsRemoved() throws IOException {
    Path file = directory.resolve("set.yaml");
    Files.writeString(file, read("berth.yaml").replace("#unit_prefix:", "unit_prefix:"));
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    assertThat(SettingsFile.read(file, new Console(nowhere, nowhere, Map.of())))
        .containsOnlyKeys(HostSetting.UNIT_PREFIX);
  }
}
