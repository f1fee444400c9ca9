package dev.berth.apply;

import dev.berth.apply.KeptFormers.Kept;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.host.CommandResult;
import dev.berth.host.SideBySide;
import dev.berth.model.HeldImage;
import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import dev.berth.model.UnitOwner;
import dev.berth.systemd.UnitOwners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that hold the images of units, see {@link HeldImage}: given before a unit is written, taken
 * away when no unit needs them.
 */
final class HeldImages {
  private static final int SIDE_BY_SIDE = 4;
  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{64}\\b");

  private final Engine engine;
  private final Path units;
  private final Observed observed;
  private final KeptFormers kept;
  private final Consumer<String> note;

  /**
   * Those of an engine.
   *
   * @param units the directory of unit files
   * @param observed which names are there by now
   * @param kept the units that a later run may go back to
   * @param note told what could not be done; no unit starts the worse for it
   */
  HeldImages(
      Engine engine, Path units, Observed observed, KeptFormers kept, Consumer<String> note) {
    this.engine = engine;
    this.units = units;
    this.observed = observed;
    this.kept = kept;
    this.note = note;
  }

  /**
   * Gives the images of these services their names, where they are not there, with one process for
   * each image.
   */
  void hold(List<Rendered> services) {
    Map<String, Set<String>> names = new TreeMap<>();
    for (Rendered service : services) {
      service
          .heldImage()
          .filter(id -> !observed.isHeld(service).orElse(false))
          .ifPresent(
              id ->
                  names
                      .computeIfAbsent(id, key -> new HashSet<>())
                      .add(HeldImage.name(service.name(), id)));
    }
    SideBySide.map(
            List.copyOf(names.entrySet()),
            SIDE_BY_SIDE,
            held -> engine.tag(held.getKey(), held.getValue()))
        .forEach(result -> tell(result, "an image is not kept from being pruned: "));
  }

  /** Takes those names away that no unit needs, with one process to list them. */
  void release() {
    Map<String, Set<String>> given;
    try {
      given = engine.imagesNamed(HeldImage.PREFIX);
    } catch (EngineException failure) {
      note.accept("names of images that are not needed are left: " + failure.getMessage());
      return;
    }
    Set<String> needed = given.isEmpty() ? Set.of() : needed();
    given.forEach(
        (id, names) -> {
          List<String> stale = new ArrayList<>(names);
          stale.removeAll(needed);
          if (!stale.isEmpty()) {
            tell(engine.untag(id, stale), "the name of an image that is not needed is left: ");
          }
        });
  }

  /** By what the units say that lie there now, whoever wrote them, and those that may come back. */
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
    for (String container : kept.containers()) {
      kept.read(container).flatMap(Kept::text).ifPresent(text -> addImages(text, needed));
    }
    return needed;
  }

  private static void addImages(String unit, Set<String> needed) {
    Optional<UnitOwner> owner = UnitOwners.parse(unit);
    Matcher ids = ID.matcher(owner.isPresent() ? unit : "");
    while (ids.find()) {
      needed.add(HeldImage.name(owner.orElseThrow().container(), ids.group()));
    }
  }

  private void tell(CommandResult result, String what) {
    if (!result.succeeded()) {
      note.accept(what + result.lastWords());
    }
  }
}
