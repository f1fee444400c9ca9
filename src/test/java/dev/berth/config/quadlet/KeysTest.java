package dev.berth.config.quadlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Case;
import dev.berth.Golden;
import dev.berth.ModelText;
import dev.berth.config.quadlet.KeyRow.Fate;
import dev.berth.model.Desired;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each key that is carried over, and the model that it comes to. */
class KeysTest {
  private static final Golden GOLDEN = new Golden("config/quadlet/keys.golden");

  private static final Map<String, List<KeyRow>> TABLES =
      Map.of(
          "Container", ContainerKeys.ALL,
          "Volume", ResourceKeys.VOLUME,
          "Network", ResourceKeys.NETWORK,
          "Image", ResourceKeys.IMAGE,
          "Pod", PodKeys.ALL,
          "Unit", SystemdKeys.UNIT,
          "Service", SystemdKeys.SERVICE,
          "Install", SystemdKeys.INSTALL);

  @TempDir Path directory;

  @Test
  void eachComesToAModel() {
    SoftAssertions soft = new SoftAssertions();
    for (Case each : QuadletCases.of("keys.txt")) {
      Path units = each.in(directory.resolve(each.name().replace(' ', '-')));
      Problems problems = new Problems();
      Desired desired = QuadletCases.desired(units, problems);
      String model = model(desired).replace(units.toString(), "/units");
      soft.assertThat(problems.sorted().stream().filter(Problem::isError))
          .as(each.name())
          .isEmpty();
      soft.assertThatCode(() -> GOLDEN.check(each.name(), model)).doesNotThrowAnyException();
    }
    soft.assertAll();
  }

  /** Every container without what all have, and what is declared. */
  static String model(Desired desired) {
    return ModelText.of(desired, "imagei", "restartno");
  }

  @Test
  void everyKeyThatIsCarriedOverHasItsCase() {
    Set<String> cases =
        QuadletCases.of("keys.txt").stream()
            .map(each -> each.name().split(",")[0])
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    TABLES.forEach(
        (section, rows) ->
            rows.stream()
                .filter(row -> row.fate() == Fate.DONE)
                .map(row -> section + " " + row.label())
                .filter(name -> !cases.contains(name))
                .forEach(missing::add));
    assertThat(missing).isEmpty();
  }

  @Test
  void everyKeyThatIsRefusedHasItsCase() {
    Set<String> cases =
        QuadletCases.of("refusals.txt").stream()
            .flatMap(each -> each.files().values().stream())
            .flatMap(String::lines)
            .map(line -> line.split("=", 2)[0])
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    TABLES.forEach(
        (section, rows) ->
            rows.stream()
                .filter(row -> row.fate() == Fate.REFUSED)
                .map(row -> row.label().replace("…", "PathExists"))
                .filter(label -> !cases.contains(label))
                .forEach(label -> missing.add(section + " " + label)));
    assertThat(missing).isEmpty();
  }

  @Test
  void noTableHasAKeyTwice() {
    TABLES
        .values()
        .forEach(rows -> assertThat(rows.stream().map(KeyRow::label)).doesNotHaveDuplicates());
    for (List<KeyRow> rows : List.of(RefusedKeys.KUBES, RefusedKeys.BUILDS)) {
      assertThat(rows.stream().map(KeyRow::label)).doesNotHaveDuplicates();
    }
  }
}
