package dev.berth.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Case;
import dev.berth.Golden;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of whole configurations, and told of them. */
class ExportTest {
  private static final Golden GOLDEN = new Golden("export/examples.golden");
  private static final String FILE = "test.yaml";

  private static final Map<String, Target> TARGETS =
      Map.of(
          "kubernetes", new Target.Kubernetes(false),
          "deployment", new Target.Kubernetes(true),
          "quadlet", new Target.Quadlet(PodmanVersion.USUAL),
          "quadlet 4.4", new Target.Quadlet(PodmanVersion.FIRST),
          "quadlet 6.0", new Target.Quadlet(new PodmanVersion(6, 0)),
          "compose", new Target.Compose(),
          "berth", new Target.Own());

  @TempDir Path directory;

  /** The examples, by their names. */
  static Map<String, String> examples() {
    Map<String, String> examples = new LinkedHashMap<>();
    Case.of("export/examples.txt", FILE)
        .forEach(each -> examples.put(each.name(), each.files().get(FILE)));
    return examples;
  }

  private String filledIn(String example) throws IOException {
    Files.writeString(directory.resolve("vars"), "A=b\n");
    return example.replace("@DIR", directory.toString());
  }

  @Test
  void eachExampleIsWrittenInEachForm() throws IOException {
    SoftAssertions soft = new SoftAssertions();
    for (Map.Entry<String, String> example : examples().entrySet()) {
      Desired desired = Exports.read(directory, filledIn(example.getValue()));
      for (String target : TARGETS.keySet().stream().sorted().toList()) {
        String text =
            Exports.shown(TARGETS.get(target).exported(desired))
                .replace(directory.toString(), "/dir");
        soft.assertThatCode(() -> GOLDEN.check(example.getKey() + " as " + target, text))
            .doesNotThrowAnyException();
      }
    }
    soft.assertAll();
  }

  /** So that a key whose row does nothing is noticed. */
  @Test
  void theExamplesHaveEveryKey() throws IOException {
    Set<Key> seen = new HashSet<>();
    for (String example : examples().values()) {
      Exports.read(directory, filledIn(example))
          .containers()
          .forEach(spec -> seen.addAll(spec.values().keySet()));
    }
    Set<Key> missing = new HashSet<>(List.of(Key.values()));
    missing.removeAll(seen);
    // What reading makes of these is another key, or nothing.
    assertThat(missing)
        .containsExactlyInAnyOrder(Key.LOGGING, Key.CHECK_INTERVAL, Key.CONFIG_VOLUME);
  }

  @Test
  void whatIsReadFromBerthsOwnFormIsTheSame() throws IOException {
    for (Map.Entry<String, String> example : examples().entrySet()) {
      Desired desired = Exports.read(directory, filledIn(example.getValue()));
      Exported exported = new Target.Own().exported(desired);
      assertThat(exported.losses()).isEmpty();
      Desired again = Exports.readAgain(directory.resolve(example.getKey()), exported);
      assertThat(flat(again)).as(example.getKey()).isEqualTo(flat(desired));
    }
  }

  private static Map<String, Object> flat(Desired desired) {
    Map<String, Object> flat = new TreeMap<>();
    desired
        .containers()
        .forEach(
            spec -> flat.put(spec.name().text(), spec.flattened(EnumSet.allOf(Key.Scope.class))));
    return flat;
  }

  @Test
  void whatIsLostStandsAtItsPlace() {
    Desired desired =
        Exports.read(directory, "web:\n  image: i\n  restart: always\n  ulimit: {nofile: 5}\n");
    assertThat(new Target.Kubernetes(false).exported(desired).losses())
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.at().file()).endsWith("test.yaml");
              assertThat(loss.at().line()).isEqualTo(4);
              assertThat(loss.container()).isEqualTo("web");
              assertThat(loss.key()).isEqualTo("ulimit");
            });
  }

  @Test
  void textThatKubernetesWouldFillInStaysAsItIs() {
    Set<String> variables = Set.of("MODE");
    assertThat(KubernetesTexts.literal("$(MODE) $(date) $MODE", variables))
        .isEqualTo("$$(MODE) $(date) $MODE");
    assertThat(KubernetesTexts.literal("$$ $$(MODE) $", variables)).isEqualTo("$$$ $$$$(MODE) $");
    assertThat(KubernetesTexts.literal("$(a $$ b) $(", variables)).isEqualTo("$(a $$ b) $(");
  }

  @Test
  void namesAreLabelsEachOnce() {
    KubernetesNames names = new KubernetesNames();
    assertThat(names.of("my_app")).isEqualTo("my-app");
    assertThat(names.of("my-app")).isEqualTo("my-app-2");
    assertThat(names.of("my_app")).isEqualTo("my-app");
    assertThat(names.of("-._")).isEqualTo("x");
    String longest = "a".repeat(80);
    assertThat(names.of(longest)).hasSize(63);
    assertThat(names.of(longest + "b")).hasSize(63).endsWith("-2");
  }

  @Test
  void sizesAreWholeInTheirUnit() {
    assertThat(KubernetesResources.quantity(512L << 20)).isEqualTo("512Mi");
    assertThat(KubernetesResources.quantity(1000)).isEqualTo("1000");
    assertThat(KubernetesResources.quantity(3L << 30)).isEqualTo("3Gi");
  }

  @Test
  void versionsAreThoseWithQuadlet() {
    assertThat(PodmanVersion.parse("5.4")).contains(PodmanVersion.USUAL);
    assertThat(PodmanVersion.parse("4.3")).isEmpty();
    assertThat(PodmanVersion.parse("5")).isEmpty();
    assertThat(PodmanVersion.parse("5.10").orElseThrow().has("5.4")).isTrue();
    assertThat(PodmanVersion.FIRST.has("4.5")).isFalse();
  }
}
