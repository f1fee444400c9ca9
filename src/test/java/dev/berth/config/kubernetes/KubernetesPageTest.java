package dev.berth.config.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of fields is made from the tables of the code; {@code ./test --golden} writes it. */
class KubernetesPageTest {
  private static final Path PAGE = Path.of("docs/reference/kubernetes.md");

  @Test
  void thePageHasTheTablesOfTheCode() throws IOException {
    String text = text();
    if (Boolean.getBoolean("berth.updateGolden")) {
      Files.writeString(PAGE, text);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(text);
  }

  @Test
  void noTableHasAFieldTwice() {
    Tables.all()
        .forEach(
            (type, rows) ->
                assertThat(rows.stream().map(FieldRow::label)).as(type).doesNotHaveDuplicates());
    assertThat(KindRow.ALL.stream().map(KindRow::label)).doesNotHaveDuplicates();
  }

  @Test
  void everyTypeThatIsNamedHasATable() {
    Set<String> named =
        Tables.all().values().stream()
            .flatMap(List::stream)
            .map(row -> row.shape().type())
            .filter(type -> !type.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    KindRow.ALL.stream()
        .filter(row -> row.fate() == FieldRow.Fate.DONE && !row.label().equals("List"))
        .forEach(row -> named.add(row.label()));
    assertThat(Tables.all().keySet()).containsExactlyInAnyOrderElementsOf(named);
  }

  private static String text() {
    return """
        # Fields of Kubernetes

        <!-- Made by KubernetesPageTest from the tables of fields; do not edit. -->

        What Berth does with each kind, and with each field of those that it reads ([Coming from Kubernetes](../coming-from-kubernetes.md)):
        those of Kubernetes 1.37. A key of Berth's is as in [keys](keys.md); *told* is a warning, *refused* a problem before anything is
        written. A field that is not here is no field, and refused.

        ## Kinds
        """
        + "| kind | apiVersion | |\n| --- | --- | --- |\n"
        + KindRow.ALL.stream()
            .map(
                row ->
                    "| `"
                        + row.label()
                        + "` | "
                        + (row.apiVersion().isEmpty() ? "" : "`" + row.apiVersion() + "`")
                        + " | "
                        + words(row.fate(), row.words())
                        + " |\n")
            .collect(Collectors.joining())
        + "\n"
        + Tables.all().entrySet().stream()
            .map(KubernetesPageTest::section)
            .collect(Collectors.joining("\n"));
  }

  private static String section(Map.Entry<String, List<FieldRow>> type) {
    return "## "
        + type.getKey()
        + "\n| field | |\n| --- | --- |\n"
        + type.getValue().stream()
            .map(row -> "| `" + row.label() + "` | " + words(row.fate(), row.words()) + " |\n")
            .collect(Collectors.joining());
  }

  private static String words(FieldRow.Fate fate, String words) {
    String text =
        switch (fate) {
          case DONE -> words;
          case PASSED -> "passed over: " + words;
          case TOLD -> "told, and passed over: " + words;
          case REFUSED -> "refused: " + words;
        };
    return text.replace("|", "\\|");
  }
}
