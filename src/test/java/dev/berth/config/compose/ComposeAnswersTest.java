package dev.berth.config.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.json.Json;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whether Berth makes the same of a Compose file as compose-go, field by field. */
class ComposeAnswersTest {
  /** Where nothing and something empty are two things. */
  private static final Set<String> KEPT = Set.of("command", "entrypoint", "environment");

  /** True where they are not written. */
  private static final Set<String> TRUE_BY_DEFAULT = Set.of("create_host_path", "required");

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> isReadAsComposeReadsIt() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path topic : ComposeCases.topics()) {
      for (ComposeCases.Case each : ComposeCases.of(topic)) {
        Path file = ComposeCases.answers(each.topic());
        Json answer = Json.parse(file.toString(), Files.readString(file)).get(each.name());
        tests.add(
            DynamicTest.dynamicTest(
                each.topic() + ": " + each.name(), () -> compare(each, answer)));
      }
    }
    return tests.stream();
  }

  private void compare(ComposeCases.Case each, Json answer) throws IOException {
    Path project = Files.createDirectories(directory.resolve(each.name()).resolve("project"));
    Problems problems = new Problems();
    Optional<Project> read = each.read(project, problems);
    String told = problems.sorted().toString();
    if (answer.get("refused").isPresent() && !answer.get("services").isPresent()) {
      assertThat(read).as(answer.get("refused").textOrEmpty() + "\n" + told).isEmpty();
      return;
    }
    assertThat(read).as(told).isPresent();
    assertThat(shown(read.orElseThrow(), project)).as(told).isEqualTo(lines(tree(answer, "")));
  }

  private static String shown(Project read, Path directory) {
    Map<String, Object> all = new TreeMap<>();
    all.put("name", read.name());
    Map.of(
            "services", read.services(),
            "networks", read.networks(),
            "volumes", read.volumes(),
            "secrets", read.secrets(),
            "configs", read.configs())
        .forEach((kind, fields) -> put(all, kind, tree(fields, kind)));
    return lines(all)
        .replace(directory.toString(), "/project")
        .replace(String.valueOf(directory.getParent()), "");
  }

  /** One line for each value, so that a difference is seen. */
  private static String lines(Object tree) {
    StringBuilder lines = new StringBuilder();
    append(tree, "", lines);
    return lines.toString();
  }

  private static void append(Object tree, String place, StringBuilder lines) {
    switch (tree) {
      case Map<?, ?> map -> {
        map.forEach((name, value) -> append(value, place + "." + name, lines));
        if (map.isEmpty()) {
          lines.append(place).append(" {}\n");
        }
      }
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          append(list.get(i), place + "[" + i + "]", lines);
        }
        if (list.isEmpty()) {
          lines.append(place).append(" []\n");
        }
      }
      default -> lines.append(place).append(" = ").append(tree).append('\n');
    }
  }

  private static void put(Map<String, Object> all, String name, Object value) {
    boolean isNothing =
        value.equals("") || value.equals(Map.of()) || value.equals(List.of()) || value.equals("0");
    boolean isDefault =
        TRUE_BY_DEFAULT.contains(name) ? value.equals("true") : value.equals("false");
    if (!name.startsWith("x-")
        && !isDefault
        && (!isNothing || KEPT.contains(name) && !value.equals("") && !value.equals(Map.of()))) {
      all.put(name, value);
    }
  }

  private static Object tree(Data data, String name) {
    return switch (data) {
      case Data.Fields fields -> {
        Map<String, Object> map = new TreeMap<>();
        fields
            .fields()
            .forEach(
                (key, field) -> {
                  if (name.equals("environment")) {
                    map.put(
                        key,
                        field.value() instanceof Data.Nothing
                            ? "null"
                            : "=" + Data.shown(field.value()));
                  } else if (NAMED.contains(name)) {
                    map.put(key, tree(field.value(), key));
                  } else {
                    put(map, key, tree(field.value(), key));
                  }
                });
        if (fields.has("environment") && fields.get("environment") instanceof Data.Text) {
          // Compose does not show what it had from a variable.
          map.remove("content");
        }
        yield map;
      }
      case Data.Items list -> list.items().stream().map(item -> tree(item, "")).toList();
      case Data.Nothing _ -> "";
      default -> Data.shown(data);
    };
  }

  /** What is there by its name alone. */
  private static final Set<String> NAMED =
      Set.of(
          "services",
          "networks",
          "volumes",
          "secrets",
          "configs",
          "labels",
          "options",
          "driver_opts",
          "args",
          "annotations",
          "sysctls");

  private static Object tree(Json json, String name) {
    if (!json.fields().isEmpty() || json.toString().equals("{}")) {
      Map<String, Object> map = new TreeMap<>();
      json.fields()
          .forEach(
              (key, value) -> {
                if (name.equals("environment")) {
                  map.put(key, value.isPresent() ? "=" + value : "null");
                } else if (NAMED.contains(name)) {
                  map.put(key, tree(value, key));
                } else {
                  // Some have no name for JSON, and so that of Go.
                  put(map, key.toLowerCase(Locale.ROOT), tree(value, key));
                }
              });
      return map;
    }
    return json.isArray()
        ? json.items().stream().map(item -> tree(item, "")).toList()
        : json.isPresent() ? json.toString() : "";
  }
}
