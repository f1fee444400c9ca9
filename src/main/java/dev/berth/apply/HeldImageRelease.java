package dev.berth.apply;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.model.ContainerName;
import dev.berth.model.HeldImage;
import dev.berth.model.Kept;
import dev.berth.model.UnitOwner;
import dev.berth.systemd.UnitOwners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of names that hold the images of units, see {@link dev.berth.plan.lowering.Installation}.
 */
final class HeldImageRelease {
  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{64}\\b");

  private final ContainerRuntime runtime;
  private final RuntimeControl control;
  private final Path units;
  private final KeptPredecessors kept;
  private final ReleaseRecord record;
  private final Consumer<String> note;

  /**
   * Releases an engine's images.
   *
   * @param paths say where the units lie, and those that a later run may go back to
   * @param note told what could not be done; no unit starts the worse for it
   */
  HeldImageRelease(
      ContainerRuntime runtime, RuntimeControl control, HostPaths paths, Consumer<String> note) {
    this.runtime = runtime;
    this.control = control;
    this.units = paths.units();
    // What of them is not used is told where somebody would go back to it.
    this.kept = new KeptPredecessors(paths, _ -> {});
    this.record = new ReleaseRecord(paths);
    this.note = note;
  }

  /** Says that units are about to go, see {@link ReleaseRecord}. */
  void begin(Collection<String> configIds) {
    record.begin(configIds);
  }

  /** Takes away what a run has left that was killed, and says so; nothing where none has. */
  void finish() {
    if (record.isOpen()) {
      int taken = release();
      if (taken > 0) {
        note.accept(
            "an earlier run did not come to its end: "
                + taken
                + (taken == 1 ? " image is" : " images are")
                + " no longer kept for it from being pruned");
      }
    }
  }

  /**
   * Takes those names away that no unit needs, with one process to list them; how many images had
   * any.
   */
  int release() {
    Map<String, Set<String>> given;
    try {
      given = runtime.imagesNamed(HeldImage.PREFIX);
    } catch (EngineException failure) {
      note.accept("names of images that are not needed are left: " + failure.getMessage());
      return 0;
    }
    AtomicInteger taken = new AtomicInteger();
    Set<String> needed = given.isEmpty() ? Set.of() : needed();
    given.forEach(
        (id, names) -> {
          List<String> stale = new ArrayList<>(names);
          stale.removeAll(needed);
          if (!stale.isEmpty()) {
            taken.incrementAndGet();
            tell(control.untag(id, stale));
          }
        });
    record.end();
    return taken.get();
  }

  /**
   * The images of the units that lie there now, whoever wrote them, and of those that may come
   * back.
   */
  private Set<String> needed() {
    Set<String> needed = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(units, "*.service")) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          addImages(Files.readString(file), needed);
        }
      }
    } catch (NoSuchFileException none) {
      return needed;
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read the units in " + units, cause);
    }
    for (ContainerName container : kept.containers()) {
      kept.read(container).flatMap(Kept::text).ifPresent(text -> addImages(text, needed));
    }
    return needed;
  }

  private static void addImages(String unit, Set<String> needed) {
    Optional<ContainerName> container = UnitOwners.parse(unit).flatMap(UnitOwner::container);
    Matcher ids = ID.matcher(container.isPresent() ? unit : "");
    while (ids.find()) {
      needed.add(HeldImage.name(container.orElseThrow(), ids.group()));
    }
  }

  private void tell(CommandResult result) {
    if (!result.succeeded()) {
      note.accept("the name of an image that is not needed is left: " + result.lastWords());
    }
  }
}
