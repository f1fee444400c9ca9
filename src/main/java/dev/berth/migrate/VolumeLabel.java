package dev.berth.migrate;

import dev.berth.apply.Relabelling;
import dev.berth.host.CommandRunner;
import dev.berth.host.Selinux;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The SELinux label of what a volume holds: the one that every container may use, as Podman gives
 * it to a fresh volume.
 *
 * <p>What came from another engine has that engine's: of Docker without {@code selinux-enabled} a
 * type that containers read at most, of Docker with it the level of a container that is gone. Nor
 * is an empty volume of the target a pattern: Docker's own has the former, too.
 */
final class VolumeLabel {
  private final Selinux selinux;
  private final Predicate<Path> keepsLabels;

  VolumeLabel(Selinux selinux, Predicate<Path> keepsLabels) {
    this.selinux = selinux;
    this.keepsLabels = keepsLabels;
  }

  /**
   * This host's.
   *
   * @param runner never used to look at it, only by what it gives
   */
  static VolumeLabel ofHost(CommandRunner runner) {
    Selinux selinux = Selinux.ofHost(runner);
    return new VolumeLabel(selinux, Relabelling.ofHost(selinux)::keepsLabels);
  }

  /**
   * The command that labels a directory with all that is in it; none where SELinux is off, knows no
   * containers, or goes by the label of a whole mount.
   */
  Optional<List<String>> argv(Path directory) {
    return selinux.relabelling(directory).filter(argv -> keepsLabels.test(directory));
  }
}
