package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * What an apply does to a host, in which order: a file for each case, with each command that
 * changes something and each file that is written or goes. {@code -Dberth.updateGolden=true} writes
 * them anew.
 */
class CallsTest {
  private static final Path FILES = Path.of("src/test/resources/dev/berth/apply/calls");

  /** A run waits for what it has started to settle; nothing keeps many from waiting together. */
  private static final int TOGETHER = 16;

  @TempDir Path directory;

  private static List<CallScenario> all() {
    return Stream.of(SystemdCalls.all()).flatMap(List::stream).toList();
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
    assertThat(dev.berth.host.WholeFile.names(FILES))
        .containsExactlyInAnyOrderElementsOf(
            all().stream().map(scenario -> scenario.name + ".txt").toList());
  }
}
