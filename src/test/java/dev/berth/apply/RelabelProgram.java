package dev.berth.apply;

import dev.berth.host.ProcessRunner;
import dev.berth.host.Selinux;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Relabels the paths that it is given, on the host that it runs on, and tells what became of each.
 */
public final class RelabelProgram {
  private RelabelProgram() {}

  /** Ends with 1 where something went wrong. */
  public static void main(String[] paths) {
    Relabelling.Outcome outcome =
        Relabelling.ofHost(Selinux.ofHost(new ProcessRunner(command -> {})))
            .relabel(Stream.of(paths).map(Path::of).toList());
    outcome.done().forEach(path -> System.out.println("done " + path));
    outcome.refused().forEach((path, why) -> System.out.println("refused " + path + ": " + why));
    outcome.failure().ifPresent(why -> System.out.println("failed " + why));
    System.exit(outcome.failure().isPresent() ? 1 : 0);
  }
}
