package dev.berth.config;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the label {@code config_data}: JSON from Paunch, a Python literal from tripleo-ansible.
 * Both hold one container's keys, as the file did.
 */
public final class ConfigurationLabel {
  private static final String SOURCE = "config_data";

  private final ReadOptions options;

  /**
   * A reader for labels written on this host.
   *
   * @param environment Berth's own, for variables without a value
   * @param processors those that containers keep to
   */
  public ConfigurationLabel(
      Map<String, String> environment, ReadOptions.HostProcessors processors) {
    // Unknown keys are passed over, as they were then.
    this.options =
        new ReadOptions(
            environment,
            "",
            false,
            List.of(),
            false,
            OptionalInt.empty(),
            false,
            InputStream.nullInputStream(),
            processors,
            Dialect.OF_FILE);
  }

  /** The configuration, or empty where it is not one that can be read now. */
  public Optional<ContainerSpec> read(ContainerName container, String label) {
    Problems problems = new Problems();
    String json = PythonLiteral.isDictionary(label) ? PythonLiteral.json(label).orElse("") : label;
    Optional<ContainerSpec> spec =
        DocumentReader.read(SOURCE, json.getBytes(StandardCharsets.UTF_8), problems)
            .flatMap(
                tree ->
                    new ContainerReader(options, new FileContents(false, FileContents.CONFIG_DATA))
                        .read(
                            new Draft(
                                container.text(),
                                SourcePosition.startOf(SOURCE),
                                tree,
                                options.dialect().ofPaunch()),
                            problems));
    return problems.hasErrors() ? Optional.empty() : spec;
  }
}
