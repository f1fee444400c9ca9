package dev.berth.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.berth.config.ComposeOptions;
import dev.berth.config.ConfigReader;
import dev.berth.config.ReadOptions;
import dev.berth.config.compose.ComposeFrontEnd;
import dev.berth.host.Account;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What root reads or has run below the directories that a container is given. */
class FileTrustTest {
  @TempDir Path given;
  private Path script = Path.of("/none");
  private Path data = Path.of("/none");

  @BeforeEach
  void files() throws IOException {
    assumeThat(Account.current().isRoot()).as("only root is warned").isTrue();
    Path directory = given.toRealPath();
    data = Files.createDirectories(directory.resolve("data/nova/etc"));
    Files.writeString(data.resolve("nova.conf"), "a");
    script =
        Files.writeString(Files.createDirectory(directory.resolve("bin")).resolve("check"), "");
  }

  private List<String> warnings(boolean counts) throws IOException {
    Path top = data.getParent();
    Path file = given.toRealPath().resolve("web.yaml");
    Files.writeString(
        file,
        """
        web:
          image: i
          volumes: ['%s:/c:ro', '%s:/openstack', 'named:/n']
          healthcheck: {test: /openstack/check 8080}
        """
            .formatted(top, script.getParent()));
    Problems problems = new Problems();
    Desired desired =
        new ConfigReader(ReadOptions.defaults(), new ComposeFrontEnd(Map.of(), ComposeOptions.NONE))
            .read(file.toString(), problems);
    SortedMap<String, String> contents = new TreeMap<>();
    if (counts) {
      contents.put("volumes[0]", "digest");
    }
    ContainerSpec web = desired.container(new ContainerName("web")).orElseThrow();
    web = new ContainerSpec(web.name(), web.at(), web.values(), contents);
    desired = new Desired(List.of(new Desired.ContainerSet("web", List.of(web))));
    new FileTrust(problems).configuration(desired, List.of());
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @Test
  void contentThatCountsIsLookedAtToTheLastFile() throws IOException {
    assertThat(warnings(true)).isEmpty();
    Path file = data.resolve("nova.conf");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(warnings(true))
        .singleElement()
        .asString()
        .contains(
            "web.yaml:3:13: warning: others may change " + data.getParent() + ": " + file,
            "everybody may write to it");
    assertThat(warnings(false)).as("what is only mounted is no configuration").isEmpty();
  }

  @Test
  void theScriptOfAHealthCheckIsLookedAt() throws IOException {
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(warnings(false))
        .singleElement()
        .asString()
        .contains("warning: others may change " + script + ": " + script + ", everybody may write");
  }

  @Test
  void environmentFilesAndOverridesAreLookedAt() throws IOException {
    Path directory = given.toRealPath();
    Path env = shared(directory.resolve("web.env"), "A=b\n");
    Path override = shared(directory.resolve("override.yaml"), "web: {tty: true}\n");
    Path file = directory.resolve("web.yaml");
    Files.writeString(file, "web:\n  image: i\n  env_file: [" + env + "]\n");
    Problems problems = new Problems();
    Desired desired =
        new ConfigReader(ReadOptions.defaults(), new ComposeFrontEnd(Map.of(), ComposeOptions.NONE))
            .read(file.toString(), problems);
    new FileTrust(problems).configuration(desired, List.of("@" + override, "{web: {}}"));
    assertThat(problems.sorted())
        .extracting(Problem::toString)
        .satisfiesExactly(
            told -> assertThat(told).startsWith(mayChange(override + ":1:1", override)),
            told -> assertThat(told).startsWith(mayChange(file + ":3:14", env)));
  }

  @Test
  void theSettingsFileIsLookedAt() throws IOException {
    Path settings = shared(given.toRealPath().resolve("berth.yaml"), "parallel: 2\n");
    List<String> told = new ArrayList<>();
    Listener listener =
        new Listener() {
          @Override
          public void warning(String message) {}

          @Override
          public void problems(List<Problem> problems, int errors) {
            problems.forEach(problem -> told.add(problem.toString()));
          }

          @Override
          public void starts(List<String> argv) {}
        };
    assertThat(SettingsFile.read(settings, listener)).hasSize(1);
    assertThat(told)
        .singleElement()
        .satisfies(
            problem -> assertThat(problem).startsWith(mayChange(settings + ":1:1", settings)));
  }

  private static Path shared(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
  }

  private static String mayChange(String at, Path file) {
    return at + ": warning: others may change " + file + ": " + file + ", everybody may write";
  }
}
