package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** All cases. */
  static List<CallScenario> all() {
    return Stream.of(
            OrderCalls.all(),
            SystemdCalls.all(),
            RemovalCalls.all(),
            NetworkCalls.all(),
            PodCalls.all(),
            TaskCalls.all(),
            DockerCalls.all(),
            MigrationCalls.all(),
            AdoptionCalls.all())
        .flatMap(List::stream)
        .toList();
  }

  @TestFactory
  List<DynamicTest> whatIsDoneToTheHost() {
    return all().stream()
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.name,
                    () -> compare(scenario, scenario.play(directory.resolve(scenario.name)))))
        .toList();
  }

  /** What is to be seen of a case. */
  static String page(CallScenario scenario) {
    return AtomicFile.read(file(scenario)).orElseThrow();
  }

  private static Path file(CallScenario scenario) {
    return FILES.resolve(scenario.name + ".txt");
  }

  private static void compare(CallScenario scenario, String page) throws IOException {
    if (Boolean.getBoolean("berth.updateGolden")) {
      Files.createDirectories(FILES);
      Files.writeString(file(scenario), page);
    }
    assertThat(page)
        .as(
            "%s: ./test --golden CallsTest writes it; what git diff shows then is the change",
            file(scenario))
        .isEqualTo(page(scenario));
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
