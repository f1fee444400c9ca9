package dev.berth.supervisor;

import dev.berth.engine.Invocation;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.Upkeep;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands on the host for one service.
 *
 * @param invocation the engine's command; its environment is empty where the supervisor gives it
 * @param files what the supervisor needs besides the file that the command reads
 * @param upkeep what keeps it
 */
public record Rendering(Invocation invocation, List<SecretFile> files, Upkeep upkeep) {
  /** Keeps its own copy. */
  public Rendering {
    files = List.copyOf(files);
  }

  /** The same with further files. */
  public Rendering with(List<SecretFile> more) {
    return more.isEmpty()
        ? this
        : new Rendering(invocation, Stream.concat(files.stream(), more.stream()).toList(), upkeep);
  }
}
