package dev.berth.config.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Case;
import dev.berth.Golden;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong manifest is a problem with its place. */
class RefusedManifestsTest {
  private static final Golden GOLDEN = new Golden("config/kubernetes/refusals.golden");
  private static final Pattern PLACED =
      Pattern.compile("/pods/[^:]*:\\d+:\\d+: error: .+", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void everyWrongManifestIsToldWithItsPlace() {
    SoftAssertions soft = new SoftAssertions();
    List<Case> cases = ManifestCases.of("refusals.txt");
    for (Case each : cases) {
      Path pods = each.in(directory.resolve(each.name().replace(' ', '-')).resolve("pods"));
      Problems problems = new Problems();
      ManifestCases.desired(pods, problems);
      List<String> errors =
          ManifestCases.told(problems, pods).stream()
              .filter(line -> line.contains(": error: "))
              .toList();
      soft.assertThat(errors).as(each.name()).isNotEmpty().allMatch(PLACED.asMatchPredicate());
      soft.assertThatCode(() -> GOLDEN.check(each.name(), String.join("\n", errors)))
          .doesNotThrowAnyException();
    }
    soft.assertAll();
    assertThat(cases).as("wrong manifests").hasSizeGreaterThan(120);
    assertThat(cases.stream().map(Case::name)).doesNotHaveDuplicates();
  }

  @Test
  void whatIsToldIsAWarning() {
    SoftAssertions soft = new SoftAssertions();
    for (Case each : ManifestCases.of("told.txt")) {
      Path pods = each.in(directory.resolve(each.name().replace(' ', '-')).resolve("pods"));
      Problems problems = new Problems();
      ManifestCases.desired(pods, problems);
      String told = String.join("\n", ManifestCases.told(problems, pods));
      soft.assertThat(problems.sorted()).as(each.name()).isNotEmpty().noneMatch(Problem::isError);
      soft.assertThatCode(() -> GOLDEN.check("told: " + each.name(), told))
          .doesNotThrowAnyException();
    }
    soft.assertAll();
  }
}
