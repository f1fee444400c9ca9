package dev.berth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What a contributor starts: {@code ./test NAME}, and the lane of a hosted service. */
class ContributorLaneTest {
  private static final Path WORKFLOW = Path.of(".github/workflows/fast.yml");
  private static final Pattern PINNED = Pattern.compile("[a-z/-]+@[0-9a-f]{40}");

  @TempDir Path directory;

  private static CommandResult run(Path program, String... arguments) {
    List<String> argv = new ArrayList<>(List.of(program.toAbsolutePath().toString()));
    argv.addAll(List.of(arguments));
    return new ProcessRunner(command -> {}).run(Command.changing(argv, Duration.ofMinutes(1)));
  }

  private static List<String> found(String... names) {
    CommandResult result = run(Path.of("tools/find-tests"), names);
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stdout().lines().toList();
  }

  @Test
  void everyTestIsFound() throws Exception {
    Path classes = Path.of(getClass().getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> all;
    try (Stream<Path> files = Files.walk(classes)) {
      all =
          files
              .map(file -> classes.relativize(file).toString())
              .filter(file -> file.endsWith("Test.class") || file.endsWith("IT.class"))
              .flatMap(file -> testsOf(file.replaceFirst("\\.class$", "").replace('/', '.')))
              .distinct()
              .toList();
    }
    assertThat(all).hasSizeGreaterThan(1000);
    assertThat(found("*#*")).containsExactlyInAnyOrderElementsOf(all);
  }

  private static Stream<String> testsOf(String name) {
    try {
      Class<?> type = Class.forName(name, false, ContributorLaneTest.class.getClassLoader());
      return Stream.of(type.getDeclaredMethods())
          .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
          .map(method -> type.getSimpleName() + "#" + method.getName());
    } catch (ClassNotFoundException cause) {
      throw new IllegalStateException(cause);
    }
  }

  @Test
  void aNameIsAClassAMethodOrBoth() {
    assertThat(found("ContributorLaneTest")).containsExactly("ContributorLaneTest");
    assertThat(found("dev.berth.ContributorLaneTest")).containsExactly("ContributorLaneTest");
    assertThat(found("everyTestIsFound")).containsExactly("ContributorLaneTest#everyTestIsFound");
    assertThat(found("ContributorLaneTest#every*", "ContributorLane*#*Found"))
        .containsExactly("ContributorLaneTest#everyTestIsFound");
    assertThat(found("Contributor?ane*,SiteTest"))
        .containsExactly("ContributorLaneTest", "SiteTest");
    assertThat(found("ContributorLaneTest#aNameIsA*+every*"))
        .containsExactlyInAnyOrder(
            "ContributorLaneTest#aNameIsAClassAMethodOrBoth",
            "ContributorLaneTest#everyTestIsFound");
  }

  @Test
  void aNameThatIsNoneIsToldWithThoseThatComeNear() {
    assertNone("ContributorsLaneTest", "ContributorLaneTest");
    assertNone("everyTestsIsFound", "ContributorLaneTest#everyTestIsFound");
    assertNone("everyTestHasBeenFound", "ContributorLaneTest#everyTestIsFound");
    assertNone("ContributorLaneTest#found", "ContributorLaneTest#everyTestIsFound");
    assertNone("ContributorLane#every*", "ContributorLaneTest");
  }

  private static void assertNone(String name, String near) {
    CommandResult result = run(Path.of("test"), name);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr().lines())
        .startsWith("test: no test is named " + name, "Near it:")
        .contains("  ./test " + near)
        .hasSizeLessThan(8);
  }

  @Test
  void aNameIsNoPatternOfAnotherKind() {
    for (String name : List.of("x\\y", "[A-Z]*", "%regex[.*]", "$(id)", "'", "(", ".")) {
      CommandResult result = run(Path.of("test"), name);
      assertThat(result.exitCode()).as(name).isEqualTo(2);
      assertThat(result.stderr()).as(name).startsWith("test: no test is named ");
    }
  }

  @Test
  void wrongUseIsToldBeforeAnythingIsBuilt() {
    for (List<String> wrong :
        List.of(
            List.of("--nonsense"),
            List.of("--fast", "ContributorLaneTest"),
            List.of("--keep"),
            List.of("--mutants", "nothing"),
            List.of("--debug", "--all"))) {
      CommandResult result = run(Path.of("test"), wrong.toArray(String[]::new));
      assertThat(result.exitCode()).as("%s", wrong).isEqualTo(2);
      assertThat(result.stderr()).as("%s", wrong).startsWith("test: ").contains("./test --help");
    }
    CommandResult help = run(Path.of("test"), "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.stdout()).contains("Examples:", "Exit status:");
  }

  @Test
  void theProjectMayLieInADirectoryWithABlank() throws IOException {
    Path project = directory.resolve("a project");
    Path sources = Files.createDirectories(project.resolve("src/test/java/some where"));
    Files.createDirectory(project.resolve("tools"));
    Files.copy(Path.of("test"), project.resolve("test"));
    Files.copy(Path.of("tools/find-tests"), project.resolve("tools/find-tests"));
    Files.writeString(
        sources.resolve("OnlyTest.java"),
        """
        class OnlyTest {
          @%s
          void isHere() {}
        }
        """
            .formatted("Test"));

    assertThat(run(project.resolve("tools/find-tests"), "*#*").stdout())
        .isEqualTo("OnlyTest#isHere");
    CommandResult none = run(project.resolve("test"), "isHer");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.stderr()).endsWith("  ./test OnlyTest#isHere");
  }

  @Test
  void theHostedLaneMayOnlyReadAndTakesActionsOfFixedContent() throws IOException {
    Map<?, ?> workflow =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(WORKFLOW));
    assertThat(workflow.get("permissions")).isEqualTo(Map.of("contents", "read"));
    Map<?, ?> jobs = (Map<?, ?>) workflow.get("jobs");
    assertThat(jobs).hasSize(1);
    Map<?, ?> job = (Map<?, ?>) jobs.get("fast");
    assertThat(job.get("permissions")).isNull();
    List<?> steps = (List<?>) job.get("steps");
    List<Object> used = new ArrayList<>();
    List<Object> run = new ArrayList<>();
    for (Object step : steps) {
      Map<?, ?> one = (Map<?, ?>) step;
      (one.containsKey("uses") ? used : run)
          .add(one.containsKey("uses") ? one.get("uses") : one.get("run"));
    }
    assertThat(used).hasSize(2).allSatisfy(action -> assertThat((String) action).matches(PINNED));
    assertThat(run).containsExactly("./test --fast");
  }
}
