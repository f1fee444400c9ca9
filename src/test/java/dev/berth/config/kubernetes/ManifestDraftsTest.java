package dev.berth.config.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Case;
import dev.berth.Golden;
import dev.berth.ModelText;
import dev.berth.model.Desired;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests as people publish them, and the containers that they come to. */
class ManifestDraftsTest {
  private static final Golden GOLDEN = new Golden("config/kubernetes/published.golden");

  @TempDir Path directory;

  @Test
  void eachComesToAModel() {
    SoftAssertions soft = new SoftAssertions();
    List<Case> cases = ManifestCases.of("published.txt");
    for (Case each : cases) {
      Path pods = each.in(directory.resolve(each.name().replace(' ', '-')).resolve("pods"));
      Problems problems = new Problems();
      Desired desired = ManifestCases.desired(pods, problems);
      List<String> told = ManifestCases.told(problems, pods);
      soft.assertThat(problems.sorted().stream().filter(Problem::isError))
          .as(each.name())
          .isEmpty();
      soft.assertThatCode(
              () ->
                  GOLDEN.check(
                      each.name(),
                      ModelText.of(desired)
                          + (told.isEmpty() ? "" : "\n\n" + String.join("\n", told))))
          .doesNotThrowAnyException();
    }
    soft.assertAll();
    assertThat(cases).as("manifests").hasSizeGreaterThan(24);
  }
}
