package dev.berth.config.quadlet;

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

/** A wrong unit is a problem with its place. */
class RefusedUnitsTest {
  private static final Golden GOLDEN = new Golden("config/quadlet/refusals.golden");
  private static final Pattern PLACED =
      Pattern.compile("/units/[^:]*:\\d+:\\d+: error: .+|/units:1:1: error: .+", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void everyWrongUnitIsToldWithItsPlace() {
    SoftAssertions soft = new SoftAssertions();
    List<Case> cases = QuadletCases.of("refusals.txt");
    for (Case each : cases) {
      Path units = each.in(directory.resolve(each.name().replace(' ', '-')));
      List<String> errors = errors(units);
      soft.assertThat(errors).as(each.name()).isNotEmpty().allMatch(PLACED.asMatchPredicate());
      soft.assertThatCode(() -> GOLDEN.check(each.name(), String.join("\n", errors)))
          .doesNotThrowAnyException();
    }
    soft.assertAll();
    assertThat(cases).as("wrong units").hasSizeGreaterThan(60);
  }

  @Test
  void whatIsToldIsAWarning() {
    SoftAssertions soft = new SoftAssertions();
    for (Case each : QuadletCases.of("told.txt")) {
      Path units = each.in(directory.resolve(each.name().replace(' ', '-')));
      Problems problems = new Problems();
      QuadletCases.desired(units, problems);
      String told =
          String.join("\n", problems.sorted().stream().map(Problem::toString).toList())
              .replace(units.toString(), "/units");
      soft.assertThat(problems.hasErrors()).as(each.name() + ": " + told).isFalse();
      soft.assertThatCode(() -> GOLDEN.check("told: " + each.name(), told))
          .doesNotThrowAnyException();
    }
    soft.assertAll();
  }

  private static List<String> errors(Path units) {
    Problems problems = new Problems();
    // Also a directory without a unit, which nobody takes for one of Quadlet's.
    if (QuadletDocument.read(List.of(units), QuadletCases.surroundings(), problems)
        .group("units", problems)
        .drafts()
        .isEmpty()) {
      return errors(problems, units);
    }
    Problems all = new Problems();
    QuadletCases.desired(units, all);
    return errors(all, units);
  }

  private static List<String> errors(Problems problems, Path units) {
    return problems.sorted().stream()
        .filter(Problem::isError)
        .map(Problem::toString)
        .map(problem -> problem.replace(units.toString(), "/units"))
        .toList();
  }
}
