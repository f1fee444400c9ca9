package dev.berth.config.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Golden;
import dev.berth.config.ComposeOptions;
import dev.berth.config.ConfigReader;
import dev.berth.config.ReadOptions;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What containers become of a Compose file, or why they do not. */
class DraftsTest {
  private static final Golden GOLDEN = new Golden("config/compose/drafts.golden");

  @TempDir Path directory;

  static Stream<ComposeCases.Case> shapes() {
    return ComposeCases.topics().stream()
        .filter(topic -> topic.endsWith("shapes.txt"))
        .flatMap(topic -> ComposeCases.of(topic).stream())
        .filter(each -> each.arguments().stream().noneMatch(argument -> argument.equals("-f")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void aPublishedFileBecomesContainersOrSaysWhyNot(ComposeCases.Case each) throws IOException {
    Path project = Files.createDirectories(directory.resolve("project"));
    each.read(project, new Problems());
    Problems problems = new Problems();
    Desired desired =
        new ConfigReader(
                ReadOptions.defaults(),
                new ComposeFrontEnd(
                    Map.of("PG_PASS", "secret", "SECRET_KEY", "key"), ComposeOptions.NONE))
            .read(project.toString(), problems);
    StringBuilder shown = new StringBuilder();
    problems.sorted().forEach(problem -> shown.append(problem).append('\n'));
    desired.containers().forEach(spec -> append(spec, shown));
    GOLDEN.check(
        each.name(), shown.toString().replace(project.toString(), "/project").stripTrailing());
  }

  private static void append(ContainerSpec spec, StringBuilder shown) {
    shown.append(spec.name().text()).append(" (").append(spec.role()).append(")\n");
    spec.flattened(EnumSet.allOf(Key.Scope.class))
        .forEach(
            (key, value) ->
                shown
                    .append("  ")
                    .append(key)
                    .append(" = ")
                    .append(value.replace("\n", "\\n"))
                    .append('\n'));
  }

  @Test
  void everyAttributeOfTheSpecificationHasItsFate() {
    Set<String> known = Schema.serviceAttributes();
    List<String> told = Stream.of(Attribute.values()).map(Attribute::label).sorted().toList();
    assertThat(told).containsExactlyElementsOf(known.stream().sorted().toList());
  }

  @Test
  void anAttributeThatIsTheSameIsAKey() {
    assertThat(Attribute.values())
        .filteredOn(attribute -> attribute.fate() == Attribute.Fate.SAME)
        .allSatisfy(attribute -> assertThat(Key.named(attribute.key())).isPresent());
  }
}
