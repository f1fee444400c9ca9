package dev.berth.config;

import dev.berth.config.compose.ComposeFrontEnd;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;

/** What a test reads, with which options, and what came of it. */
final class Reading {
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> overrides = new ArrayList<>();
  private String configId = "";
  private boolean strict = true;
  private boolean steps;
  private OptionalInt step = OptionalInt.empty();
  private List<Integer> processors = List.of();
  private Dialect dialect = Dialect.OF_FILE;

  /** What came of it. */
  record Result(Desired desired, List<Problem> problems) {
    List<String> texts() {
      return problems.stream().map(Problem::toString).toList();
    }

    List<String> errors() {
      return problems.stream().filter(Problem::isError).map(Problem::toString).toList();
    }

    ContainerSpec container(String name) {
      return desired
          .container(new ContainerName(name))
          .orElseThrow(() -> new AssertionError("no " + name + ": " + texts()));
    }

    List<String> names() {
      return desired.containers().map(spec -> spec.name().text()).toList();
    }

    /** The container's configuration without what every test's container has. */
    SortedMap<String, String> flat(String name) {
      SortedMap<String, String> flat = container(name).flattened(EnumSet.allOf(Key.Scope.class));
      flat.remove("image");
      return flat;
    }
  }

  static Reading plain() {
    return new Reading();
  }

  Reading environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Reading override(String text) {
    overrides.add(text);
    return this;
  }

  Reading configId(String id) {
    configId = id;
    return this;
  }

  Reading lenient() {
    strict = false;
    return this;
  }

  Reading steps() {
    steps = true;
    return this;
  }

  Reading step(int number) {
    step = OptionalInt.of(number);
    return this;
  }

  Reading processors(Integer... besideIsolated) {
    processors = List.of(besideIsolated);
    return this;
  }

  Reading dialect(Dialect given) {
    dialect = given;
    return this;
  }

  ReadOptions options(byte[] input) {
    return new ReadOptions(
        environment,
        configId,
        strict,
        overrides,
        steps,
        step,
        false,
        new ByteArrayInputStream(input),
        () -> processors,
        dialect);
  }

  Result path(Object path) {
    Problems problems = new Problems();
    Desired desired =
        new ConfigReader(options(new byte[0]), new ComposeFrontEnd(Map.of(), ComposeOptions.NONE))
            .read(path.toString(), problems);
    return new Result(desired, problems.sorted());
  }

  Result bytes(byte[] input) {
    Problems problems = new Problems();
    if (configId.isEmpty()) {
      configId = "test";
    }
    Desired desired =
        new ConfigReader(options(input), new ComposeFrontEnd(Map.of(), ComposeOptions.NONE))
            .read("-", problems);
    return new Result(desired, problems.sorted());
  }

  Result text(String input) {
    return bytes(input.getBytes(StandardCharsets.UTF_8));
  }

  /** One container {@code c} with an image and these lines of YAML. */
  Result keys(String lines) {
    return text("c:\n  image: i\n" + lines.indent(2));
  }
}
