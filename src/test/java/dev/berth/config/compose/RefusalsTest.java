package dev.berth.config.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Golden;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A wrong file is a problem with its place, whether it is Compose that is broken or Berth's rules.
 */
class RefusalsTest {
  private static final Golden GOLDEN = new Golden("config/compose/refusals.golden");
  private static final Pattern PLACED =
      Pattern.compile("/project/[^:]+:\\d+:\\d+: error: .+", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void everyWrongFileIsToldWithItsPlace() throws IOException {
    SoftAssertions soft = new SoftAssertions();
    int wrong = 0;
    for (Path topic : ComposeCases.topics()) {
      for (ComposeCases.Case each : ComposeCases.of(topic)) {
        Path project = Files.createDirectories(directory.resolve(each.name()).resolve("project"));
        Problems reading = new Problems();
        boolean isRead = each.read(project, reading).isPresent();
        List<String> errors = errors(isRead ? draftProblems(each, project) : reading, project);
        if (topic.endsWith("refusals.txt")) {
          soft.assertThat(errors).as(each.name()).isNotEmpty();
          GOLDEN.check(each.name(), String.join("\n", errors));
        }
        if (!each.arguments().contains("-p")) {
          soft.assertThat(errors).as(each.name()).allMatch(PLACED.asMatchPredicate());
        }
        wrong += errors.isEmpty() ? 0 : 1;
      }
    }
    soft.assertAll();
    assertThat(wrong).as("wrong files").isGreaterThan(200);
  }

  private static Problems draftProblems(ComposeCases.Case each, Path project) {
    ComposeCases.Call call = each.call(project);
    Problems problems = new Problems();
    call.desired(
        call.files().isEmpty() ? List.of(project) : call.files(),
        call.profiles(),
        call.envFiles(),
        problems);
    return problems;
  }

  private static List<String> errors(Problems problems, Path project) {
    return problems.sorted().stream()
        .map(Problem::toString)
        .filter(problem -> problem.contains(": error: "))
        .map(problem -> problem.replace(project.toString(), "/project"))
        .toList();
  }
}
