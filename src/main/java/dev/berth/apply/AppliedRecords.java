package dev.berth.apply;

import dev.berth.host.AtomicFile;
import dev.berth.host.FileName;
import dev.berth.host.FileState;
import dev.berth.host.Messages;
import dev.berth.json.Json;
import dev.berth.json.JsonException;
import dev.berth.json.JsonText;
import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What was last applied, one file for each container; lost without harm: that one cannot be written
 * makes nothing fail that has succeeded, and holds up no way back.
 */
public final class AppliedRecords {
  private static final String SUFFIX = ".json";
  private static final String ANNOUNCED = "unit";

  /** No container's name holds a colon. */
  private static final String EXEC = ":exec:";

  private final Path directory;
  private final Consumer<String> onLoss;

  /** The records below a directory. */
  public AppliedRecords(Path directory) {
    this(directory, _ -> {});
  }

  private AppliedRecords(Path directory, Consumer<String> onLoss) {
    this.directory = directory;
    this.onLoss = onLoss;
  }

  /** The same records; of each that is lost a line is told, why and what follows. */
  AppliedRecords telling(Consumer<String> listener) {
    return new AppliedRecords(directory, listener);
  }

  /** The record of a container or exec; empty when it is lost or cannot be understood. */
  public Optional<Applied> read(Rendered rendered) {
    return read(file(rendered));
  }

  /**
   * Whether a container was applied as a service; not where its record is lost. A task's record
   * names the image that it ran.
   */
  public boolean isOfService(ContainerName container) {
    return read(container).filter(applied -> applied.target().isEmpty()).isPresent();
  }

  /** The record of a container, by its name. */
  Optional<Applied> read(ContainerName container) {
    return read(file(container));
  }

  /** The records of containers other than these, by name. */
  public Map<ContainerName, Applied> others(Collection<ContainerName> containers) {
    Map<ContainerName, Applied> others = new TreeMap<>();
    for (String name : AtomicFile.names(directory)) {
      if (name.endsWith(SUFFIX)) {
        // That of an exec has what no container's name has.
        ContainerName.find(name.substring(0, name.length() - SUFFIX.length()))
            .filter(container -> !containers.contains(container))
            .ifPresent(
                container ->
                    read(directory.resolve(name))
                        .ifPresent(applied -> others.put(container, applied)));
      }
    }
    return others;
  }

  private static Optional<Applied> read(Path file) {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      return AtomicFile.read(file)
          .flatMap(AppliedRecords::parse)
          .filter(applied -> !applied.digest().isEmpty());
    } catch (UncheckedIOException notText) {
      return Optional.empty();
    }
  }

  private static Optional<Applied> parse(String text) {
    try {
      return Optional.of(of(Json.parse("the record of the last apply", text)));
    } catch (JsonException nonsense) {
      return Optional.empty();
    }
  }

  /** A record of its {@link #tree}; one that holds nothing has an empty digest. */
  static Applied of(Json record) {
    return new Applied(
        record.get("digest").textOrEmpty(),
        record.get("target").textOrEmpty(),
        new TreeMap<>(record.get("configuration").textFields()),
        record.get("adopted").isTrue(),
        record.get("image").textOrEmpty(),
        new TreeMap<>(record.get("volumes").textFields()));
  }

  /** A record as a tree of maps. */
  static Map<String, Object> tree(Applied applied) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("digest", applied.digest());
    record.put("target", applied.target());
    record.put("configuration", applied.configuration());
    if (!applied.image().isEmpty()) {
      record.put("image", applied.image());
    }
    if (!applied.volumes().isEmpty()) {
      record.put("volumes", applied.volumes());
    }
    if (applied.adopted()) {
      record.put("adopted", true);
    }
    return record;
  }

  /** Keeps a record; what cannot be written is lost, and an older one with it. */
  public void write(Rendered rendered, Applied applied) {
    write(rendered, applied, Optional.empty());
  }

  private void write(Rendered rendered, Applied applied, Optional<String> announced) {
    Map<String, Object> record = tree(applied);
    announced.ifPresent(text -> record.put(ANNOUNCED, text));
    Path file = file(rendered);
    try {
      AtomicFile.write(file, JsonText.compact(record));
    } catch (UncheckedIOException failure) {
      onLoss.accept(
          "the record of "
              + rendered.name()
              + " is lost: "
              + Messages.of(failure)
              + (isForgotten(file) ? "" : "; " + file + " is older"));
    }
  }

  /** One of before would be taken for this one. A link is nothing that Berth has made. */
  private static boolean isForgotten(Path file) {
    try {
      if (!Files.isSymbolicLink(file)) {
        AtomicFile.remove(file);
      }
      return true;
    } catch (UncheckedIOException failure) {
      return false;
    }
  }

  /**
   * The services of a plan that are only looked at and are not on record as they are wanted, and
   * what it leaves as it is and has no record: a run that was killed may have started them, and not
   * come to say so.
   */
  Set<ContainerName> unrecorded(Plan plan, RenderedState wanted) {
    Set<ContainerName> unrecorded =
        plan.unchanged().stream()
            .flatMap(name -> wanted.container(name).stream())
            .filter(rendered -> Files.notExists(file(rendered), LinkOption.NOFOLLOW_LINKS))
            .map(Rendered::name)
            .collect(Collectors.toCollection(HashSet::new));
    plan.steps().stream()
        .filter(step -> step.change() instanceof Service service && service.kind() == Kind.WATCH)
        .flatMap(step -> step.change().target().stream())
        .filter(
            rendered -> !read(rendered).map(Applied::digest).equals(Optional.of(rendered.digest())))
        .map(Rendered::name)
        .forEach(unrecorded::add);
    return unrecorded;
  }

  /**
   * When the record of a container or exec was written, by the host's clock; empty without one. It
   * follows each start of a service, and each change of the files of one that runs on.
   */
  Optional<Instant> written(Rendered rendered) {
    return FileState.of(file(rendered)).map(FileState::changed);
  }

  /** When the record of a container was written, by its name; see {@link #written(Rendered)}. */
  Optional<Instant> written(ContainerName container) {
    return FileState.of(file(container)).map(FileState::changed);
  }

  /**
   * Says in the record that the unit of a service that goes on is about to be written, until {@link
   * #confirm}; nothing without a record.
   */
  void announce(Rendered rendered) {
    read(rendered)
        .ifPresent(
            applied -> write(rendered, applied, rendered.unit().map(Rendered.UnitFile::text)));
  }

  /** The text of the unit that a run was about to write and has not confirmed; else empty. */
  Optional<String> announced(Rendered rendered) {
    try {
      return AtomicFile.read(file(rendered))
          .map(text -> Json.parse("the record of the last apply", text))
          .map(record -> record.get(ANNOUNCED).textOrEmpty())
          .filter(text -> !text.isEmpty());
    } catch (JsonException | UncheckedIOException nonsense) {
      return Optional.empty();
    }
  }

  /** Writes a record anew as it is, since the files of its container were; nothing without one. */
  void confirm(Rendered rendered) {
    read(rendered).ifPresent(applied -> write(rendered, applied));
  }

  /** Forgets a container, and with it what has succeeded in it. */
  public void remove(ContainerName container) {
    AtomicFile.remove(file(container));
    AtomicFile.removeMatching(directory, execPrefix(container));
  }

  /** An exec is on record under its container: the two end together, and no other has the name. */
  private static String nameOf(Rendered rendered) {
    return rendered
        .spec()
        .execTarget()
        .map(target -> FileName.of(execPrefix(target), rendered.name().text(), SUFFIX))
        .orElse(rendered.name() + SUFFIX);
  }

  private static String execPrefix(ContainerName container) {
    return container + EXEC;
  }

  private Path file(Rendered rendered) {
    return directory.resolve(nameOf(rendered));
  }

  private Path file(ContainerName container) {
    return directory.resolve(container + SUFFIX);
  }
}
