package dev.berth.config.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of attributes in the pages is that of the code; {@code ./test --golden} writes it. */
class AttributePageTest {
  private static final Path PAGE = Path.of("docs/coming-from-compose.md");
  private static final String HEAD = "| attribute | |\n| --- | --- |\n";

  @Test
  void thePageHasTheTableOfTheCode() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(HEAD);
    String table =
        HEAD
            + Stream.of(Attribute.values())
                .map(AttributePageTest::row)
                .collect(Collectors.joining());
    if (Boolean.getBoolean("berth.updateGolden")) {
      page = page.substring(0, begin) + table;
      Files.writeString(PAGE, page);
    }
    assertThat(begin < 0 ? "" : page.substring(begin))
        .as("%s, of which ./test --golden AttributePageTest writes the table", PAGE)
        .isEqualTo(table);
  }

  private static String row(Attribute attribute) {
    String words =
        switch (attribute.fate()) {
          case SAME -> attribute.words().isEmpty() ? "the same" : attribute.words();
          case DONE -> attribute.words();
          case TOLD -> "told, and passed over: " + attribute.words();
          case REFUSED -> "refused: " + attribute.words();
        };
    return "| `" + attribute.label() + "` | " + words + " |\n";
  }
}
