package dev.berth.apply;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Whether a user's services run without a login. */
final class Lingering {
  private Lingering() {}

  /**
   * Warns of services that will not outlive the session; looks at a file, and runs no process.
   *
   * @param record logind's, named after the user
   */
  static void check(Collection<ContainerSpec> specs, Path record, Problems problems) {
    boolean hasService = specs.stream().anyMatch(spec -> spec.role() == ContainerSpec.Role.SERVICE);
    if (hasService && Files.notExists(record)) {
      problems.warning(
          SourcePosition.of(record.toString()),
          "the services of '"
              + record.getFileName()
              + "' end with the last logout and do not start at boot: lingering is off",
          "sudo loginctl enable-linger " + record.getFileName());
    }
  }
}
