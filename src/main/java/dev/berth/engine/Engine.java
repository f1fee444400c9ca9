package dev.berth.engine;

/**
 * A container engine. Whoever only looks takes its runtime, whoever only writes command lines its
 * command line; this is for those who need more than one of the four, and for those who hand them
 * on.
 *
 * @param runtime tells what is there
 * @param commandLine writes command lines, and runs none
 * @param control changes what is there
 * @param details tells what only those need who bring things to another engine
 */
public record Engine(
    ContainerRuntime runtime,
    CommandLine commandLine,
    RuntimeControl control,
    EngineDetails details) {

  /** What the engine is called. */
  @Override
  public String toString() {
    return runtime.name();
  }
}
