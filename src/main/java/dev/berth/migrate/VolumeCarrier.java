package dev.berth.migrate;

import dev.berth.engine.Engine;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.host.CommandStreams;
import dev.berth.migrate.VolumeStep.Way;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Carries one volume at a time: {@link #begin}, {@link #fill}, {@link #complete}, and {@link #undo}
 * when the migration is taken back.
 *
 * <p>A copy grows in a directory beside the volume's own and takes its place by one rename, so a
 * volume has either all of its content or none, and what is half done is seen as such. Each stage
 * may be repeated after a crash at any point. Nobody may write to the volume meanwhile.
 *
 * <p>A Berth that is killed leaves its cp running. What writes below a volume therefore holds a
 * lock on the volume's directory, and a repeat waits for it.
 */
final class VolumeCarrier {
  /** Where a copy grows; {@code volume rm} of either engine removes it with the volume. */
  static final String UNFINISHED = ".berth-copy";

  private final Engine target;
  private final CommandRunner runner;
  private final CommandStreams streams;
  private final BooleanSupplier givenUp;
  private final VolumeLabel label;

  /**
   * A carrier.
   *
   * @param runner starts what copies
   * @param streams reads volumes to compare them
   * @param givenUp asked now and then whether to end what runs
   * @param label what SELinux wants of what comes over
   */
  VolumeCarrier(
      Engine target,
      CommandRunner runner,
      CommandStreams streams,
      BooleanSupplier givenUp,
      VolumeLabel label) {
    this.target = target;
    this.runner = runner;
    this.streams = streams;
    this.givenUp = givenUp;
    this.label = label;
  }

  /** All stages up to the complete volume, whatever of them was done before. */
  public void carry(VolumeStep step) {
    begin(step);
    if (!isComplete(step)) {
      fill(step);
      complete(step);
    }
  }

  /** Makes the target volume, unless this migration has made it before. */
  public void begin(VolumeStep step) {
    if (made(step).isPresent()) {
      return;
    }
    MigrationException.require(
        "cannot make the volume " + step.target() + " on " + target,
        target
            .control()
            .createVolume(
                Volume.local(
                    step.target(), step.labels(), VolumeOptions.carried(step.source().options()))));
  }

  /** Whether the target volume has all of its content. */
  public boolean isComplete(VolumeStep step) {
    Optional<ObservedVolume> made = made(step);
    if (made.isEmpty() || step.way() == Way.RECREATE) {
      return made.isPresent();
    }
    // Of two empty volumes nobody can tell; filling one again does no harm.
    return !Files.exists(unfinished(made.get())) && !isEmpty(content(made.get()));
  }

  /** Whether a copy was begun and not brought to its end, as by a run that was killed. */
  public boolean isUnfinished(VolumeStep step) {
    return made(step).filter(volume -> Files.exists(unfinished(volume))).isPresent();
  }

  /**
   * Copies the content beside the target volume, anew when a copy was left unfinished, and compares
   * it with the source.
   *
   * <p>Whatever is thrown, what was made is gone again.
   *
   * @throws MigrationException when it does not fit or differs
   */
  public void fill(VolumeStep step) {
    if (step.way() != Way.COPY) {
      return;
    }
    Path from = content(step.source());
    Path to = unfinished(requireMade(step));
    remove(to);
    try {
      Files.createDirectory(to);
      run("cannot copy the volume " + step.source().name(), locked(to, copy(from, to)));
      label(to, to);
      run("cannot write the volume " + step.target() + " to the disk", sync(to));
      verify(step, from, to);
    } catch (IOException cause) {
      undo(step);
      throw new UncheckedIOException("cannot copy the volume " + step.source().name(), cause);
    } catch (RuntimeException failure) {
      undo(step);
      throw failure;
    }
  }

  /** Puts the content in its place, by one rename over the volume's empty directory. */
  public void complete(VolumeStep step) {
    if (step.way() == Way.RECREATE) {
      return;
    }
    ObservedVolume made = requireMade(step);
    Path from = step.way() == Way.COPY ? unfinished(made) : content(step.source());
    if (Files.exists(from)) {
      if (step.way() == Way.RENAME) {
        // Before, as nobody looks again at what is in its place. Where it returns, it does no harm.
        label(from, unfinished(made));
      }
      rename(from, content(made));
    }
  }

  private void label(Path tree, Path unfinished) {
    label
        .argv(tree)
        .ifPresent(
            argv -> run("cannot label " + tree + " for containers", locked(unfinished, argv)));
  }

  /**
   * Takes it back: renamed content returns to the volume that had it, and what this migration made
   * is removed. Whatever the way is now: a run before may have renamed what this one would copy.
   */
  public void undo(VolumeStep step) {
    Optional<ObservedVolume> made = made(step);
    if (made.isEmpty()) {
      return;
    }
    Path origin = content(step.source());
    if (step.way() != Way.RECREATE && !Files.exists(origin)) {
      rename(content(made.get()), origin);
      createDirectory(content(made.get()));
    }
    if (Files.exists(unfinished(made.get()))) {
      remove(unfinished(made.get()));
    }
    MigrationException.require(
        "cannot remove the volume " + step.target() + " from " + target,
        target.control().removeVolumes(List.of(step.target())));
  }

  private void verify(VolumeStep step, Path from, Path to) {
    List<String> differences = VolumeComparison.differences(streams, from, to, givenUp);
    if (!differences.isEmpty()) {
      throw new MigrationException(
          "the copy of the volume "
              + step.source().name()
              + " is not the same: "
              + String.join("; ", differences));
    }
  }

  /**
   * Each attribute is named, since "all" lets cp go on without those that it cannot set. One of
   * them, "xattr", takes the label of SELinux along unless "context" has cp give another one; where
   * there is no SELinux that says nothing. Holes stay holes, hard links stay links, links are not
   * followed, and where the file system can share blocks nothing is copied.
   */
  static List<String> copy(Path from, Path to) {
    return List.of(
        "cp",
        "--recursive",
        "--no-dereference",
        "--preserve=mode,ownership,timestamps,links,xattr",
        "--context",
        "--sparse=auto",
        "--reflink=auto",
        "--no-target-directory",
        "--",
        from.toString(),
        to.toString());
  }

  private void remove(Path unfinished) {
    run(
        "cannot remove what an earlier copy left in " + unfinished,
        locked(unfinished, List.of("rm", "--recursive", "--force", "--", unfinished.toString())));
  }

  /** The lock is that of the open directory, which the program inherits and gives up by its end. */
  private static List<String> locked(Path unfinished, List<String> argv) {
    List<String> all = new ArrayList<>(List.of("flock", "--exclusive", "--no-fork"));
    all.add(unfinished.resolveSibling("").toString());
    all.addAll(argv);
    return all;
  }

  private static List<String> sync(Path directory) {
    return List.of("sync", "--file-system", directory.toString());
  }

  private void run(String what, List<String> argv) {
    CommandResult result = runner.run(Command.reading(argv).withoutTimeout().unless(givenUp));
    if (!result.succeeded()) {
      throw new MigrationException(what, result);
    }
  }

  /** The target volume, if this migration made it. */
  private Optional<ObservedVolume> made(VolumeStep step) {
    ObservedVolume volume = target.details().volumes(List.of(step.target())).get(step.target());
    String mark = step.labels().getOrDefault(VolumeStep.MIGRATION, "");
    if (volume != null && !mark.equals(volume.labels().get(VolumeStep.MIGRATION))) {
      throw new MigrationException(
          "the volume " + step.target() + " on " + target + " is not of this migration");
    }
    return Optional.ofNullable(volume);
  }

  private ObservedVolume requireMade(VolumeStep step) {
    return made(step)
        .orElseThrow(
            () -> new MigrationException(target + " has no volume " + step.target() + " yet"));
  }

  private static Path content(ObservedVolume volume) {
    return Path.of(volume.mountpoint());
  }

  private static Path unfinished(ObservedVolume volume) {
    return content(volume).resolveSibling(UNFINISHED);
  }

  private static boolean isEmpty(Path directory) {
    if (!Files.isDirectory(directory)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot look into " + directory, cause);
    }
  }

  private static void rename(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      force(from.resolveSibling(""));
      force(to.resolveSibling(""));
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot rename " + from + " to " + to, cause);
    }
  }

  private static void createDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot make " + directory, cause);
    }
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
