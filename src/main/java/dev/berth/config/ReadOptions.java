package dev.berth.config;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What reading needs to know besides the files.
 *
 * @param environment Berth's own environment, for variables that are given without a value
 * @param configId the configuration's id, with steps its prefix; empty for the default
 * @param unknownKeysAreErrors whether an unknown key ends the run, or is only reported
 * @param overrides JSON or YAML texts {@code {container: {key: value}}}, or {@code @file}
 * @param steps whether the path is a directory of {@code step_N} directories
 * @param step the only step that is wanted; empty for all of them
 * @param configHash whether the files mounted from /var/lib/config-data count as configuration
 * @param standardInput what the path {@code -} reads
 * @param processors the processors that containers keep to
 * @param dialect whose rules everything is read by; by default each file says so itself
 */
public record ReadOptions(
    Map<String, String> environment,
    String configId,
    boolean unknownKeysAreErrors,
    List<String> overrides,
    boolean steps,
    OptionalInt step,
    boolean configHash,
    InputStream standardInput,
    HostProcessors processors,
    Dialect dialect) {

  /** Where the processors that may be used come from; asked once a run. */
  @FunctionalInterface
  public interface HostProcessors {
    /**
     * The processors Berth itself may run on where the kernel's command line has {@code isolcpus};
     * empty where it has not, and containers need no limit.
     */
    List<Integer> besideIsolated();
  }

  /** Keeps its own copies. */
  public ReadOptions {
    environment = Map.copyOf(environment);
    overrides = List.copyOf(overrides);
  }

  /** Strict reading of one file or directory, without any option. */
  public static ReadOptions defaults() {
    return new ReadOptions(
        Map.of(),
        "",
        true,
        List.of(),
        false,
        OptionalInt.empty(),
        false,
        InputStream.nullInputStream(),
        List::of,
        Dialect.OF_FILE);
  }

  /** The same for a configuration with this id. */
  public ReadOptions withConfigId(String id) {
    return new ReadOptions(
        environment,
        id,
        unknownKeysAreErrors,
        overrides,
        steps,
        step,
        configHash,
        standardInput,
        processors,
        dialect);
  }

  /** Whether the path holds steps; asking for one of them says so too. */
  boolean hasSteps() {
    return steps || step.isPresent();
  }
}
