package dev.berth.cli;

import dev.berth.host.AtomicFile;
import dev.berth.host.Directories;
import dev.berth.service.InvalidUse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a rebuilt configuration goes. It holds what the containers have in their environment, so it
 * is its owner's alone.
 *
 * @param path the file; also where nothing is written, as the positions in it name it
 * @param written whether it is written
 * @param shown whether it goes to standard output instead
 */
record RebuiltFile(Path path, boolean written, boolean shown) {
  private static final Path USUAL = Path.of("/etc/berth/from-docker.yaml");

  /** As the operator has it; a dry run writes only what it is told to. */
  static RebuiltFile of(Optional<String> given, boolean dryRun, OutputFormat format) {
    if (given.equals(Optional.of("-"))) {
      if (!dryRun || format != OutputFormat.text) {
        throw new InvalidUse("--write - goes with --dry-run, and without --output");
      }
      return new RebuiltFile(USUAL, false, true);
    }
    Path path = given.map(Path::of).orElse(USUAL);
    OutputPlace.demandYaml("--write", given.orElse(path.toString()));
    boolean written = given.isPresent() || !dryRun;
    if (written) {
      // Others could have root write, and apply later, another file in its place.
      OutputPlace.demandOwn("--write", path);
    }
    return new RebuiltFile(path, written, false);
  }

  /** Why it cannot be written: what an operator may have edited is never lost. */
  Optional<String> obstacle() {
    return written && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(
            path
                + " exists already: 'berth migrate -f "
                + path
                + " NAME...' brings over what is in it; give another --write for more")
        : Optional.empty();
  }

  void write(String text) {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      Directories.make(directory, "rwxr-xr-x");
    }
    AtomicFile.write(path, text);
  }
}
