package dev.berth;

import dev.berth.config.ComposeOptions;
import dev.berth.config.ConfigReader;
import dev.berth.config.Dialect;
import dev.berth.config.ReadOptions;
import dev.berth.config.compose.ComposeFrontEnd;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Problems;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Configurations for tests, as an operator writes them. */
public final class Configurations {
  private Configurations() {}

  /** A configuration written as YAML; it must be a valid one. */
  public static ContainerSet read(String configId, String yaml) {
    Problems problems = new Problems();
    ReadOptions options =
        new ReadOptions(
            Map.of(),
            configId,
            true,
            List.of(),
            false,
            OptionalInt.empty(),
            false,
            new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)),
            List::of,
            Dialect.OF_FILE);
    Desired desired =
        new ConfigReader(options, new ComposeFrontEnd(Map.of(), ComposeOptions.NONE))
            .read("-", problems);
    if (problems.hasErrors()) {
      throw new IllegalArgumentException(problems.sorted() + " in\n" + yaml);
    }
    return desired.sets().getFirst();
  }
}
