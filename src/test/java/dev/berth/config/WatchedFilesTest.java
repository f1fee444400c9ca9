package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code restart_on} and {@code reload_on} read, and how much that may be. */
class WatchedFilesTest {
  @TempDir Path directory;
  private Path file;
  private Path tree;

  @BeforeEach
  void files() throws IOException {
    file = Files.writeString(directory.resolve("app.conf"), "one");
    tree = Files.createDirectory(directory.resolve("conf.d"));
    Files.writeString(tree.resolve("a"), "a");
  }

  private Reading.Result read(String keys) {
    return Reading.plain()
        .text("c:\n  image: i\n  restart: always\n  " + keys.replace("\n", "\n  ") + "\n");
  }

  private SortedMap<String, String> contents(String keys) {
    Reading.Result read = read(keys);
    assertThat(read.texts()).isEmpty();
    return read.desired().container(new ContainerName("c")).orElseThrow().contents();
  }

  @Test
  void whatIsNamedCountsByItsContent() throws IOException {
    String keys = "restart_on: [" + file + "]\nreload_on: [" + tree + "]";
    SortedMap<String, String> before = contents(keys);
    assertThat(before)
        .containsOnlyKeys("restart_on[" + file + "]", "reload_on[" + tree + "]")
        .isEqualTo(contents(keys));
    Files.writeString(tree.resolve("b"), "");
    assertThat(contents(keys).get("reload_on[" + tree + "]"))
        .isNotEqualTo(before.get("reload_on[" + tree + "]"));
    Files.writeString(file, "two");
    assertThat(contents(keys).get("restart_on[" + file + "]"))
        .isNotEqualTo(before.get("restart_on[" + file + "]"));
  }

  /** What reloads it does not make it anew. */
  @Test
  void mountsAreAllThatIsBound() {
    assertThat(
            contents(
                "volumes: ['"
                    + file
                    + ":/f', '"
                    + tree
                    + "/:/t:ro', 'data:/d', '/dev/null:/n', '/not/there:/x']\n"
                    + "restart_on: [mounts]\nreload_on: ["
                    + tree
                    + "]"))
        .containsOnlyKeys("restart_on[" + file + "]", "reload_on[" + tree + "]");
  }

  @Test
  void whatCannotBeReadIsAProblem() {
    assertThat(read("restart_on: [/not/there, /dev/null, some/where]").texts())
        .containsExactly(
            "<stdin>:4:16: error: there is no `/not/there` (the file must be there and readable)",
            "<stdin>:4:28: error: `/dev/null` is neither a file nor a directory (name what has a"
                + " content)",
            "<stdin>:4:39: error: `restart_on`: neither an absolute path nor `mounts` (write one of"
                + " them)");
  }

  @Test
  void thereIsAnEndToHowMuchIsRead() throws IOException {
    for (int i = 0; i < 1000; i++) {
      Files.createFile(tree.resolve("file" + i));
    }
    Path large = directory.resolve("large");
    Files.write(large, new byte[16 * 1024 * 1024 + 1]);
    assertThat(read("volumes: ['" + tree + ":/t']\nrestart_on: [mounts, " + large + "]").texts())
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .contains("holds more than 1000 files or 16 MiB")
                    .contains("name the files that matter in `restart_on`"));
  }

  /** Its process would be told of what it cannot see. */
  @Test
  void oneFileThatIsMountedByItselfIsWarnedOf() {
    assertThat(read("volumes: ['" + file + ":/f']\nreload_on: [mounts]").texts())
        .singleElement()
        .asString()
        .contains("is mounted by itself")
        .contains("mount its directory");
    assertThat(read("volumes: ['" + directory + ":/f']\nreload_on: [" + file + "]").texts())
        .isEmpty();
  }
}
