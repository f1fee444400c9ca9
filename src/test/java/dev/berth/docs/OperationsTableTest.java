package dev.berth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of operations in docs/architecture.md names each that there is, once. */
class OperationsTableTest {
  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+)`");

  private static Stream<String> names(Class<?> kind) {
    Class<?>[] kinds = kind.getPermittedSubclasses();
    return kinds == null
        ? Stream.of(kind.getSimpleName())
        : Stream.of(kinds).flatMap(OperationsTableTest::names);
  }

  @Test
  void eachOperationStandsInTheTableOnce() throws IOException {
    List<String> rows = Files.readAllLines(Path.of("docs/architecture.md"));
    int head =
        rows.indexOf(
            rows.stream()
                .filter(row -> row.startsWith("| operations |"))
                .findFirst()
                .orElseThrow());
    List<String> named =
        rows.subList(head + 1, rows.size()).stream()
            .takeWhile(row -> row.startsWith("|"))
            .flatMap(row -> NAMED.matcher(row).results())
            .map((MatchResult name) -> name.group(1))
            .toList();

    assertThat(named)
        .as("the rows below `| operations |` in docs/architecture.md")
        .containsExactlyInAnyOrderElementsOf(names(Operation.class).distinct().toList());
  }
}
