package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * What an apply does to a host, in which order: a file for each case, with each command that
 * changes something and each file that is written or goes. {@code -Dberth.updateGolden=true} writes
 * them anew.
 */
class CallsTest {
  private static final Path FILES = Path.of("src/test/resources/dev/berth/apply/calls");

  /** A run waits for what it has started to settle; nothing keeps many from waiting together. */
  private static final int TOGETHER = 40;

  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir(factory = InMemory.class)
  Path directory;

  /** Each file is brought to the disk before the next thing is done: on a real one that takes. */
  static final class InMemory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      return Files.isWritable(MEMORY)
          ? Files.createTempDirectory(MEMORY, "berth-calls-")
          : Files.createTempDirectory("berth-calls-");
    }
  }

  /** Those first that wait longest. */
  static List<CallScenario> all() {
    return Stream.of(
            OrderCalls.all(),
            SystemdCalls.all(),
            RemovalCalls.all(),
            TaskCalls.all(),
            DockerCalls.all(),
            MigrationCalls.all(),
            AdoptionCalls.all())
        .flatMap(List::stream)
        .toList();
  }

  @TestFactory
  List<DynamicTest> whatIsDoneToTheHost() {
    Map<String, CompletableFuture<String>> pages = new LinkedHashMap<>();
    try (ExecutorService players = Executors.newFixedThreadPool(TOGETHER)) {
      for (CallScenario scenario : all()) {
        CompletableFuture<String> page =
            CompletableFuture.supplyAsync(
                () -> scenario.play(directory.resolve(scenario.name)), players);
        assertThat(pages.put(scenario.name, page)).as(scenario.name).isNull();
      }
    }
    return pages.entrySet().stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    page.getKey(), () -> compare(page.getKey(), page.getValue().join())))
        .toList();
  }

  private static void compare(String name, String page) throws IOException {
    Path file = FILES.resolve(name + ".txt");
    if (Boolean.getBoolean("berth.updateGolden")) {
      Files.createDirectories(FILES);
      Files.writeString(file, page);
    }
    assertThat(page).as(name).isEqualTo(Files.readString(file));
  }

  @Test
  void noFileIsOfACaseThatHasGone() {
    List<String> gone = new ArrayList<>(AtomicFile.names(FILES));
    gone.removeAll(all().stream().map(scenario -> scenario.name + ".txt").toList());
    if (Boolean.getBoolean("berth.updateGolden")) {
      gone.forEach(file -> AtomicFile.remove(FILES.resolve(file)));
      gone.clear();
    }
    assertThat(gone).isEmpty();
  }
}
