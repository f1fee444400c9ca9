package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.compose.ComposeFrontEnd;
import dev.berth.model.ContainerName;
import dev.berth.model.Problems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --config-hash} the files that TripleO generated count as configuration. */
class ConfigHashTest {
  @TempDir Path configData;
  private Path tree;

  @BeforeEach
  void files() throws IOException {
    tree = Files.createDirectories(configData.resolve("puppet-generated/nova"));
    Files.createDirectory(tree.resolve("etc"));
    Files.writeString(tree.resolve("etc/nova.conf"), "a");
    Files.createSymbolicLink(tree.resolve("loop"), tree);
  }

  private SortedMap<String, String> contents() {
    String text =
        "c: {image: i, volumes: ['/etc/hosts:/h', '"
            + tree
            + "/:/t:ro', '"
            + configData
            + "/none:/n']}";
    ReadOptions options =
        new ReadOptions(
            Map.of(),
            "test",
            true,
            List.of(),
            false,
            OptionalInt.empty(),
            true,
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            List::of,
            Dialect.OF_FILE);
    Problems problems = new Problems();
    var desired =
        new ConfigReader(options, new ComposeFrontEnd(Map.of(), ComposeOptions.NONE), configData)
            .read("-", problems);
    assertThat(problems.sorted()).isEmpty();
    return desired.container(new ContainerName("c")).orElseThrow().contents();
  }

  @Test
  void onlyWhatLiesBelowConfigDataCounts() {
    assertThat(contents()).containsOnlyKeys("volumes[1]").isEqualTo(contents());
  }

  @Test
  void aContentANameAndAModeCount() throws IOException {
    var before = contents();
    Files.writeString(tree.resolve("etc/nova.conf"), "b");
    var content = contents();
    Files.move(tree.resolve("etc/nova.conf"), tree.resolve("etc/other.conf"));
    var name = contents();
    Files.setPosixFilePermissions(
        tree.resolve("etc/other.conf"), PosixFilePermissions.fromString("rwx------"));
    assertThat(List.of(before, content, name, contents())).doesNotHaveDuplicates();
  }
}
