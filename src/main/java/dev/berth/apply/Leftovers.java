package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Rendered.SecretFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What units do after their end: they remove what is left of their container, where something may
 * be, since the next start waits for it.
 */
final class Leftovers {
  private final Engine engine;
  private final Path script;

  Leftovers(Engine engine, Path script) {
    this.engine = engine;
    this.script = script;
  }

  /** What the unit of a service runs. */
  List<String> afterStop(ContainerSpec spec) {
    List<String> remove = engine.removeArguments(spec.name());
    if (engine.leftoverScript().isEmpty()) {
      return remove;
    }
    List<String> argv = new ArrayList<>(List.of("/bin/sh", script.toString()));
    argv.addAll(remove);
    return List.copyOf(argv);
  }

  /** The script, where units run one. */
  Optional<SecretFile> script() {
    return engine.leftoverScript().map(text -> new SecretFile(script.toString(), text));
  }
}
